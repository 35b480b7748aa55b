"""Where a run's time goes, statement by statement: a stopwatch around the framework's `db.sql`.

Beside the seconds on the wall stand those that the server's thread spent on a processor, which other work on the machine
does not change much. They are known only where the server runs on the same machine.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import frappe

SHAPE, NANOSECONDS = 160, 1e9
_VALUES = re.compile(r"'(?:[^'\\]|\\.)*'|\b\d+\b")
_BLANKS = re.compile(r"\s+")


class Stopwatch:
	"""Seconds and number of executions by stage and shape of the statement."""

	def __init__(self) -> None:
		self.stage = ""
		self.seconds: dict[tuple[str, str], float] = defaultdict(float)
		self.busy: dict[tuple[str, str], float] = defaultdict(float)
		self.counts: dict[tuple[str, str], int] = defaultdict(int)

	@contextmanager
	def running(self) -> Iterator[None]:
		"""Time whatever the connection is asked for inside the block."""
		execute, processor = frappe.db.sql, processor_clock()

		def timed(query: Any, *args: Any, **options: Any) -> Any:
			started, busy = time.perf_counter(), processor()
			try:
				return execute(query, *args, **options)
			finally:
				self.add(str(query), time.perf_counter() - started, processor() - busy)

		with patch.object(frappe.db, "sql", timed):
			yield

	def add(self, query: str, seconds: float, busy: float) -> None:
		"""One execution; constants are no part of a statement's shape."""
		key = self.stage, _BLANKS.sub(" ", _VALUES.sub("?", query)).strip()[:SHAPE]
		self.seconds[key] += seconds
		self.busy[key] += busy
		self.counts[key] += 1

	def costly(self, threshold: float = 0.01) -> list[dict[str, Any]]:
		"""Statements that took a share of all seconds or more, the longest first."""
		total = sum(self.seconds.values())
		found = sorted(self.seconds.items(), key=lambda item: -item[1])
		return [
			{
				"stage": stage,
				"seconds": round(seconds, 2),
				"processor": round(self.busy[stage, shape], 2),
				"count": self.counts[stage, shape],
				"statement": shape,
			}
			for (stage, shape), seconds in found
			if seconds >= threshold * total
		]


def processor_clock() -> Callable[[], float]:
	"""Seconds that this connection's thread of the server has spent on a processor; always 0 for a server elsewhere."""
	thread = frappe.db.sql("select tid from information_schema.processlist where id = connection_id()")[0][0]
	mark_of_life = Path(frappe.db.sql("select @@pid_file")[0][0])
	if not mark_of_life.is_file():
		return lambda: 0.0
	clock = Path(f"/proc/{mark_of_life.read_text(encoding='utf-8').strip()}/task/{thread}/schedstat")
	return lambda: int(clock.read_text(encoding="utf-8").split()[0]) / NANOSECONDS
