"""A payment run in a process of its own that kills itself (SIGKILL) at a chosen commit; a program for test_payment_faults.

`python tests/scenarios/programs/payment_faults.py SITES SITE COMMAND [RUN] [STAGE] [AT]` with the commands plant, draft, prepare, agree,
open, kill, pause, finish, check, clear. What is due is worked out, and lines are summed, over two connections. Those that wait write "ready" and go on at the next line they are given.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import frappe

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks"))
import _payments_population as population
import payments as benchmark

AWARDS, LINES_AT_ONCE, ROWS_PER_FILE = 60, 20, 15
# Small enough for both connections to have work.
AWARDS_AT_ONCE, LINES_SUMMED_AT_ONCE = 15, 25
OURS = ("PAY-", "FND-")
# The lines of last month in the invented district are planted without a run.
PLANTED = "PAY-06"


def plant() -> None:
	"""A district of its own."""
	population.clear()
	population.fill(AWARDS)


def open_run() -> dict[str, str]:
	"""Prepare the month's run when told to; the run, or why it was refused."""
	from social_assistance.services.payments import runs
	from social_assistance.services.payments.exceptions import MonthAlreadyPaidError

	wait()
	try:
		return {"run": runs.create_payment_run(population.MONTH, population.SCHEME, population.DISTRICT)}
	except MonthAlreadyPaidError as error:
		return {"refused": str(error)}


def wait() -> None:
	"""Say that we are there, and go on when the other side writes a line."""
	sys.stdout.write("ready\n")
	sys.stdout.flush()
	sys.stdin.readline()


def draft() -> str:
	"""A district of its own with a run that nobody looked at yet; returns the run."""
	from social_assistance.services.payments import runs

	plant()
	return str(runs.create_payment_run(population.MONTH, population.SCHEME, population.DISTRICT))


def prepare() -> str:
	"""A district of its own with an approved run; returns the run."""
	run = draft()
	agree(run)
	return run


def agree(run: str) -> None:
	"""Preview a run and have it approved."""
	_stage(run, "preview")
	benchmark.agree(run)


def kill(run: str, stage: str, at: str) -> None:
	"""Begin a stage and die at its n-th commit, before it."""
	_interrupt(run, stage, int(at), lambda: os.kill(os.getpid(), signal.SIGKILL))


def pause(run: str, stage: str, at: str) -> None:
	"""Begin a stage and wait at its n-th commit, before it."""
	_interrupt(run, stage, int(at), wait)


def _interrupt(run: str, stage: str, at: int, act: Callable[[], None]) -> None:
	from social_assistance.engines import base

	commit, calls = base.commit_batch, []

	def interrupted() -> None:
		calls.append(1)
		if len(calls) == at:
			act()
		commit()

	with patch.object(base, "commit_batch", interrupted):
		_stage(run, stage)


def finish(run: str) -> None:
	"""Whatever is left of the run, as the officer would start it again."""
	if frappe.db.get_value("Payment Run", run, "run_status") in ("Approved", "Running", "Stopped"):
		_stage(run, "execute")
	_stage(run, "bank_files")


def check(run: str) -> dict[str, Any]:
	"""What the run ended as, and which invariants fail."""
	from social_assistance.engines.verify.invariants import verify_site

	line = frappe.db.get_value
	paid = frappe.get_all("Payment Line", {"payment_run": run}, ["award", "bank_file"])
	files = frappe.get_all("Bank File", {"payment_run": run, "file_status": "Written"}, pluck="name")
	return {
		"status": line("Payment Run", run, "run_status"),
		"lines": len(paid),
		"awards": len({row.award for row in paid}),
		"unfiled": sum(row.bank_file not in files for row in paid),
		"vouchers": frappe.db.count("Fund Ledger Entry", {"reference_name": run, "entry_no": 1}),
		"failing": sorted({check.code for check in verify_site() if not check.ok and _is_ours(check.code)}),
	}


def _is_ours(code: str) -> bool:
	return code.startswith(OURS) and code != PLANTED


def _stage(run: str, stage: str) -> None:
	from social_assistance.engines.payments import bank_files, due_table, line_sums, monthly_run

	due_table.AWARDS_AT_ONCE, line_sums.LINES_AT_ONCE = AWARDS_AT_ONCE, LINES_SUMMED_AT_ONCE
	if stage == "preview":
		monthly_run.compute_preview(run)
		return
	if stage == "execute":
		monthly_run.execute_payment_run(run, LINES_AT_ONCE, ROWS_PER_FILE)
		return
	if not frappe.db.exists("Finance List", {"payment_run": run}):
		benchmark.agree_on_list(run)
	bank_files.write_missing_files(run)


COMMANDS: dict[str, Callable[..., Any]] = {
	"plant": plant,
	"draft": draft,
	"prepare": prepare,
	"agree": agree,
	"open": open_run,
	"kill": kill,
	"pause": pause,
	"finish": finish,
	"check": check,
	"clear": population.clear,
}

if __name__ == "__main__":
	folder, site, command, *words = sys.argv[1:]
	os.chdir(folder)
	frappe.init(site=site)
	frappe.connect()
	population.require_playground()
	answer = COMMANDS[command](*words)
	frappe.db.commit()
	frappe.destroy()
	sys.stdout.write(json.dumps(answer))
