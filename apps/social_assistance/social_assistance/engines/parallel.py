"""Run a second function in a thread with its own database connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import frappe

from social_assistance.engines import base

First = TypeVar("First")
Second = TypeVar("Second")


def run_in_parallel(
	here: Callable[[], First], beside: Callable[[], Second], *, at_once: bool
) -> tuple[First, Second]:
	"""Run two functions; with `at_once` the second in a thread with its own connection, committed at its end.

	That one sees only what was committed before. Little work is not worth a connection, and in a test's transaction nothing
	can be seen over another: both go one after the other then. When one fails, the other comes to its end first.
	"""
	if not at_once or not base.is_committing():
		return here(), beside()
	site, folder, user = frappe.local.site, frappe.local.sites_path, frappe.session.user
	with ThreadPoolExecutor(max_workers=1) as thread:
		second = thread.submit(partial(_connected, site, folder, user), beside)
		return here(), second.result()


def _connected(site: str, folder: str, user: str, work: Callable[[], Second]) -> Second:
	frappe.init(site=site, sites_path=folder)
	frappe.connect()
	try:
		frappe.set_user(user)
		with base.read_without_locks():
			found = work()
			base.commit_batch()
			return found
	finally:
		frappe.destroy()
