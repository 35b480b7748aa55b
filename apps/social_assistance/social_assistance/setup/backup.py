"""`assist backup`: database and files, encrypted and for the site's account alone, without any key beside them.

Frappe makes and encrypts the files (gpg); what it does when gpg fails is to go on with clear ones, so the result is looked at.
"""

import os
import shutil
from pathlib import Path

import frappe
from frappe.utils.backups import BackupGenerator, new_backup

from social_assistance.services.privacy.exceptions import UnencryptedBackupError

OWNER_ONLY_MASK, OWNER_ONLY_FILE, OWNER_ONLY_FOLDER = 0o077, 0o600, 0o700
# How a gzip and a tar begin, and where in the file; a file that gpg encrypted begins otherwise.
CLEAR_STARTS = ((0, b"\x1f\x8b"), (257, b"ustar"))
HEAD_BYTES = 512


def back_up(folder: str | None = None) -> list[Path]:
	"""Write one backup; returns its files. Refuses, and leaves nothing behind, when they are not encrypted."""
	if not shutil.which("gpg") or not frappe.get_system_settings("encrypt_backup"):
		raise UnencryptedBackupError("gpg is not installed, or encrypt_backup is off in the System Settings")
	target = Path(folder or frappe.get_site_path("private", "backups"))
	before = os.umask(OWNER_ONLY_MASK)
	try:
		target.mkdir(parents=True, exist_ok=True)
		target.chmod(OWNER_ONLY_FOLDER)
		made = new_backup(ignore_files=False, backup_path=str(target), force=True)
		return _kept(made)
	finally:
		os.umask(before)


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
