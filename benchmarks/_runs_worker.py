"""A worker that kills itself (SIGKILL, with its work-horse) at a chosen checkpoint of a piece of work; a program for `runs.py`.

`python benchmarks/_runs_worker.py QUEUES ORDERS`: ORDERS is a folder with one file per piece of work that is to be killed, its
name that of the work, its content the number of the checkpoint. Batches are small, so that little data has many of them.
"""

import os
import signal
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

ROWS, ROWS_PER_FILE = 10, 10
KILLED = ".killed"


def order_of(orders: Path, work: str) -> Path:
	"""The file that says at which checkpoint a piece of work is to be killed."""
	return orders / sha256(work.encode()).hexdigest()[:32]


def use_small_batches() -> None:
	"""Defaults are bound where the functions are made."""
	from social_assistance.engines.awards import rerating
	from social_assistance.engines.clocks import refresh
	from social_assistance.engines.payments import due_table, line_sums, monthly_run
	from social_assistance.engines.registry import import_run, import_staging
	from social_assistance.engines.reviews import due_reviews
	from social_assistance.engines.screening import registry_facts

	monthly_run.execute_payment_run.__defaults__ = (ROWS, ROWS_PER_FILE)
	rerating.execute_award_rerating.__defaults__ = (ROWS,)
	due_reviews.execute_review_campaign.__defaults__ = (ROWS,)
	import_run.execute_merge.__defaults__ = (ROWS,)
	registry_facts.load_next_batch.__defaults__ = (ROWS,)
	refresh.BATCH = import_staging.BATCH = due_table.AWARDS_AT_ONCE = line_sums.LINES_AT_ONCE = ROWS
	import_staging.BATCHES_PER_PROGRESS = 1


def die_as_ordered(orders: Path) -> None:
	"""Count the checkpoints of the work at hand, and end this process and its worker before the ordered one."""
	from social_assistance.engines import base
	from social_assistance.engines.runs import handing_over

	carry_out, is_committing = handing_over.carry_out, base.is_committing
	at_hand: dict[str, Any] = {"order": None, "passed": 0}

	def carried_out(work: str, ticket: str) -> None:
		at_hand.update(order=order_of(orders, work), passed=0)
		carry_out(work, ticket)

	def counted() -> bool:
		at_hand["passed"] += 1
		_die_at(at_hand["order"], at_hand["passed"])
		return is_committing()

	handing_over.carry_out, base.is_committing = carried_out, counted


def _die_at(order: Path | None, passed: int) -> None:
	if not order or not order.exists() or passed < int(order.read_text()):
		return
	order.rename(order.with_suffix(KILLED))
	os.kill(os.getppid(), signal.SIGKILL)
	os.kill(os.getpid(), signal.SIGKILL)


def main(start: Callable[..., Any]) -> None:
	"""Patch, then work as any other worker does; the work-horses are forks of this process."""
	use_small_batches()
	die_as_ordered(Path(sys.argv[2]))
	start(queue=sys.argv[1])


if __name__ == "__main__":
	from frappe.utils.background_jobs import start_worker

	main(start_worker)
