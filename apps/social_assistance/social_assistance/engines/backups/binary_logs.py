"""MariaDB's binary logs: where a dump stands in them, and encrypted copies beside the backups, for a restore to a moment.

They hold every change of all databases of the server. The site's account of the database may ask whether they are written and
where; it may not turn them over, so the one that is being written is copied anew each time.
"""

import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import frappe
from frappe import _

from social_assistance.engines.backups.encryption import decrypt_file, encrypt_file, read_start
from social_assistance.exceptions import DamagedBackupError

COPIES, ENDING = "binary_logs", ".gpg"
# binlog.000007, and its copy with the second in which it was begun.
LOG, COPY = re.compile(r".+\.\d+"), re.compile(r".+\.\d+\.\d+\.gpg")
# Where the first event of a log tells when the log was begun (seconds since 1970).
CREATED_ON = slice(4, 8)
# How far into a dump its position stands at most.
HEAD_BYTES = 64 * 1024
POSITION = re.compile(rb"MASTER_LOG_FILE='([^']+)', MASTER_LOG_POS=(\d+)")
# The program of a dump reads options of its own group from this folder.
OPTIONS_FOLDER, OPTIONS = "MYSQL_HOME", "[mysqldump]\nmaster-data = 2\n"


@dataclass(frozen=True)
class Position:
	"""Where a dump stands: log and offset, when that log was begun, and the database that was dumped."""

	log: str
	offset: int
	created: int
	database: str

	def as_dict(self) -> dict[str, Any]:
		"""For the manifest."""
		return asdict(self)


def is_on() -> bool:
	"""Whether the server writes binary logs."""
	return bool(frappe.db.sql("select @@log_bin")[0][0])


def get_folder() -> Path | None:
	"""Where they lie; None when there are none, or this account may not read them."""
	base = frappe.db.sql("select @@log_bin_basename")[0][0] if is_on() else None
	folder = Path(base).parent if base else None
	return folder if folder and os.access(folder, os.R_OK | os.X_OK) else None


def read_creation(log: Path) -> int:
	"""When a log was begun, by its own first event, in seconds since 1970."""
	with log.open("rb") as file:
		return int.from_bytes(file.read(CREATED_ON.stop)[CREATED_ON], "little")


def write_dump_options(folder: Path) -> None:
	"""Let a dump that is made while `OPTIONS_FOLDER` names this folder tell its position."""
	(folder / "my.cnf").write_text(OPTIONS, encoding="ascii")


def read_position(dump: Path, key: str) -> Position | None:
	"""The position that an encrypted dump tells; None if it tells none, or its log cannot be read."""
	folder = get_folder()
	found = POSITION.search(read_start(dump, key, HEAD_BYTES)) if folder else None
	if not (folder and found):
		return None
	log = folder / found[1].decode()
	return Position(log.name, int(found[2]), read_creation(log), str(frappe.conf.db_name))


def copy_logs(target: Path, since: int, key: str) -> list[Path]:
	"""Encrypted copies of the logs that were begun at a moment or later, but of those unchanged since; returns the new ones."""
	folder, made = get_folder(), []
	target.mkdir(parents=True, exist_ok=True, mode=0o700)
	for log in _list_files(folder, LOG) if folder else ():
		created, changed = read_creation(log), log.stat().st_mtime_ns
		copy = target / f"{log.name}.{created}{ENDING}"
		if created < since or (copy.exists() and copy.stat().st_mtime_ns == changed):
			continue
		draft = copy.with_suffix(".draft")
		encrypt_file(log, draft, key)
		draft.chmod(0o600)
		os.utime(draft, ns=(changed, changed))
		os.replace(draft, copy)
		made.append(copy)
	return made


def list_copies(folder: Path, position: Position) -> list[Path]:
	"""Copies from a position on, the oldest first; DamagedBackupError when its own or one in between is missing."""
	known: dict[int, list[tuple[int, Path]]] = {}
	for path in _list_files(folder, COPY):
		number, created = map(int, path.name.removesuffix(ENDING).split(".")[-2:])
		known.setdefault(number, []).append((created, path))
	found: list[Path] = []
	number, since = int(position.log.rpartition(".")[2]), position.created
	while number <= max(known, default=number):
		# A server that was made anew counts from one again: what was begun earlier is the former server's.
		later = sorted(pair for pair in known.get(number, []) if pair[0] >= since)
		if not later or (not found and later[0][0] != position.created):
			words = _("The copy of binary log {0} is missing in {1}. Nothing was changed.")
			raise DamagedBackupError(words.format(number, folder))
		since, path = later[0]
		found.append(path)
		number += 1
	return found


def open_copies(copies: list[Path], target: Path, key: str) -> list[Path]:
	"""Decrypt copies into a folder; DamagedBackupError when one does not open."""
	opened = []
	for copy in copies:
		log = target / copy.name.removesuffix(ENDING)
		decrypt_file(copy, log, key)
		opened.append(log)
	return opened


def remove_copies_before(folder: Path, since: int) -> None:
	"""Remove copies that no backup needs any more."""
	for copy in _list_files(folder, COPY):
		if int(copy.name.removesuffix(ENDING).rpartition(".")[2]) < since:
			copy.unlink()


def _list_files(folder: Path, pattern: re.Pattern[str]) -> list[Path]:
	return sorted(path for path in folder.iterdir() if pattern.fullmatch(path.name))
