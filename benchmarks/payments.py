"""A month's payment run, all of it, beside one raw INSERT … SELECT of the same lines, in one run on one machine.

`python benchmarks/payments.py [--households N] [--sample N] [--site SITE] [--sites FOLDER]` prints one JSON object.
All of it means: compute and compare with last month, approve, write the lines, book the fund ledger, write the bank files
with their control totals. The awards belong to an invented district that is deleted afterwards. Without `--site` it opens a
bench of its own with a server's memory. `--statements` adds what each statement of the largest size took.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import _own_bench
import _payments_population as population
import frappe
from _statements import Stopwatch

from standup import snapshots

ROOT = Path(__file__).resolve().parents[1]
WARM_UP = 500
STEPS = (10_000, 100_000)
MEGABYTE = 1024
LINE = "Payment Line"


@contextmanager
def connected(options: argparse.Namespace) -> Iterator[None]:
	"""The wanted site, cleaned up whatever happens, or one of a fresh bench that is thrown away."""
	if not options.site:
		with _own_bench.opened() as bench, session(bench.instance.sites, snapshots.DEMO_SITE):
			yield
		return
	with session(options.sites, options.site):
		population.require_playground()
		counters = population.series()
		try:
			yield
		finally:
			frappe.db.rollback()
			population.clear()
			population.restore_series(counters)


@contextmanager
def session(sites: Path, site: str) -> Iterator[None]:
	"""A connection as the site's administrator."""
	os.chdir(sites)
	frappe.init(site=site)
	frappe.connect()
	try:
		yield
	finally:
		frappe.destroy()


def timed(work: Callable[[], Any]) -> float:
	"""Seconds that a call takes."""
	started = time.perf_counter()
	work()
	return time.perf_counter() - started


def full_run(watch: Stopwatch, compare: Callable[[str], Any]) -> dict[str, Any]:
	"""Seconds of every stage of a month's run, and its name; `compare` is called once its lines are there, and at the end.

	Twice, because a machine is not as fast at one moment as at another.
	"""
	from social_assistance.engines.payments import bank_files, monthly_run
	from social_assistance.services.payments import runs

	run = runs.create_payment_run(population.MONTH, population.SCHEME, population.DISTRICT)
	stages: dict[str, Callable[[str], Any]] = {
		"preview": monthly_run.compute_preview,
		"execute": monthly_run.execute_payment_run,
		"finance_list": agree_on_list,
		"bank_files": bank_files.write_missing_files,
	}
	seconds, compared = {}, []
	for watch.stage, work in stages.items():
		population.settle()
		with watch.running():
			seconds[watch.stage] = timed(partial(work, run))
		if watch.stage == "preview":
			agree(run)
		if watch.stage in ("execute", "bank_files"):
			compared.append(compare(run))
	return {"run": run, "seconds": seconds, "total": sum(seconds.values()), "compared": compared}


def agree(run: str) -> None:
	"""What the second person does, without the two accounts that a benchmark has no use for."""
	from social_assistance.services.payments import runs

	printed = frappe.db.get_value("Payment Run", run, "preview_print")
	runs.move(run, "approve", approved_by=frappe.session.user, approved_print=printed)
	frappe.db.commit()


def agree_on_list(run: str) -> None:
	"""The finance bureau's list, made by one person and approved by another."""
	from social_assistance.services.payments import finance_lists

	name = frappe.get_doc({"doctype": "Finance List", "payment_run": run}).insert().name
	frappe.db.set_value("Finance List", name, "owner", "Guest")
	finance_lists.answer_finance_list(str(name), approved=True)
	frappe.db.commit()


def comparison(sample: int, run: str) -> dict[str, float]:
	"""Seconds of one raw insert of the run's lines by the clock and by the server's processor, and of the framework's
	documents for as many lines, from a sample.
	"""
	wall, processor = raw_insert(run)
	return {
		"raw": wall,
		"raw_processor": processor,
		"orm": frappe.db.count(LINE, of_run(run)) / orm_rate(run, sample),
	}


def raw_insert(run: str) -> tuple[float, float]:
	"""Seconds, on the wall and of the server's processor, of one INSERT … SELECT of the run's lines into a table of the
	same form that holds last month's.
	"""
	frappe.db.sql_ddl("drop table if exists bench_raw")
	frappe.db.sql_ddl("create table bench_raw like `tabPayment Line`")
	lines = "insert into bench_raw select * from `tabPayment Line` where payment_run = %s"
	frappe.db.sql(lines, f"{population.MARK}before")
	frappe.db.commit()

	def insert() -> None:
		frappe.db.sql(lines, run)
		frappe.db.commit()

	population.settle()
	watch = Stopwatch()
	with watch.running():
		seconds = timed(insert)
	frappe.db.sql_ddl("drop table bench_raw")
	return seconds, watch.server


def orm_rate(run: str, sample: int) -> float:
	"""Lines per second that the framework's documents manage, from a sample that is rolled back.

	The first, for which definitions are read, is not counted.
	"""
	lines = frappe.get_all(LINE, of_run(run), ["*"], limit=sample + 1)
	first, *documents = [
		{**line, "doctype": LINE, "name": None, "line_key": f"{line.line_key}|copy"} for line in lines
	]
	frappe.get_doc(first).insert()
	seconds = timed(lambda: [frappe.get_doc(document).insert() for document in documents])
	frappe.db.rollback()
	return len(documents) / seconds


