"""A district's whole register in one import run, with clerks at work beside it.

`python benchmarks/registry_import.py [--persons N] [--sample N]` prints one JSON object. It opens a bench of its own (database,
Redis, web server and worker from the test snapshot) that is thrown away afterwards. The run is staged and merged by the
background worker; meanwhile a township clerk's list of persons is asked for over HTTP again and again.

- `ratios.engine_over_orm`: persons a second of staging and merging, over those of `frappe.get_doc().insert()` on a sample;
- `ratios.list_during_over_idle`: median time of the clerk's list during the run over that before it;
- `ratios.second_over_first`: the same file merged once more, which must change nothing.
"""

import argparse
import csv
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import _own_bench
import frappe
import requests

from standup import snapshots, testbench
from standup.settings import bench_config

RUN, PERSON, DISTRICT = "Registry Import Run", "Registry Person", "419802000000"
MEMBERSHIP = "Household Membership"
CLERK = "clerk.hedong@social.localhost"
HEADINGS = (
	"户编号",
	"姓名",
	"身份证号",
	"与户主关系",
	"村居代码",
	"联系电话",
	"银行账号",
	"婚姻状况",
	"住址",
)
HOUSEHOLD_SIZE = 3
FIRST_BIRTHDAY, DAYS = date(1950, 1, 1), 25_000
IDLE_LOOKS, PAUSE, PATIENCE = 40, 0.25, 4 * 3600


@contextmanager
def site() -> Iterator[testbench.TestBench]:
	"""A fresh demo site with its servers, connected as its administrator."""
	with _own_bench.opened() as bench:
		bench.start_servers()
		os.chdir(bench.instance.sites)
		frappe.init(site=snapshots.DEMO_SITE)
		frappe.connect()
		try:
			yield bench
		finally:
			frappe.destroy()


def people(count: int) -> Iterator[list[str]]:
	"""Rows of households of three in all villages of the district, every ID number once."""
	from social_assistance.domain.registry.identifiers import citizen_id_check_character
	from social_assistance.walkthrough.family import build_card_number

	of_district = {"division_level": "Village", "name": ("like", f"{DISTRICT[:6]}%")}
	villages = frappe.get_all("Administrative Division", of_district, pluck="name")
	dice = random.Random(3)
	relations = ("户主", "配偶", "子")
	for number in range(count):
		place, rest = divmod(number, DAYS * 998)
		day, order = divmod(rest, 998)
		# Region codes of invented counties keep the numbers apart from those of the demo district.
		first = f"{499001 + place}{FIRST_BIRTHDAY + timedelta(days=(day * 7919 + order) % DAYS):%Y%m%d}{order + 1:03d}"
		role = number % HOUSEHOLD_SIZE
		yield [
			f"B{number // HOUSEHOLD_SIZE:07d}",
			dice.choice("王李张刘陈杨赵黄周吴")
			+ dice.choice("伟芳娜敏静磊洋艳勇军")
			+ dice.choice("华明玉兰英"),
			first + citizen_id_check_character(first),
			relations[role],
			villages[(number // HOUSEHOLD_SIZE) % len(villages)],
			"" if role else f"138{number % 100_000_000:08d}",
			"" if role else build_card_number(dice),
			"已婚" if role < 2 else "未婚",
			f"幸福路{number // HOUSEHOLD_SIZE}号",
		]


def new_run(count: int) -> tuple[str, int]:
	"""An import run with a file of so many people, and the file's size in bytes."""
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "register.csv", "is_private": 1, "content": ",".join(HEADINGS)}
	).insert()
	path = Path(file.get_full_path())
	# Written in place: a million rows would not pass through the upload in one piece here.
	with path.open("w", encoding="utf-8", newline="") as stream:
		writer = csv.writer(stream)
		writer.writerow(HEADINGS)
		writer.writerows(people(count))
	run = frappe.get_doc(
		{"doctype": RUN, "run_title": "Benchmark", "division": DISTRICT, "source_file": file.file_url}
	).insert()
	frappe.db.commit()
	return run.name, path.stat().st_size


