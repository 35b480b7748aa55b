"""Rules for evidence files: names, types and first bytes. Pure functions, no frappe."""

import re
from collections.abc import Callable
from typing import Final

# Path parts, escapes and control characters have no place in a stored name or address.
UNSAFE_NAME = re.compile(r"\.\.|[\\%\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
# What a browser would run if it were served from the site's own address.
ACTIVE_EXTENSIONS: Final = frozenset(
	{
		"htm",
		"html",
		"xhtml",
		"shtml",
		"xht",
		"svg",
		"svgz",
		"xml",
		"xsl",
		"xslt",
		"mht",
		"mhtml",
		"js",
		"mjs",
		"swf",
	}
)
_MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<body", b"<iframe")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"


def _starts_with(*prefixes: bytes) -> Callable[[bytes], bool]:
	return lambda content: content.startswith(prefixes)


def _is_media_container(content: bytes) -> bool:
	return content[4:8] == b"ftyp"


def _is_riff(kind: bytes) -> Callable[[bytes], bool]:
	return lambda content: content[:4] == b"RIFF" and content[8:12] == kind


def _is_mp3(content: bytes) -> bool:
	return content[:3] == b"ID3" or (len(content) > 1 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0)


def _is_text(content: bytes) -> bool:
	"""Chinese text in UTF-8 or GB 18030 without NUL bytes, and not markup in disguise."""
	if b"\x00" in content or has_markup(content):
		return False
	return _decodes(content, "utf-8") or _decodes(content, "gb18030")


def _decodes(content: bytes, encoding: str) -> bool:
	try:
		content.decode(encoding)
	except UnicodeDecodeError:
		return False
	return True


# Extension -> test of the first bytes. OFD is the national format for official documents (GB/T 33190), a zip archive.
EVIDENCE_TYPES: Final[dict[str, Callable[[bytes], bool]]] = {
	"amr": _starts_with(b"#!AMR"),
	"bmp": _starts_with(b"BM"),
	"csv": _is_text,
	"doc": _starts_with(_OLE),
	"docx": _starts_with(_ZIP),
	"et": _starts_with(_OLE, _ZIP),
	"heic": _is_media_container,
	"jpeg": _starts_with(b"\xff\xd8\xff"),
	"jpg": _starts_with(b"\xff\xd8\xff"),
	"m4a": _is_media_container,
	"mov": _is_media_container,
	"mp3": _is_mp3,
	"mp4": _is_media_container,
	"ofd": _starts_with(_ZIP),
	"pdf": _starts_with(b"%PDF-"),
	"png": _starts_with(b"\x89PNG\r\n\x1a\n"),
	"tif": _starts_with(b"II*\x00", b"MM\x00*"),
	"tiff": _starts_with(b"II*\x00", b"MM\x00*"),
	"txt": _is_text,
	"wav": _is_riff(b"WAVE"),
	"webp": _is_riff(b"WEBP"),
	"wps": _starts_with(_OLE, _ZIP),
	"xls": _starts_with(_OLE),
	"xlsx": _starts_with(_ZIP),
}


def get_extension(file_name: str) -> str:
	"""Lower-case extension without the dot, empty if there is none."""
	return file_name.rpartition(".")[2].lower() if "." in file_name else ""


def is_safe_name(name: str) -> bool:
	"""Whether a file name or address has no path tricks, escapes, control or direction characters."""
	return not UNSAFE_NAME.search(name)


def is_evidence_type(file_name: str) -> bool:
	"""Whether files with this extension may be kept as evidence."""
	return get_extension(file_name) in EVIDENCE_TYPES


def matches_extension(file_name: str, content: bytes) -> bool:
	"""Whether the content is what the extension says, judged by its first bytes."""
	check = EVIDENCE_TYPES.get(get_extension(file_name))
	return bool(check and check(content))


def has_markup(content: bytes) -> bool:
	"""Whether the content starts like something that a browser would render as a page."""
	return content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP)


def is_active_content(file_name: str, content: bytes = b"") -> bool:
	"""Whether a browser could run the file if it were served from the site's address."""
	return get_extension(file_name) in ACTIVE_EXTENSIONS or has_markup(content)