def opening(run: str) -> dict[str, float]:
	"""Seconds until an officer sees the run's form, the first page of its lines with their number, its differences.

	Of a web worker that has shown a form of the kind before; the first one after a migrate reads all definitions anew.
	"""
	from frappe.desk.form.load import getdoc

	return {
		"form_first_time": timed(lambda: getdoc("Payment Run", run)),
		"form": timed(lambda: getdoc("Payment Run", run)),
		"lines_list": timed(lambda: (page(LINE, of_run(run)), frappe.db.count(LINE, of_run(run)))),
		"differences": timed(lambda: page("Payment Difference", of_run(run))),
	}


def of_run(run: str) -> dict[str, str]:
	"""Filters for what belongs to a run."""
	return {"payment_run": run}


def page(doctype: str, filters: dict[str, str]) -> list[Any]:
	"""The first twenty rows of a list, as the desk asks for them."""
	meta = frappe.get_meta(doctype)
	order = f"{meta.sort_field} {meta.sort_order}"
	return frappe.get_list(doctype, filters, ["*"], order_by=order, limit_page_length=20)


def measure(size: int, options: argparse.Namespace) -> dict[str, Any]:
	"""One size, after a small one that warms everything up; the comparisons are made at the largest."""
	population.clear()
	month_of(WARM_UP)
	population.clear()
	if size == options.households:
		found = month_of(size, partial(comparison, options.sample))
		found["opening"] = opening(found["run"])
	else:
		found = month_of(size)
	sys.stderr.write(f"{size:,} households: {found['total']:.1f} s\n")
	return found


def month_of(size: int, compare: Callable[[str], Any] = bool) -> dict[str, Any]:
	"""A month's run of so many households."""
	filled, watch = timed(lambda: population.fill(size)), Stopwatch()
	found = full_run(watch, compare)
	found |= {"size": size, "fill": filled, "rate": size / found["total"], "statements": watch}
	found["processor"] = watch.server
	found["counts"] = watch.counts_by_stage()
	found["lines"] = frappe.db.count(LINE, of_run(found["run"]))
	return found


def sizes_for(households: int) -> list[int]:
	"""Ten and a hundred thousand where they fit, half of the largest, and the largest."""
	return sorted({*(step for step in STEPS if step < households), households // 2, households})


def summary(measured: dict[int, dict[str, Any]], households: int) -> dict[str, Any]:
	"""Figures of all sizes and the ratios of the largest."""
	last, half = measured[households], measured[households // 2]
	raw, raw_processor, orm = (mean(last["compared"], way) for way in ("raw", "raw_processor", "orm"))
	smallest = measured[min(measured)]
	written = last["seconds"]["execute"]
	memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
	return {
		"name": "payments",
		"figures": {
			"households": households,
			"lines": last["lines"],
			"seconds": {stage: round(value, 2) for stage, value in last["seconds"].items()},
			"raw_insert_seconds": [round(found["raw"], 2) for found in last["compared"]],
			# What other work on the machine changes less than the seconds.
			"server_processor_seconds": {
				**{str(size): round(found["processor"], 2) for size, found in measured.items()},
				"raw_insert": round(raw_processor, 2),
			},
			"statements": {str(size): found["counts"] for size, found in measured.items()},
			"households_per_second": {str(size): round(found["rate"]) for size, found in measured.items()},
			"lines_per_second": round(last["lines"] / written),
			"orm_lines_per_second": [round(last["lines"] / found["orm"]) for found in last["compared"]],
			"worker_memory_mb": round(memory),
			"load": round(os.getloadavg()[1], 1),
			"opening_seconds": {view: round(value, 3) for view, value in last["opening"].items()},
		},
		"ratios": {
			"run_over_raw_insert": round(last["total"] / raw, 2),
			"run_over_raw_insert_processor": round(last["processor"] / raw_processor, 2),
			"engine_over_orm": round(orm / written, 1),
			# What the database itself manages: the lines' own indexes bound how much faster than the ORM they can be written.
			"raw_insert_over_orm": round(orm / raw, 1),
			"double_size": round(last["total"] / half["total"], 2),
			# Not above 2: a batch and a file take the same number of statements whatever the size.
			"statements_double_size": round(sum(last["counts"].values()) / sum(half["counts"].values()), 2),
			"rate_large_over_small": round(last["rate"] / smallest["rate"], 2),
		},
	}


def mean(compared: list[dict[str, float]], way: str) -> float:
	"""Of all moments at which was compared."""
	return sum(found[way] for found in compared) / len(compared)


def main() -> int:
	"""Run every size and print the JSON."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--households", type=int, default=4_000)
	parser.add_argument("--sample", type=int, default=200)
	parser.add_argument("--site", default=os.environ.get("BENCHMARK_SITE", ""), help="a demo or test site")
	parser.add_argument("--sites", type=Path, default=ROOT / "sites")
	parser.add_argument("--statements", action="store_true")
	options = parser.parse_args()
	with connected(options):
		measured = {size: measure(size, options) for size in sizes_for(options.households)}
	report = summary(measured, options.households)
	if options.statements:
		report["figures"]["costly_statements"] = measured[options.households]["statements"].costly()
	sys.stdout.write(json.dumps(report) + "\n")
	return 0


if __name__ == "__main__":
	sys.exit(main())
