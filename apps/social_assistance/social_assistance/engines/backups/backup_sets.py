"""The files of one backup and their manifest: names, SHA-256 and the checksums of the tables that did not change meanwhile.

The manifest holds no personal data and no key, so it is not encrypted; by it a damaged backup is known before anything is
dropped for it, and a restored one compared with what was backed up.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import frappe
from frappe import _

from social_assistance.engines.backups.binary_logs import Position
from social_assistance.exceptions import DamagedBackupError

MANIFEST = "-manifest.json"
STAMP_FORMAT, STAMP_LENGTH = "%Y%m%d_%H%M%S", 15
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class BackupSet:
	"""One backup, by its manifest."""

	manifest: Path
	files: Mapping[str, str]
	tables: Mapping[str, int]
	changed: tuple[str, ...]
	# None: the server wrote no binary logs, or the site's account may not read them.
	position: Position | None = None

	@property
	def stamp(self) -> str:
		"""By which its files are known."""
		return self.manifest.name[:STAMP_LENGTH]

	@property
	def made_on(self) -> datetime:
		"""In the site's time."""
		return datetime.strptime(self.stamp, STAMP_FORMAT)  # noqa: DTZ007 - the site's own time, as in its records

	@property
	def paths(self) -> list[Path]:
		"""All files, the manifest among them."""
		return [*(self.manifest.with_name(name) for name in self.files), self.manifest]

	def get_path(self, ending: str) -> Path | None:
		"""The file of one kind: `database`, `private-files`, `files`."""
		kinds = {name.split("-", 2)[2].split(".")[0].removesuffix("-enc"): name for name in self.files}
		return self.manifest.with_name(kinds[ending]) if ending in kinds else None


def write_manifest(
	files: list[Path],
	before: Mapping[str, int],
	after: Mapping[str, int],
	position: Position | None = None,
) -> Path:
	"""Write what was backed up; tables that changed between the two looks are named without a checksum."""
	same = {table: checksum for table, checksum in after.items() if before.get(table) == checksum}
	found = {
		"site": frappe.local.site,
		"files": {path.name: compute_digest(path) for path in files},
		"tables": same,
		"changed": sorted(set(after) - set(same)),
		"position": position.as_dict() if position else None,
	}
	path = files[0].with_name(
		files[0].name[:STAMP_LENGTH] + f"-{frappe.local.site.replace('.', '_')}" + MANIFEST
	)
	path.touch(mode=0o600)
	path.write_text(json.dumps(found, indent=1, sort_keys=True), encoding="utf-8")
	return path


def list_sets(folder: Path) -> list[BackupSet]:
	"""All backups of this site in a folder, the oldest first."""
	ending = f"-{frappe.local.site.replace('.', '_')}{MANIFEST}"
	return [read_set(path) for path in sorted(folder.glob(f"*{ending}"))]


def read_set(manifest: Path) -> BackupSet:
	"""One backup by its manifest; DamagedBackupError if the manifest is none."""
	try:
		found = json.loads(manifest.read_text(encoding="utf-8"))
		place = found.get("position")
		position = Position(**place) if place else None
		return BackupSet(manifest, found["files"], found["tables"], tuple(found["changed"]), position)
	except (ValueError, KeyError, TypeError) as error:
		message = _("{0} is no manifest of a backup. Nothing was changed.").format(manifest.name)
		raise DamagedBackupError(message) from error


def require_undamaged(backup: BackupSet) -> None:
	"""Refuse a backup of which a file is missing or is not what was written."""
	if wrong := list(_list_damaged(backup)):
		frappe.throw(
			_("Missing or damaged: {0}. Nothing was changed.").format(", ".join(wrong)), DamagedBackupError
		)


def compute_digest(path: Path) -> str:
	"""SHA-256 of a file."""
	total = hashlib.sha256()
	with path.open("rb") as file:
		while chunk := file.read(CHUNK_BYTES):
			total.update(chunk)
	return total.hexdigest()


def _list_damaged(backup: BackupSet) -> Iterator[str]:
	for name, digest in backup.files.items():
		path = backup.manifest.with_name(name)
		if not path.exists() or compute_digest(path) != digest:
			yield name
