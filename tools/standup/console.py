"""Stages with their times, and commands whose output goes to a log."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .settings import LOGS, ROOT, StandupError

TAIL_LINES = 20
LOG_BYTES = 5 * 1024 * 1024
_timings: list[tuple[str, float]] = []


def say(text: str) -> None:
	"""One line for the person at the keyboard."""
	print(text, flush=True)


@contextmanager
def stage(title: str) -> Iterator[None]:
	"""Announce a stage and show how long it took."""
	say(f"  {title} …")
	started = time.monotonic()
	try:
		yield
	except StandupError as error:
		raise StandupError(f"{title} failed after {time.monotonic() - started:.0f} s.\n{error}") from error
	except BaseException:
		say(f"  ✗ {title}: given up after {time.monotonic() - started:.0f} s")
		raise
	seconds = time.monotonic() - started
	_timings.append((title, seconds))
	say(f"  ✓ {title}: {seconds:.1f} s")


def timings() -> list[tuple[str, float]]:
	"""Title and seconds of every finished stage of this run."""
	return list(_timings)


def log_path() -> Path:
	"""The log that collects the output of every command."""
	LOGS.mkdir(parents=True, exist_ok=True)
	return LOGS / "standup.log"


def turn_log() -> None:
	"""Begin a new log once the present one is long; one older is kept."""
	path = log_path()
	if path.exists() and path.stat().st_size > LOG_BYTES:
		path.replace(path.with_suffix(".1.log"))


def run(
	command: Sequence[str | Path],
	*,
	cwd: Path = ROOT,
	env: Mapping[str, str] | None = None,
	stdin: str | IO[bytes] | None = None,
	what: str = "",
) -> None:
	"""Run a command with its output in the log; a failure shows the end of that output."""
	words = [str(word) for word in command]
	with log_path().open("ab") as log:
		log.write(f"\n$ {' '.join(words)}\n".encode())
		log.flush()
		start = log.tell()
		text = stdin.encode() if isinstance(stdin, str) else None
		source = subprocess.DEVNULL if stdin is None else stdin if text is None else None
		done = subprocess.run(
			words,
			cwd=cwd,
			env={**os.environ, **(env or {})},
			stdout=log,
			stderr=subprocess.STDOUT,
			check=False,
			**({"input": text} if text is not None else {"stdin": source}),
		)
	if done.returncode:
		_fail(what or words[0], done.returncode, start)


def _fail(what: str, code: int, start: int) -> None:
	with log_path().open("rb") as log:
		log.seek(start)
		lines = log.read().decode(errors="replace").splitlines()
	shown = "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])
	raise StandupError(
		f"{what} ended with code {code}. All of its output is in {log_path()}; the end:\n{shown}"
	)


def tail(path: Path) -> str:
	"""The last lines of a log, for a person."""
	lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
	return "\n".join([f"{path} ends:", *(f"    {line}" for line in lines[-TAIL_LINES:])])
