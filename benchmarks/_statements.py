"""Where a run's time goes, statement by statement: a stopwatch around the framework's `db.sql`.

Beside the seconds on the wall stand those that the server's thread spent on a processor, which other work on the machine
does not change much: of a statement those of this connection's thread, in all those of the whole server, whatever connection
they served. They are known only where the server runs on the same machine.
"""

import os
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
# Place of the processor time in user mode among the fields behind the name in proc(5); that in kernel mode follows.
USER_TIME = 11
_VALUES = re.compile(r"'(?:[^'\\]|\\.)*'|\b\d+\b")
_BLANKS = re.compile(r"\s+")


class Stopwatch:
	"""Seconds and number of executions by stage and shape of the statement."""

	def __init__(self) -> None:
		self.stage = ""
		self.seconds: dict[tuple[str, str], float] = defaultdict(float)
		self.busy: dict[tuple[str, str], float] = defaultdict(float)
		self.counts: dict[tuple[str, str], int] = defaultdict(int)
		self.server = 0.0

	@contextmanager
	def running(self) -> Iterator[None]:
		"""Time whatever the connection is asked for inside the block."""
		execute, processor, server = frappe.db.sql, processor_clock(), server_clock()
		begun = server()

		def timed(query: Any, *args: Any, **options: Any) -> Any:
			started, busy = time.perf_counter(), processor()
			try:
				return execute(query, *args, **options)
			finally:
				self.add(str(query), time.perf_counter() - started, processor() - busy)

		with patch.object(frappe.db, "sql", timed):
			yield
		self.server += server() - begun

	def add(self, query: str, seconds: float, busy: float) -> None:
		"""One execution; constants are no part of a statement's shape."""
		key = self.stage, _BLANKS.sub(" ", _VALUES.sub("?", query)).strip()[:SHAPE]
		self.seconds[key] += seconds
		self.busy[key] += busy
		self.counts[key] += 1

	def counts_by_stage(self) -> dict[str, int]:
		"""Number of executions of each stage."""
		found: dict[str, int] = defaultdict(int)
		for (stage, _shape), count in self.counts.items():
			found[stage] += count
		return dict(found)

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
	clock = server_folder() / "task" / str(thread) / "schedstat"
	if not clock.is_file():
		return lambda: 0.0
	return lambda: int(clock.read_text(encoding="utf-8").split()[0]) / NANOSECONDS


def server_clock() -> Callable[[], float]:
	"""Seconds that all threads of the server have spent on a processor; always 0 for a server elsewhere."""
	clock, ticks = server_folder() / "stat", os.sysconf("SC_CLK_TCK")
	if not clock.is_file():
		return lambda: 0.0
	return lambda: sum(map(int, _fields(clock)[USER_TIME : USER_TIME + 2])) / ticks


def server_folder() -> Path:
	"""Where the kernel keeps what it knows of the server; a folder that does not exist for one elsewhere."""
	mark_of_life = Path(frappe.db.sql("select @@pid_file")[0][0])
	number = mark_of_life.read_text(encoding="utf-8").strip() if mark_of_life.is_file() else "elsewhere"
	return Path("/proc") / number


def _fields(clock: Path) -> list[str]:
	"""What follows the program's name, which may hold blanks."""
	return clock.read_text(encoding="utf-8").rpartition(")")[2].split()
