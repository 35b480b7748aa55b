"""`assist backup`: database and files, encrypted and for the site's account alone, without any key beside them.

Frappe makes and encrypts the files (gpg); what it does when gpg fails is to go on with clear ones, so the result is looked at.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.backups import BackupGenerator, get_or_generate_backup_encryption_key, new_backup

from social_assistance.domain.health.retention import list_expired
from social_assistance.engines.backups import backup_sets, binary_logs
from social_assistance.engines.backups.checksums import read_checksums
from social_assistance.engines.health import marks
from social_assistance.exceptions import BackupCopyError
from social_assistance.services.privacy.exceptions import UnencryptedBackupError

OWNER_ONLY_MASK, OWNER_ONLY_FILE, OWNER_ONLY_FOLDER = 0o077, 0o600, 0o700
# How a gzip and a tar begin, and where in the file; a file that gpg encrypted begins otherwise.
CLEAR_STARTS = ((0, b"\x1f\x8b"), (257, b"ustar"))
HEAD_BYTES = 512
CONFIG, KEEP_DAYS, MOST_WORDS = "assist_backup", 35, 500


def back_up(folder: str | None = None) -> list[Path]:
	"""Write one backup and its manifest; returns the files. Refuses, and leaves nothing behind, when they are not encrypted."""
	if not shutil.which("gpg") or not frappe.get_system_settings("encrypt_backup"):
		raise UnencryptedBackupError("gpg is not installed, or encrypt_backup is off in the System Settings")
	target = _get_folder(folder)
	before = os.umask(OWNER_ONLY_MASK)
	try:
		target.mkdir(parents=True, exist_ok=True)
		target.chmod(OWNER_ONLY_FOLDER)
		tables = read_checksums()
		with _telling_position():
			made = new_backup(ignore_files=False, backup_path=str(target), force=True)
		files = _kept(made)
		position = binary_logs.read_position(Path(made.backup_path_db), get_backup_key())
		# What people changed between the two looks may be in the dump or not.
		frappe.db.commit()  # allow: DB-manual-commit ends the view of the tables as they were
		files.append(backup_sets.write_manifest(files, tables, read_checksums(), position))
		copy_binary_logs(target)
	finally:
		os.umask(before)
	marks.set_mark(marks.Mark.BACKUP, is_good=True, files=[path.name for path in files], folder=str(target))
	return files


def copy_binary_logs(folder: Path) -> list[Path]:
	"""Encrypted copies of the binary logs that the backups in a folder need, beside them; those that are new."""
	positions = [backup.position for backup in backup_sets.list_sets(folder) if backup.position]
	if not positions or not binary_logs.get_folder():
		return []
	target, since = folder / binary_logs.COPIES, min(position.created for position in positions)
	made = binary_logs.copy_logs(target, since, get_backup_key())
	binary_logs.remove_copies_before(target, since)
	marks.set_mark(marks.Mark.LOGS, is_good=True, folder=str(target))
	return made


def copy_logs_regularly() -> None:
	"""What changed since the last copy goes beside the backups and to the other machine, where the site is backed up nightly."""
	wanted: dict[str, Any] | None = frappe.conf.get(CONFIG)
	if not wanted:
		return
	files = copy_binary_logs(_get_folder(wanted.get("folder")))
	if files and (program := wanted.get("copy_command")):
		_copy(str(program), files)


def get_backup_key() -> str:
	"""What backups of this site are encrypted with."""
	return str(get_or_generate_backup_encryption_key())


def back_up_nightly() -> None:
	"""Back up as the site's configuration asks for, take it to another machine, remove what is too old; without it nothing.

	`assist_backup`: `folder`, `keep_days`, and `copy_command`, a program that gets the files of the backup as arguments.
	"""
	wanted: dict[str, Any] | None = frappe.conf.get(CONFIG)
	if not wanted:
		return
	files = back_up(wanted.get("folder"))
	if program := wanted.get("copy_command"):
		_copy(str(program), files)
	remove_expired(files[0].parent, int(wanted.get("keep_days") or KEEP_DAYS))


def remove_expired(folder: Path, keep_days: int) -> list[str]:
	"""Remove backups of this site that are older than so many days; the stamps of those removed."""
	found = {backup.stamp: backup for backup in backup_sets.list_sets(folder)}
	made = {stamp: backup.made_on for stamp, backup in found.items()}
	expired = list_expired(made, now_datetime(), keep_days)
	for stamp in expired:
		for path in found[stamp].paths:
			path.unlink(missing_ok=True)
	return expired


def _get_folder(folder: str | None) -> Path:
	return Path(folder or frappe.get_site_path("private", "backups"))


@contextmanager
def _telling_position() -> Iterator[None]:
	"""A dump that is made in the block tells where it stands in the binary logs, if the server writes any."""
	if not binary_logs.is_on():
		yield
		return
	before = os.environ.get(binary_logs.OPTIONS_FOLDER)
	with TemporaryDirectory(prefix="assist-dump-") as folder:
		binary_logs.write_dump_options(Path(folder))
		os.environ[binary_logs.OPTIONS_FOLDER] = folder
		try:
			yield
		finally:
			os.environ.pop(binary_logs.OPTIONS_FOLDER)
			if before is not None:
				os.environ[binary_logs.OPTIONS_FOLDER] = before


def _copy(program: str, files: list[Path]) -> None:
	"""Take the backup to another machine; BackupCopyError, and a mark that doctor shows, when that fails."""
	done = subprocess.run([program, *map(str, files)], capture_output=True, text=True, check=False)
	if done.returncode == 0:
		return
	marks.set_mark(marks.Mark.BACKUP, is_good=False, folder=str(files[0].parent))
	message = _("{0} did not take the backup to its place (code {1}): {2}")
	raise BackupCopyError(message.format(program, done.returncode, done.stderr[-MOST_WORDS:]))


def _kept(made: BackupGenerator) -> list[Path]:
	"""The data without the copy of the configuration, which holds passwords and the key of the backup itself."""
	Path(made.backup_path_conf).unlink(missing_ok=True)
	paths = (made.backup_path_db, made.backup_path_files, made.backup_path_private_files)
	files = [path for path in map(Path, paths) if path.exists()]
	for path in files:
		path.chmod(OWNER_ONLY_FILE)
	if any(map(_is_clear, files)):
		for path in files:
			path.unlink()
		raise UnencryptedBackupError("gpg did not encrypt the files; they were removed again")
	return files


def _is_clear(path: Path) -> bool:
	with path.open("rb") as file:
		head = file.read(HEAD_BYTES)
	return any(head[start:].startswith(sign) for start, sign in CLEAR_STARTS)
