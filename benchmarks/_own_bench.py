"""A bench of the benchmark's own: database, Redis and demo site from the test snapshot, thrown away afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import frappe

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


def wake_scheduler(sites: str, site: str) -> None:
	"""Connect to a site of a test snapshot and let the scheduler work on it, as on a site that has been in use."""
	os.chdir(sites)
	frappe.init(site=site)
	frappe.connect()
	frappe.db.set_single_value("System Settings", "enable_scheduler", 1)
	# The first day's jobs of a new site would fill the queues.
	frappe.db.sql("update `tabScheduled Job Type` set last_execution = %s", frappe.utils.now_datetime())
	# Frappe's scheduler rests on a site where nobody has logged in for days.
	login = {"doctype": "Activity Log", "operation": "Login", "status": "Success"}
	frappe.get_doc({**login, "subject": "Benchmark", "user": "Administrator"}).insert()
	frappe.db.commit()
