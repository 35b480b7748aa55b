"""A bench of the benchmark's own: database, Redis and demo site from the test snapshot, thrown away afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from standup import database, testbench

# The test bench's database is small; at a million rows that would measure the disk. docs/operators.md asks for more.
SERVER_MEMORY = """
	SET GLOBAL innodb_buffer_pool_size = 4 * 1024 * 1024 * 1024;
	SET GLOBAL innodb_log_file_size = 1024 * 1024 * 1024;
"""


@contextmanager
def opened() -> Iterator[testbench.TestBench]:
	"""The bench with a server's memory; its web server and workers are not started."""
	with testbench.opened("demo") as bench:
		database.execute(bench.instance, SERVER_MEMORY)
		yield bench
