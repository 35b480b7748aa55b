"""Families for tests that share one site: each walk is its own, each new case is of a family that has none.

Test files run in any order beside each other, so none may count on the first family of a list being untouched.
"""

import json
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from .bench import BenchSite
from .http import Person

CASE = "Assistance Application"
HOME = "Registry Household"
_walked: Counter[str] = Counter()


def walked_family(bench_site: BenchSite, test_file: str, stages: int | None = None) -> dict[str, Any]:
	"""A new family taken through the procedure by its officers: what `assist case --json` tells of it.

	The family is drawn from a seed of the test file, so that it is the same in each run and no other file's.
	"""
	path = Path(test_file).stem
	_walked[path] += 1
	seed = zlib.crc32(f"{path} {_walked[path]}".encode())
	options = ["--seed", str(seed), "--url", bench_site.url, "--json"]
	if stages is not None:
		options += ["--stages", str(stages)]
	done = bench_site.command("assist", "case", *options)
	assert done.returncode == 0, done.stdout + done.stderr
	return dict(json.loads(done.stdout[done.stdout.index("{") :]))


def family_without_case(person: Person) -> dict[str, Any]:
	"""Name, division and head of an active family of the person's area that has never applied."""
	homes = person.call(
		"frappe.client.get_list",
		doctype=HOME,
		fields=["name", "division", "head_person"],
		filters={"household_status": "Active"},
		limit_page_length=0,
	)
	applied = person.call("frappe.client.get_list", doctype=CASE, fields=["household"], limit_page_length=0)
	known = {case["household"] for case in applied}
	return next(dict(home) for home in homes if home["name"] not in known)
