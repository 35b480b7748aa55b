"""The binary logs played into a restored database, from where its dump stands up to a moment."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from frappe import _
from frappe.utils import get_system_timezone

from social_assistance.engines.backups import binary_logs
from social_assistance.engines.backups.backup_sets import BackupSet
from social_assistance.engines.backups.binary_logs import Position
from social_assistance.exceptions import DamagedBackupError
from social_assistance.setup.database_root import RootLogin, run_as_root

PROGRAM = "mariadb-binlog"
MOST_WORDS = 500
TOLERANT, STRICT = "IDEMPOTENT", "STRICT"


@contextmanager
def _tolerating_repeats(root: RootLogin) -> Iterator[None]:
	"""Let rows be written that are there already, for the length of a block.

	The framework keeps its error log and its search index in tables without transactions: a dump reads them a moment later than
	its position says. The setting is the whole server's, but only those who play logs look at it.
	"""
	run_as_root(root, f"SET GLOBAL slave_exec_mode = '{TOLERANT}'")
	try:
		yield
	finally:
		run_as_root(root, f"SET GLOBAL slave_exec_mode = '{STRICT}'")


@contextmanager
def open_logs(position: Position, folder: Path, key: str) -> Iterator[list[Path]]:
	"""Clear logs from a position on, gone after the block; DamagedBackupError when one is missing or does not open."""
	copies = binary_logs.list_copies(folder, position)
	with tempfile.TemporaryDirectory(prefix="assist-logs-") as clear:
		yield binary_logs.open_copies(copies, Path(clear), key)


def require_position(backup: BackupSet) -> Position:
	"""Where the backup stands in the binary logs; DamagedBackupError if it tells nothing of it."""
	if not backup.position:
		words = _("The backup {0} knows no place in the binary logs: they were off when it was made.")
		raise DamagedBackupError(words.format(backup.stamp))
	return backup.position


def require_later(backup: BackupSet, until: datetime) -> None:
	"""Refuse a moment from before the backup."""
	if until < backup.made_on:
		words = _("The backup {0} was made after {1}: take an older one.")
		raise DamagedBackupError(words.format(backup.stamp, until))


def play_logs(position: Position, logs: list[Path], database: str, until: datetime, root: RootLogin) -> None:
	"""Change a database as the logs tell, up to a moment of the site's time, which itself is not played."""
	program = shutil.which(PROGRAM) or "mysqlbinlog"
	moment = until.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(ZoneInfo("UTC"))
	words = [program, "--no-defaults", "--disable-log-bin", f"--start-position={position.offset}"]
	words += [f"--stop-datetime={moment:%Y-%m-%d %H:%M:%S}", f"--rewrite-db={position.database}->{database}"]
	# The filter looks at the name before it is replaced.
	words += [f"--database={position.database}", *map(str, logs)]
	environment = {**os.environ, "TZ": "UTC"}
	with tempfile.TemporaryFile() as problems, _tolerating_repeats(root):
		with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=problems, env=environment) as reader:
			assert reader.stdout
			run_as_root(root, reader.stdout, database)
		problems.seek(0)
		said = problems.read().decode(errors="replace")
	if reader.returncode:
		raise DamagedBackupError(_("The binary logs do not read: {0}").format(said[-MOST_WORDS:]))
