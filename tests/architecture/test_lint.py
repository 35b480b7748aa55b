"""What `make lint` says about files, dependencies and subjects of commits."""

from pathlib import Path

import pytest
from app_shape import ROOT

from checks import hygiene, subjects


@pytest.mark.parametrize(
	("name", "content", "words"),
	[
		("a.py", "x = 1 \n", "line 1: space at the end"),
		("a.py", "x = 1\r\n", "line 1: space at the end"),
		("a.py", "x = 1", "does not end with a line break"),
		("a.py", "x = 1\n\n", "ends with empty lines"),
		("a.md", "<<<<<<< HEAD\nours\n", "line 1: a merge was not finished"),
		("a.json", "{,}", "does not parse"),
		("a.yaml", "a: [\n", "does not parse"),
		("a.toml", "a = \n", "does not parse"),
		("a.bin", "\0" * (hygiene.LARGEST_KB * 1024 + 1), "is larger than"),
	],
)
def test_a_fault_of_a_file_is_named(tmp_path: Path, name: str, content: str, words: str) -> None:
	path = tmp_path / name
	path.write_bytes(content.encode())
	assert any(words in fault for fault in hygiene.faults(path))


def test_files_in_order_pass(tmp_path: Path) -> None:
	contents = {
		"a.py": b"x = 1\n",
		"a.json": b"{}",
		"a.patch": b"- \n",
		"a.png": b"\x89\0 \n\n",
		"empty": b"",
	}
	for name, content in contents.items():
		(tmp_path / name).write_bytes(content)
		assert list(hygiene.faults(tmp_path / name)) == [], name


@pytest.mark.parametrize(
	"subject",
	[
		"fix(clocks): Count the day of receipt",
		"feat(payments): " + "A" * 56,
		"Merge branch 'layout'",
		'Revert "payments: Anything"',
		"fixup! fix(clocks): Count the day of receipt",
	],
)
def test_a_subject_in_order_passes(subject: str) -> None:
	assert subjects.faults(subject) == []


@pytest.mark.parametrize(
	("subject", "words"),
	[
		("clocks: Count the day of receipt", "is not `type(scope): Imperative`"),
		("fix: Count the day of receipt", "is not `type(scope): Imperative`"),
		("fixed(clocks): Count", "has no type of"),
		("fix(watches): Count", "has no scope of"),
		("fix(clocks): count", "capital letter"),
		("fix(clocks): Count.", "full stop"),
		("feat(payments): " + "A" * 57, "longer than 72"),
	],
)
def test_a_fault_of_a_subject_is_named(subject: str, words: str) -> None:
	assert words in " ".join(subjects.faults(subject))


def test_comments_of_a_message_are_no_subject(tmp_path: Path) -> None:
	path = tmp_path / "COMMIT_EDITMSG"
	path.write_text("# Please enter a message\nwrong\n\nbody\n", encoding="utf-8")
	assert subjects.main([str(path)]) == 1
	path.write_text("docs(docs): Say it\n# wrong\n", encoding="utf-8")
	assert subjects.main([str(path)]) == 0


def test_ci_lints_before_it_tests() -> None:
	lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
	assert lines.index("make lint") < lines.index("exec make test")
