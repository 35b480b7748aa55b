"""Cases through all sixteen steps over HTTP, several people at once, against the production web server.

`make benchmark NAME=workflow ARGS='[--cases N] [--people C] [--households N]'` prints one JSON object. It starts a bench of its own
from the demo snapshot and ends it afterwards; nothing of the running site is touched. Beside every move the same account
saves a plain ToDo of Frappe, so both are measured under the same load. With `--households` the same lists, forms and moves
are measured once more with so many families, cases and log rows on file, and every statement that they send to the
database is analysed. The run fails when a move is lost or doubled, or when a statement reads a large table from end to end.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, ClassVar

import frappe
import requests
from _workflow_looks import accounts, look_around, look_closer
from _workflow_plans import logged, reads_of
from _workflow_report import summary
from _workflow_rows import fill

from social_assistance.walkthrough.client import DeskClient, RefusedError
from social_assistance.walkthrough.walk import MOVE
from standup import database, snapshots, testbench
from standup.settings import bench_config

CASE = "Assistance Application"
STEPS = 16
LOOKS = 6
# The test bench's database is small; at a million families that would measure the disk. docs/operators.md asks for more.
PRODUCTION_MEMORY = """
	SET GLOBAL innodb_buffer_pool_size = 6 * 1024 * 1024 * 1024;
	SET GLOBAL innodb_log_file_size = 2 * 1024 * 1024 * 1024;
"""
Timings = dict[str, list[float]]


@contextmanager
def connected(sites: str):
	"""The bench's demo site in this process."""
	os.chdir(sites)
	frappe.init(site=snapshots.DEMO_SITE, sites_path=sites)
	frappe.connect()
	try:
		yield
	finally:
		frappe.destroy()


class MeasuredClient(DeskClient):
	"""A desk client that shares logins across processes, measures its moves and saves a ToDo beside each."""

	sessions: ClassVar[dict[str, dict]] = {}
	timings: ClassVar[Timings] = defaultdict(list)

	def __init__(self, base_url: str, site: str, user: str, password: str) -> None:
		if user not in self.sessions:
			super().__init__(base_url, site, user, password)
			self.sessions[user] = {
				"cookies": self.http.cookies.get_dict(),
				"headers": dict(self.http.headers),
			}
		self.base_url, self.user, self.day = base_url, user, None
		self.http = requests.Session()
		self.http.cookies.update(self.sessions[user]["cookies"])
		self.http.headers.update(self.sessions[user]["headers"])
		self.note: dict = {}

	def call(self, method: str, **values: Any) -> Any:
		if method != MOVE:
			return super().call(method, **values)
		answer = self.measured("move", lambda: super(MeasuredClient, self).call(method, **values))
		self.save_note()
		return answer

	def _post(self, path: str, values: dict) -> dict:
		"""A person who reads that the database was busy presses the button again; both times count."""
		while True:
			started = time.perf_counter()
			try:
				return super()._post(path, values)
			except RefusedError as refusal:
				if refusal.kind != "BusyRecordError":
					raise
				self.timings["deadlock"].append(time.perf_counter() - started)

	def measured(self, name: str, work) -> Any:
		started = time.perf_counter()
		answer = work()
		self.timings[name].append(time.perf_counter() - started)
		return answer

	def attempt(self, method: str, **values: Any) -> None:
		"""A call whose statements matter and not its answer: some roles may not make it."""
		with suppress(RefusedError):
			self.call(method, **values)

	def save_note(self) -> None:
		"""A bare save of Frappe's own ToDo by the same account; its first insert is not measured."""
		if not self.note:
			self.note = self.save({"doctype": "ToDo", "description": "1", "allocated_to": self.user})
		wanted = {**self.note, "description": str(time.time())}
		self.note = self.measured("todo_save", lambda: self.save(wanted))


def clients(sessions: dict[str, dict]) -> type[MeasuredClient]:
	"""A class of clients for one process: the logins that are known, and timings of its own."""
	return type("Client", (MeasuredClient,), {"sessions": sessions, "timings": defaultdict(list)})


def begin(url: str, sites: str, sessions: dict, seeds: list[int], today: date) -> tuple[list[dict], Timings]:
	"""Some families from their discovery to the publication of the result; returns what is needed to go on."""
	from social_assistance.walkthrough import case, staff, stages, walk

	with connected(sites):
		walk.DeskClient = clients(sessions)
		done = []
		for seed in seeds:
			one = walk.Walk(url, snapshots.DEMO_SITE, bench_config()["demo_password"], today)
			one.village = staff.find_urban_village_with_staff()
			case.register_family(one, random.Random(seed))
			for stage in stages.STAGES[:-2]:
				stage(one)
			done.append({"case": one.case, "village": one.village, "people": one.people})
		return done, dict(walk.DeskClient.timings)


def finish(url: str, sites: str, sessions: dict, begun: list[dict], today: date) -> Timings:
	"""The same families from their first payment to the archive."""
	from social_assistance.constants import FINANCE_OFFICER
	from social_assistance.walkthrough import stages, walk

	with connected(sites):
		walk.DeskClient = clients(sessions)
		for row in begun:
			one = walk.Walk(url, snapshots.DEMO_SITE, bench_config()["demo_password"], today, **row)
			one.move(one.as_role(FINANCE_OFFICER, today))
			stages.STAGES[-1](one)
		return dict(walk.DeskClient.timings)


