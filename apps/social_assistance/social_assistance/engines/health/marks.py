"""When backup, restore drill and verification last ended well: a file in the site's folder.

It tells of this installation, not of its data, so it is in no backup: a restored site does not claim the drills of another.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

import frappe
from frappe.utils import get_datetime, now_datetime

FILE = "assist_operations.json"


class Mark(Enum):
	"""Names as they are stored."""

	BACKUP = "backup"
	DRILL = "drill"
	LOGS = "logs"
	VERIFY = "verify"


@dataclass(frozen=True)
class Marked:
	"""What was done and when it ended."""

	ended_on: datetime
	is_good: bool
	facts: dict[str, Any]


def set_mark(mark: Mark, *, is_good: bool, **facts: Any) -> None:
	"""Remember that something ended now, and how."""
	path = _path()
	entry = {"ended_on": str(now_datetime()), "is_good": is_good, **facts}
	draft = path.with_suffix(".draft")
	draft.touch(mode=0o600)
	draft.write_text(
		json.dumps({**_read(), mark.value: entry}, ensure_ascii=False, indent=1), encoding="utf-8"
	)
	os.replace(draft, path)


def get_mark(mark: Mark) -> Marked | None:
	"""The last time; None if it never was."""
	entry = _read().get(mark.value)
	if not entry:
		return None
	facts = {name: value for name, value in entry.items() if name not in ("ended_on", "is_good")}
	return Marked(get_datetime(entry["ended_on"]), bool(entry["is_good"]), facts)


def _read() -> dict[str, Any]:
	path = _path()
	return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _path() -> Path:
	return Path(frappe.get_site_path(FILE))
