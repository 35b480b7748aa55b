"""`assist restore-drill`: a backup restored into a site of its own, compared with what was backed up, opened, verified, removed.

The site that people work on is read and never written. The drill's site is in maintenance mode, sends no mail and has no
scheduled work.
"""

import gzip
import json
import os
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
from pathlib import Path
from typing import Any

import frappe
from frappe import _

from social_assistance.engines.backups.backup_sets import BackupSet, require_undamaged
from social_assistance.engines.backups.checksums import read_checksums
from social_assistance.engines.health import marks
from social_assistance.exceptions import DamagedBackupError
from social_assistance.services.privacy import data_key

CONFIG = "site_config.json"
KEY_CONFIG = "backup_encryption_key"
QUIET = {"maintenance_mode": 1, "pause_scheduler": 1, "mute_emails": 1}
# The drill's site has no workers, so work that was under way when the backup was made stands still there.
NOT_OF_THE_DATA = ("RUN-",)
MOST_EXAMPLES = 10
Tell = Callable[[str], None]


@dataclass(frozen=True)
class RootLogin:
	"""Who may create a database."""

	user: str
	password: str


@dataclass(frozen=True)
class Drill:
	"""What came of it; `compared` tables had a checksum in the manifest."""

	backup: str
	tables: int
	compared: int
	different: list[str]
	missing: list[str]
	files: int
	lost_files: list[str]
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


def run_drill(
	backup: BackupSet, root: RootLogin, tell: Tell, keys: Path | None = None, backup_key: str = ""
) -> Drill:
	"""Restore a backup with the keys as they are kept in the safe (the site's own by default), and compare.

	DamagedBackupError before anything is made, when a file is altered or the key does not open it.
	"""
	began = time.monotonic()
	require_undamaged(backup)
	with ExitStack() as stack:
		clear = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="assist-drill-")))
		tell(_("Opening {0} …").format(backup.stamp))
		opened = _open_files(backup, clear, backup_key or _get_backup_key())
		site = stack.enter_context(_drill_site(root, keys))
		tell(_("Restoring into {0} …").format(site))
		_restore(opened, site, root)
		tell(_("Comparing and verifying …"))
		drill = _look(backup, site, began)
	marks.set_mark(marks.Mark.DRILL, is_good=drill.is_good, backup=backup.stamp)
	return drill


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
			_decrypt(source, opened[kind], key)
	_require_whole(opened)
	return opened


def _decrypt(source: Path, target: Path, key: str) -> None:
	"""The key goes by standard input, where no list of processes shows it."""
	words = ["gpg", "--batch", "--quiet", "--homedir", str(target.parent), "--pinentry-mode", "loopback"]
	words += ["--passphrase-fd", "0", "--output", str(target), "--decrypt", str(source)]
	done = subprocess.run(words, input=key, capture_output=True, text=True, check=False)
	if done.returncode:
		frappe.throw(
			_("{0} does not open: another key, or damaged. Nothing was changed.").format(source.name),
			DamagedBackupError,
		)


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
def _drill_site(root: RootLogin, keys: Path | None) -> Iterator[str]:
	"""A site with an empty database and the keys; gone afterwards, whatever happened."""
	name, password = f"_drill_{secrets.token_hex(4)}", secrets.token_hex(16)
	site = f"{name.strip('_').replace('_', '-')}.localhost"
	folder = Path(frappe.local.sites_path) / site
	own = Path(frappe.get_site_path())
	host = "localhost" if frappe.conf.db_host in (None, "", "localhost", "127.0.0.1") else "%"
	config = json.loads((own / CONFIG).read_text(encoding="utf-8"))
	config |= {"db_name": name, "db_password": password, **QUIET}
	try:
		_mariadb(
			root,
			f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;\n"
			f"CREATE USER '{name}'@'{host}' IDENTIFIED BY '{password}';\n"
			f"GRANT ALL PRIVILEGES ON `{name}`.* TO '{name}'@'{host}';\n",
		)
		for part in ("private/files", "private/backups", "public/files", "logs", "locks"):
			(folder / part).mkdir(parents=True, mode=0o700)
		_write_private(folder / CONFIG, json.dumps(config))
		if (source := keys or own / data_key.FILE).exists():
			_write_private(folder / data_key.FILE, source.read_text(encoding="utf-8"))
		yield site
	finally:
		_mariadb(root, f"DROP DATABASE IF EXISTS `{name}`;\nDROP USER IF EXISTS '{name}'@'{host}';\n")
		shutil.rmtree(folder, ignore_errors=True)


def _restore(opened: dict[str, Path], site: str, root: RootLogin) -> None:
	folder = Path(frappe.local.sites_path) / site
	config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
	with gzip.open(opened["database"], "rb") as dump:
		_mariadb(root, dump, config["db_name"])
	for kind, place in (("files", "public"), ("private-files", "private")):
		if kind in opened:
			_unpack(opened[kind], folder / place / "files")


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


def _look(backup: BackupSet, site: str, began: float) -> Drill:
	"""Compare the restored site with the manifest, look for its files, and let it verify itself."""
	own = Path(frappe.get_site_path()).resolve()
	with _connected(site):
		found = read_checksums()
		folder = Path(frappe.get_site_path()).resolve()
		urls = frappe.get_all("File", {"is_folder": 0, "file_url": ("like", "/%files/%")}, pluck="file_url")
		places = {_place(url) for url in urls}
		lost = [place for place in places if (own / place).exists() and not (folder / place).exists()]
		count = sum((folder / place).exists() for place in places)
	expected = [*backup.tables, *backup.changed]
	opened, failed = _verify(site)
	return Drill(
		backup=backup.stamp,
		tables=len(found),
		compared=len(backup.tables),
		different=sorted(
			table for table, checksum in backup.tables.items() if table in found and found[table] != checksum
		),
		missing=sorted(set(expected) - set(found)),
		files=count,
		lost_files=sorted(lost)[:MOST_EXAMPLES],
		failed_checks=failed,
		opened=opened,
		seconds=round(time.monotonic() - began, 1),
	)


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


def _write_private(path: Path, text: str) -> None:
	path.touch(mode=0o600)
	path.write_text(text, encoding="utf-8")


def _mariadb(root: RootLogin, statements: Any, database: str = "") -> None:
	"""Run statements (text, or a file of them) as root, whose password goes by a file that only its owner reads."""
	conf = frappe.conf
	options = {"user": root.user, "password": root.password, "host": conf.db_host or "127.0.0.1"}
	options |= {"port": conf.db_port or 3306, "protocol": "tcp", "default-character-set": "utf8mb4"}
	with tempfile.TemporaryDirectory(prefix="assist-drill-") as folder:
		path = Path(folder) / "client.cnf"
		_write_private(path, "[client]\n" + "\n".join(f"{name} = {value}" for name, value in options.items()))
		words = [shutil.which("mariadb") or "mysql", f"--defaults-file={path}", *filter(None, [database])]
		with subprocess.Popen(
			words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ
		) as process:
			assert process.stdin and process.stderr
			if isinstance(statements, str):
				process.stdin.write(statements.encode())
			else:
				shutil.copyfileobj(statements, process.stdin)
			process.stdin.close()
			error = process.stderr.read().decode(errors="replace")
		if process.returncode:
			frappe.throw(_("MariaDB refused: {0}").format(error[-500:]))