def drive(url: str, sites: str, cases: int, people: int, first_seed: int) -> dict[str, Any]:
	"""All cases through all steps; the month is paid once for all of them."""
	sessions, today = log_in(url, sites)
	shares = [list(range(first_seed + number, first_seed + cases, people)) for number in range(people)]
	with multiprocessing.get_context("spawn").Pool(people) as pool:
		started = time.perf_counter()
		parts = pool.starmap(begin, [(url, sites, sessions, share, today) for share in shares])
		seconds = time.perf_counter() - started
		pay_month(url, sites, sessions, today)
		started = time.perf_counter()
		ends = pool.starmap(finish, [(url, sites, sessions, rows, today) for rows, _t in parts])
		seconds += time.perf_counter() - started
	names = [row["case"] for rows, _timings in parts for row in rows]
	timings: Timings = defaultdict(list)
	for part in (*(timing for _rows, timing in parts), *ends):
		for name, values in part.items():
			timings[name] += values
	return {"cases": names, "seconds": seconds, "timings": timings, "wrong": wrong_cases(sites, names)}


def log_in(url: str, sites: str) -> tuple[dict[str, dict], date]:
	"""One session per account that a walkthrough uses, shared by all processes."""
	from social_assistance.services import clock
	from social_assistance.walkthrough import staff

	with connected(sites):
		sessions: dict[str, dict] = {}
		village, today = staff.find_urban_village_with_staff(), clock.today()
		accounts = {staff.find_account(role, village) for role in staff.ROLES} | {
			staff.find_another_clerk(village)
		}
		for user in sorted(accounts):
			clients(sessions)(url, snapshots.DEMO_SITE, user, bench_config()["demo_password"])
		return sessions, today


def pay_month(url: str, sites: str, sessions: dict, today: date) -> None:
	"""The first month of the township's new awards, as finance officer and approver."""
	from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER
	from social_assistance.services.registry.divisions import get_township
	from social_assistance.walkthrough import month, staff, walk

	with connected(sites):
		village = staff.find_urban_village_with_staff()
		make = clients(sessions)
		finance, approver = (
			make(url, snapshots.DEMO_SITE, staff.find_account(role, village), "")
			for role in (FINANCE_OFFICER, DISTRICT_APPROVER)
		)
		finance.day = approver.day = today
		start = frappe.db.get_value("Benefit Award", {"application": ("is", "set")}, "max(start_month)")
		month.pay_run(finance, approver, start, walk.SCHEME, get_township(village))


def wrong_cases(sites: str, names: list[str]) -> list[str]:
	"""Cases that are not archived with each of the sixteen steps done exactly once."""
	with connected(sites):
		rows = frappe.get_all(
			"Application Step",
			filters={"application": ("in", names), "done_on": ("is", "set")},
			fields=["application", "step_code"],
		)
		done = defaultdict(list)
		for row in rows:
			done[row.application].append(row.step_code)
		closed = set(
			frappe.get_all(CASE, filters={"name": ("in", names), "case_status": "Closed"}, pluck="name")
		)
		return [
			name
			for name in names
			if name not in closed or len(done[name]) != STEPS or len(set(done[name])) != STEPS
		]


def look(url: str, sites: str, times: int, *, closer: bool = False) -> Timings:
	"""Lists and forms of each role, as the desk asks for them; closer: cards, connections and searches too."""
	from social_assistance.walkthrough import staff

	sessions, today = log_in(url, sites)
	with connected(sites):
		found: Timings = defaultdict(list)
		for role, user in accounts(staff.find_urban_village_with_staff()).items():
			client = clients(sessions)(url, snapshots.DEMO_SITE, user, bench_config()["demo_password"])
			for _number in range(times):
				look_around(client, role, today)
			if closer:
				look_closer(client)
			for name, values in client.timings.items():
				found[name] += values
				if not name.startswith("control_"):
					found[name.split("_")[0]] += values
		return dict(found)


def main() -> int:
	"""Run, print the JSON, and fail when a move was lost or doubled or a large table was read whole."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--cases", type=int, default=40)
	parser.add_argument("--people", type=int, default=4, help="people working at the same time")
	parser.add_argument(
		"--households", type=int, default=0, help="families on file for the second measurement"
	)
	options = parser.parse_args()
	with testbench.opened("demo") as bench:
		database.execute(bench.instance, PRODUCTION_MEMORY)
		bench.start_servers()
		url, sites = bench.url, str(bench.instance.sites)
		small = measured(url, sites, options, 1)
		large, reads = None, []
		if options.households:
			seconds = load(sites, options.households, small["cases"][0])
			large = {"loading_seconds": seconds, **measured(url, sites, options, 100_001)}
			reads = watched(bench)
	report = summary(vars(options), small, large, reads)
	sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
	return int(bool(report["figures"]["wrong_cases"] or report["figures"].get("full_scans")))


def measured(url: str, sites: str, options: argparse.Namespace, first_seed: int) -> dict[str, Any]:
	"""Moves of all cases, and looks at lists and forms."""
	return {
		**drive(url, sites, options.cases, options.people, first_seed),
		"looks": look(url, sites, LOOKS),
	}


def load(sites: str, households: int, case: str) -> float:
	"""Fill the site with copies of a finished case's family; returns seconds."""
	started = time.perf_counter()
	with connected(sites):
		fill(households, case)
	return time.perf_counter() - started


def watched(bench: testbench.TestBench) -> list[dict[str, Any]]:
	"""What the statements of one more case, of all lists, forms, cards and searches read of large tables."""
	sites = str(bench.instance.sites)
	with logged(bench.instance) as statements:
		look(bench.url, sites, 1, closer=True)
		drive(bench.url, sites, 1, 1, 200_001)
	with connected(sites):
		return reads_of(statements)


if __name__ == "__main__":
	sys.exit(main())
