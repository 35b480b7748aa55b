"""Evidence files: names, types, first bytes."""

import pytest

from social_assistance.overrides import file_rules

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


@pytest.mark.parametrize(
	"name",
	[
		"../x.pdf",
		"a\\b.pdf",
		"x%2e.pdf",
		"x\0.pdf",
		"x\n.pdf",
		"photo\u202efdp.exe",
		"/files/../../site_config.json",
	],
)
def test_names_with_tricks_are_unsafe(name: str):
	assert not file_rules.is_safe_name(name)


@pytest.mark.parametrize("name", ["入户调查表.pdf", "照片 1.jpg", "/private/files/收入证明.pdf", "a.b.c.png"])
def test_ordinary_names_are_safe(name: str):
	assert file_rules.is_safe_name(name)


@pytest.mark.parametrize(
	("name", "content", "fits"),
	[
		("a.pdf", b"%PDF-1.7 ...", True),
		("a.PDF", b"%PDF-1.7 ...", True),
		("a.pdf", b"<html>", False),
		("a.png", PNG, True),
		("a.jpg", PNG, False),
		("a.jpg", b"\xff\xd8\xff\xe0....", True),
		("a.docx", b"PK\x03\x04....", True),
		("a.ofd", b"PK\x03\x04....", True),
		("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", True),
		("a.mp4", b"\0\0\0\x18ftypmp42", True),
		("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", True),
		("a.txt", "情况属实".encode(), True),
		("a.txt", "情况属实".encode("gb18030"), True),
		("a.txt", b"<script>alert(1)</script>", False),
		("a.txt", b"\xef\xbb\xbf  <!DOCTYPE html>", False),
		("a.csv", b"a,b\0c", False),
		("a.exe", b"MZ", False),
		("a.svg", b"<svg/>", False),
		("noextension", b"x", False),
	],
)
def test_content_must_be_what_the_name_says(name: str, content: bytes, fits: bool):
	assert file_rules.matches_extension(name, content) is fits


@pytest.mark.parametrize(
	("name", "content"), [("a.html", b""), ("a.SVG", b""), ("a.txt", b"  <svg onload=x>"), ("a.xml", b"")]
)
def test_active_files_are_recognised(name: str, content: bytes):
	assert file_rules.is_active_content(name, content)


def test_pictures_and_papers_are_not_active():
	assert not file_rules.is_active_content("a.png", PNG)
	assert not file_rules.is_active_content("a.pdf", b"%PDF-1.7 <script>")
