"""`assist restore-drill`: a backup restored into a site of its own, compared with what was backed up, opened, verified, removed.

The site that people work on is read and never written. The drill's site is in maintenance mode, sends no mail and has no
scheduled work. With a moment, the binary logs are played into it up to that moment; it can be kept, to take over from it.
"""

import gzip
import json
import secrets
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import frappe
from frappe import _

from social_assistance.engines.backups.backup_sets import BackupSet, require_undamaged
from social_assistance.engines.backups.binary_logs import COPIES
from social_assistance.engines.backups.checksums import read_checksums
from social_assistance.engines.backups.encryption import decrypt_file
from social_assistance.engines.health import marks
from social_assistance.exceptions import DamagedBackupError
from social_assistance.services.privacy import data_key
from social_assistance.setup.database_root import RootLogin, run_as_root, write_private
from social_assistance.setup.log_replay import open_logs, play_logs, require_later, require_position

CONFIG = "site_config.json"
KEY_CONFIG = "backup_encryption_key"
QUIET = {"maintenance_mode": 1, "pause_scheduler": 1, "mute_emails": 1}
# The drill's site has no workers, so work that was under way when the backup was made stands still there.
NOT_OF_THE_DATA = ("RUN-",)
MOST_EXAMPLES = 10
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Wish:
	"""How to restore: the safe's keys (the site's own by default), the key of the backup, up to which moment, and whether the site stays.

	`until` is a moment of the site's time, None for that of the backup; `logs` is the folder of the logs' copies.
	"""

	keys: Path | None = None
	backup_key: str = ""
	until: datetime | None = None
	logs: Path | None = None
	keep: bool = False


@dataclass(frozen=True)
class Drill:
	"""What came of it; `compared` tables had a checksum in the manifest, which says nothing of what logs changed later.

	`files_after` were attached between the backup and the moment: their records are there, they themselves are in the next backup.
	"""

	backup: str
	site: str
	until: str
	tables: int
	compared: int
	different: list[str]
	missing: list[str]
	files: int
	lost_files: list[str]
	files_after: int
	failed_checks: list[str]
	opened: bool
	seconds: float

	@property
	def is_good(self) -> bool:
		"""Everything came back, opens and agrees."""
		return self.opened and not (self.different or self.missing or self.lost_files or self.failed_checks)

	def as_dict(self) -> dict[str, Any]:
		"""For printing as JSON."""
		return {**asdict(self), "is_good": self.is_good}


def run_drill(backup: BackupSet, root: RootLogin, tell: Tell, wish: Wish | None = None) -> Drill:
	"""Restore a backup as wished, and compare.

	DamagedBackupError before anything is made, when a file is altered, a log is missing, or the key does not open them.
	"""
	wish, began = wish or Wish(), time.monotonic()
	require_undamaged(backup)
	key = wish.backup_key or _get_backup_key()
	with ExitStack() as stack:
		clear = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="assist-drill-")))
		tell(_("Opening {0} …").format(backup.stamp))
		opened = _open_files(backup, clear, key)
		logs = stack.enter_context(_open_logs(backup, wish, key))
		site = stack.enter_context(_drill_site(root, wish))
		tell(_("Restoring into {0} …").format(site))
		_restore(opened, site, root)
		if wish.until:
			tell(_("Playing {0} binary logs up to {1} …").format(len(logs), wish.until))
			play_logs(require_position(backup), logs, _get_database(site), wish.until, root)
		tell(_("Comparing and verifying …"))
		drill = _look(backup, site, wish, began)
	marks.set_mark(marks.Mark.DRILL, is_good=drill.is_good, backup=backup.stamp)
	return drill


@contextmanager
def _open_logs(backup: BackupSet, wish: Wish, key: str) -> Iterator[list[Path]]:
	"""The binary logs that are wanted; none without a moment."""
	if not wish.until:
		yield []
		return
	require_later(backup, wish.until)
	with open_logs(require_position(backup), wish.logs or backup.manifest.parent / COPIES, key) as logs:
		yield logs


def _get_backup_key() -> str:
	key = str(frappe.conf.get(KEY_CONFIG) or "")
	if not key:
		frappe.throw(_("The key of the backups is missing: give it with --backup-key."), DamagedBackupError)
	return key


def _open_files(backup: BackupSet, folder: Path, key: str) -> dict[str, Path]:
	"""Decrypted copies by kind; the backup itself is left as it is."""
	opened = {}
	for kind in ("database", "files", "private-files"):
		source = backup.get_path(kind)
		if source:
			opened[kind] = folder / kind
			decrypt_file(source, opened[kind], key)
	_require_whole(opened)
	return opened


def _require_whole(opened: dict[str, Path]) -> None:
	"""Read each file to its end."""
	try:
		with gzip.open(opened["database"], "rb") as dump:
			while tail := dump.read(2**20):
				last = tail
		is_whole = b"Dump completed" in last[-200:]
		for kind in set(opened) - {"database"}:
			with tarfile.open(opened[kind]) as archive:
				archive.getmembers()
	except (OSError, EOFError, tarfile.TarError, KeyError):
		is_whole = False
	if not is_whole:
		frappe.throw(_("The backup ends too early. Nothing was changed."), DamagedBackupError)


