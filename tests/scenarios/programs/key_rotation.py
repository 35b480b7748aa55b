"""A change of the master key in a process of its own that kills itself (SIGKILL); for test_key_rotation.

`python tests/scenarios/programs/key_rotation.py SITES SITE WHEN`: begins or goes on, and dies before its n-th commit, or at
one of the moments `begun`, `switching`, `switched`, `retired`. With `never` it comes to its end.
"""

import os
import signal
import sys
from typing import Any
from unittest.mock import patch

import frappe

# Small enough for the people of the demo district to take many batches.
ROWS_AT_ONCE = 100


def die(*_arguments: Any) -> None:
	os.kill(os.getpid(), signal.SIGKILL)


def die_at(when: str) -> Any:
	"""What ends the process at that moment, as a patch."""
	from social_assistance.engines import base
	from social_assistance.engines.privacy import digest_switch
	from social_assistance.services.privacy import data_key

	if when.isdigit():
		return patch.object(base, "commit_batch", counted(base.commit_batch, int(when)))
	if when in ("begun", "retired"):
		return patch.object(data_key, "write_keys", followed(data_key.write_keys, when == "begun"))
	# Everything is changed and nothing committed; or committed, and the lines of old months wait.
	function = "set_digesting_key" if when == "switching" else "switch_old_lines"
	return patch.object(digest_switch, function, die if when != "never" else getattr(digest_switch, function))


def counted(commit: Any, last: int) -> Any:
	calls = []

	def interrupted() -> None:
		calls.append(1)
		if len(calls) == last:
			die()
		commit()

	return interrupted


def followed(write: Any, is_begin: bool) -> Any:
	"""Die when the file was written, before the database knows: of the two times, the one where keys are added or taken away."""

	def interrupted(stored: Any) -> None:
		write(stored)
		if (len(stored.keys) > 1) is is_begin:
			die()

	return interrupted


if __name__ == "__main__":
	from social_assistance.engines.privacy import key_rotation, resealing

	folder, site, moment = sys.argv[1:4]
	os.chdir(folder)
	frappe.init(site=site)
	frappe.connect()
	resealing.BATCH = ROWS_AT_ONCE
	with die_at(moment):
		key_rotation.rotate_key(lambda _text: None)
	frappe.destroy()