def clerk(url: str) -> Callable[[], float]:
	"""Milliseconds of one look at the list of persons, as a township clerk over HTTP."""
	session = requests.Session()
	# Frappe's own name would be resolved by the address; the test bench answers for its demo site.
	account = {"usr": CLERK, "pwd": bench_config()["demo_password"]}
	session.post(f"{url}/api/method/login", data=account, timeout=60).raise_for_status()
	query = {"fields": json.dumps(["name", "person_name", "division"]), "limit_page_length": 20}

	def look() -> float:
		started = time.perf_counter()
		session.get(f"{url}/api/resource/{PERSON}", params=query, timeout=300).raise_for_status()
		return (time.perf_counter() - started) * 1000

	return look


def phase(
	run: str, action: Callable[[str], None], done: str, look: Callable[[], float]
) -> tuple[float, list[float]]:
	"""Seconds until the worker is through, and the clerk's times meanwhile."""
	started, looks = time.perf_counter(), []
	action(run)
	frappe.db.commit()
	while time.perf_counter() - started < PATIENCE:
		looks.append(look())
		frappe.db.rollback()
		state, failure, progress = frappe.db.get_value(RUN, run, ["run_status", "failure", "progress"])
		sys.stderr.write(f"\r{done}: {progress or 0:.0f} % ")
		if failure:
			last = frappe.get_all(
				"Error Log", fields=["error"], order_by="creation desc", limit=1, pluck="error"
			)
			raise SystemExit("\n".join([failure, *last]))
		if state == done:
			return time.perf_counter() - started, looks
		time.sleep(PAUSE)
	raise SystemExit("The worker did not finish.")


def orm_rate(sample: int) -> float:
	"""People a second through their controller."""
	rows = list(_strangers(sample))
	started = time.perf_counter()
	for name, number, village in rows:
		values = {"person_name": name, "id_number": number, "division": village}
		frappe.get_doc({"doctype": PERSON, **values, "residence_division": village}).insert()
	seconds = time.perf_counter() - started
	frappe.db.rollback()
	return sample / seconds


def _strangers(count: int) -> Iterator[tuple[str, str, str]]:
	"""Name, ID number and village of people of a county that the file does not use."""
	from social_assistance.domain.registry.identifiers import citizen_id_check_character

	for row in people(count):
		first = f"498001{row[2][6:17]}"
		yield row[1], first + citizen_id_check_character(first), row[4]


def main() -> int:
	"""Run, print the JSON, and fail when people are lost or doubled."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--persons", type=int, default=1_000_000)
	parser.add_argument("--sample", type=int, default=300)
	options = parser.parse_args()
	with site() as bench:
		from social_assistance.engines.registry import import_run

		look = clerk(bench.url)
		before, members = frappe.db.count(PERSON), frappe.db.count(MEMBERSHIP)
		idle = [look() for _number in range(IDLE_LOOKS)]
		rate = orm_rate(options.sample)
		run, size = new_run(options.persons)
		staged, looks = phase(run, import_run.start_staging, "Staged", look)
		merged, more = phase(run, import_run.start_merge, "Merged", look)
		again, _looks = phase(run, import_run.start_merge, "Merged", look)
		frappe.db.rollback()
		added = frappe.db.count(PERSON) - before
		joined = frappe.db.count(MEMBERSHIP) - members
		errors = frappe.db.get_value(RUN, run, "error_count")
	engine = options.persons / (staged + merged)
	report = {
		"name": "registry_import",
		"figures": {
			"persons": options.persons,
			"added": added,
			"in_households": joined,
			"errors": errors,
			"file_bytes": size,
			"staged_per_second": round(options.persons / staged),
			"merged_per_second": round(options.persons / merged),
			"seconds": round(staged + merged, 1),
			"orm_per_second": round(rate, 1),
			"list_idle_ms": round(statistics.median(idle), 1),
			"list_during_ms": round(statistics.median(looks + more), 1),
			"list_during_worst_ms": round(max(looks + more), 1),
		},
		"ratios": {
			"engine_over_orm": round(engine / rate, 1),
			"list_during_over_idle": round(statistics.median(looks + more) / statistics.median(idle), 2),
			"second_over_first": round(again / merged, 2),
		},
	}
	sys.stdout.write("\n" + json.dumps(report) + "\n")
	return int(added != options.persons or joined != options.persons)


if __name__ == "__main__":
	sys.exit(main())