@contextmanager
def _drill_site(root: RootLogin, wish: Wish) -> Iterator[str]:
	"""A site with an empty database and the keys; gone afterwards, unless it was wished for and the block came to its end."""
	name, password = f"_drill_{secrets.token_hex(4)}", secrets.token_hex(16)
	site = f"{name.strip('_').replace('_', '-')}.localhost"
	folder = Path(frappe.local.sites_path) / site
	own = Path(frappe.get_site_path())
	host = "localhost" if frappe.conf.db_host in (None, "", "localhost", "127.0.0.1") else "%"
	config = json.loads((own / CONFIG).read_text(encoding="utf-8"))
	config |= {"db_name": name, "db_password": password, **QUIET}
	is_kept = False
	try:
		run_as_root(
			root,
			f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;\n"
			f"CREATE USER '{name}'@'{host}' IDENTIFIED BY '{password}';\n"
			f"GRANT ALL PRIVILEGES ON `{name}`.* TO '{name}'@'{host}';\n",
		)
		for part in ("private/files", "private/backups", "public/files", "logs", "locks"):
			(folder / part).mkdir(parents=True, mode=0o700)
		write_private(folder / CONFIG, json.dumps(config))
		if (source := wish.keys or own / data_key.FILE).exists():
			write_private(folder / data_key.FILE, source.read_text(encoding="utf-8"))
		yield site
		is_kept = wish.keep
	finally:
		if not is_kept:
			run_as_root(root, f"DROP DATABASE IF EXISTS `{name}`;\nDROP USER IF EXISTS '{name}'@'{host}';\n")
			shutil.rmtree(folder, ignore_errors=True)


def _restore(opened: dict[str, Path], site: str, root: RootLogin) -> None:
	folder = Path(frappe.local.sites_path) / site
	with gzip.open(opened["database"], "rb") as dump:
		run_as_root(root, dump, _get_database(site))
	for kind, place in (("files", "public"), ("private-files", "private")):
		if kind in opened:
			_unpack(opened[kind], folder / place / "files")


def _get_database(site: str) -> str:
	path = Path(frappe.local.sites_path) / site / CONFIG
	return str(json.loads(path.read_text(encoding="utf-8"))["db_name"])


def _unpack(archive: Path, target: Path) -> None:
	"""The archive names files as ./<site>/<public or private>/files/…; below the last they lie in the target."""
	with tarfile.open(archive) as tar:
		for member in tar.getmembers():
			_head, found, path = member.name.partition("/files/")
			if member.isfile() and found:
				place = (target / path).resolve()
				if not place.is_relative_to(target.resolve()):
					frappe.throw(_("The backup ends too early. Nothing was changed."), DamagedBackupError)
				place.parent.mkdir(parents=True, exist_ok=True)
				source = tar.extractfile(member)
				assert source
				with source, place.open("wb") as file:
					shutil.copyfileobj(source, file)


def _look(backup: BackupSet, site: str, wish: Wish, began: float) -> Drill:
	"""Compare the restored site with the manifest, look for its files, and let it verify itself."""
	with _connected(site):
		found = read_checksums()
		folder = Path(frappe.get_site_path()).resolve()
		places = _list_places({})
		later = _list_places({"creation": (">", backup.made_on)}) if wish.until else set()
	own = Path(frappe.get_site_path()).resolve()
	absent = {place for place in places if not (folder / place).exists()}
	lost = [place for place in absent - later if (own / place).exists()]
	# A table that the logs changed has another checksum than in the backup, as it should.
	compared = {} if wish.until else backup.tables
	opened, failed = _verify(site)
	return Drill(
		backup=backup.stamp,
		site=site if wish.keep else "",
		until=str(wish.until or ""),
		tables=len(found),
		compared=len(compared),
		different=sorted(
			table for table, checksum in compared.items() if table in found and found[table] != checksum
		),
		missing=sorted({*backup.tables, *backup.changed} - set(found)),
		files=len(places - absent),
		lost_files=sorted(lost)[:MOST_EXAMPLES],
		files_after=len(absent & later),
		failed_checks=failed,
		opened=opened,
		seconds=round(time.monotonic() - began, 1),
	)


def _list_places(filters: dict[str, Any]) -> set[str]:
	"""Paths of the connected site's files, as its records name them, below its folder."""
	wanted = {"is_folder": 0, "file_url": ("like", "/%files/%"), **filters}
	return {_place(url) for url in frappe.get_all("File", wanted, pluck="file_url")}


def _place(url: str) -> str:
	"""Path of a file below the site's folder."""
	return url.lstrip("/") if url.startswith("/private/") else f"public{url}"


def _verify(site: str) -> tuple[bool, list[str]]:
	"""Whether the keys open what they sealed, and the other checks that fail, by a process of its own."""
	words = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", site]
	done = subprocess.run(
		[*words, "assist", "verify", "--json"],
		cwd=frappe.local.sites_path,
		capture_output=True,
		text=True,
		check=False,
	)
	try:
		checks = json.loads(done.stdout[done.stdout.index("[") :])
	except ValueError:
		return False, [done.stderr[-300:]]
	failed = [check["code"] for check in checks if not check["ok"]]
	opened = not any(code.startswith("KEY-") for code in failed)
	return opened, sorted({code for code in failed if not code.startswith(NOT_OF_THE_DATA)})


@contextmanager
def _connected(site: str) -> Iterator[None]:
	"""Work on another site for the length of a block."""
	before, sites, lang = frappe.local.site, frappe.local.sites_path, frappe.local.lang
	try:
		_connect(site, sites, lang)
		yield
	finally:
		_connect(before, sites, lang)


def _connect(site: str, sites: str, lang: str) -> None:
	frappe.destroy()
	frappe.init(site=site, sites_path=sites)
	frappe.connect()
	frappe.local.lang = lang
