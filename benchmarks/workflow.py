"""Cases through all sixteen steps over HTTP, several people at once, against the production web server.

`make benchmark NAME=workflow ARGS='[--cases N] [--people C] [--households N]'` prints one JSON object. It starts a bench of its own
from the demo snapshot and ends it afterwards; nothing of the running site is touched. Beside every move the same account
saves a plain ToDo of Frappe, so both are measured under the same load. With `--households` the same list, form and moves are
measured once more with so many families, cases and log rows on file. The run fails when a move is lost or doubled, or
when the list reads a whole table.
"""

import argparse
import json
import multiprocessing
import os
import random
import statistics
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar

import frappe
import requests
from _workflow_rows import fill, full_scans, list_plan

from social_assistance.walkthrough.client import DeskClient, RefusedError
from social_assistance.walkthrough.walk import MOVE
from standup import snapshots, testbench
from standup.settings import bench_config

CASE = "Assistance Application"
STEPS = 16
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
			one.village = staff.urban_village_with_staff()
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
		village, today = staff.urban_village_with_staff(), clock.today()
		accounts = {staff.account_for(role, village) for role in staff.ROLES} | {staff.another_clerk(village)}
		for user in sorted(accounts):
			clients(sessions)(url, snapshots.DEMO_SITE, user, bench_config()["demo_password"])
		return sessions, today


def pay_month(url: str, sites: str, sessions: dict, today: date) -> None:
	"""The first month of every new award, as finance officer and approver."""
	from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER
	from social_assistance.walkthrough import month, staff, walk

	with connected(sites):
		village = staff.urban_village_with_staff()
		make = clients(sessions)
		finance, approver = (
			make(url, snapshots.DEMO_SITE, staff.account_for(role, village), "")
			for role in (FINANCE_OFFICER, DISTRICT_APPROVER)
		)
		finance.day = approver.day = today
		start = frappe.db.get_value("Benefit Award", {"application": ("is", "set")}, "max(start_month)")
		month.pay(finance, approver, start, walk.SCHEME)


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


def look(url: str, sites: str, times: int) -> Timings:
	"""List and form of a township clerk, as the desk asks for them."""
	from social_assistance.constants import TOWNSHIP_CLERK
	from social_assistance.walkthrough import staff

	sessions, _today = log_in(url, sites)
	with connected(sites):
		user = staff.account_for(TOWNSHIP_CLERK, staff.urban_village_with_staff())
		client = clients(sessions)(url, snapshots.DEMO_SITE, user, "")
		columns = [f"`tab{CASE}`.`{name}`" for name in ("name", "applicant_name", "scheme", "workflow_state")]
		query = {
			"doctype": CASE,
			"fields": columns,
			"order_by": f"`tab{CASE}`.`modified` desc",
			"page_length": 20,
		}
		for _number in range(times):
			rows = client.measured("list", lambda: client.call("frappe.desk.reportview.get", **query))
			name = rows["values"][0][rows["keys"].index("name")]
			client.measured("form", lambda name=name: client.load(CASE, name))
		return dict(client.timings)


def main() -> int:
	"""Run, print the JSON, and fail when a move was lost or doubled or a list reads a whole table."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--cases", type=int, default=40)
	parser.add_argument("--people", type=int, default=4, help="people working at the same time")
	parser.add_argument(
		"--households", type=int, default=0, help="families on file for the second measurement"
	)
	options = parser.parse_args()
	with testbench.opened("demo") as bench:
		bench.start_servers()
		url, sites = bench.url, str(bench.instance.sites)
		small = {**drive(url, sites, options.cases, options.people, 1), "looks": look(url, sites, 40)}
		large, plan = None, []
		if options.households:
			started = time.perf_counter()
			with connected(sites):
				fill(options.households)
				loading = time.perf_counter() - started
				plan = list_plan()
			large = {
				"loading_seconds": loading,
				**drive(url, sites, options.cases, options.people, 100_001),
				"looks": look(url, sites, 40),
			}
	report = summary(options, small, large, plan)
	sys.stdout.write(json.dumps(report) + "\n")
	return int(bool(report["figures"]["wrong_cases"] or report["figures"].get("full_scans")))


def quantile(values: list[float], share: int) -> float:
	"""A percentile in seconds."""
	return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def figures_of(run: dict[str, Any]) -> dict[str, float]:
	"""Moves per second and percentiles of one measurement, in milliseconds."""
	moves = run["timings"]["move"]
	found: dict[str, float] = {
		"moves": len(moves),
		"moves_per_second": round(len(moves) / run["seconds"], 1),
	}
	found["deadlocks"] = len(run["timings"].pop("deadlock", []))
	for name, values in {**run["timings"], **run["looks"]}.items():
		for share in (50, 95):
			found[f"{name}_p{share}_ms"] = round(1000 * quantile(values, share), 1)
	return found


def summary(
	options: argparse.Namespace, small: dict[str, Any], large: dict[str, Any] | None, plan: list[dict]
) -> dict[str, Any]:
	"""Figures and ratios; every ratio compares two measurements of this very run."""
	first = figures_of(small)
	figures: dict[str, Any] = {"cases": options.cases, "people": options.people, **first}
	figures["wrong_cases"] = small["wrong"] + (large["wrong"] if large else [])
	ratios = {"move_over_todo_save": round(first["move_p95_ms"] / first["todo_save_p95_ms"], 2)}
	if large:
		second = figures_of(large)
		figures |= {f"large_{name}": value for name, value in second.items()}
		figures |= {
			"households": options.households,
			"households_loaded_per_second": round(options.households / large["loading_seconds"]),
			"list_plans": len(plan),
			"full_scans": full_scans(plan),
		}
		for name in ("list", "form", "move"):
			ratios[f"large_over_small_{name}"] = round(second[f"{name}_p50_ms"] / first[f"{name}_p50_ms"], 2)
	return {"name": "workflow", "figures": figures, "ratios": ratios}


if __name__ == "__main__":
	sys.exit(main())
