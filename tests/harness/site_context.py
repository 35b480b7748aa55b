"""Tests inside the app run in an initialised site, as `bench run-tests` would run them."""

import os
import unittest
from collections.abc import Iterator

import pytest

from standup import snapshots
from standup.testbench import TestBench


@pytest.fixture(scope="session")
def connected_site(test_bench: TestBench) -> Iterator[str]:
	"""Frappe connected to the app's test site, with sites/ as the working folder."""
	import frappe

	before = os.getcwd()
	os.chdir(test_bench.instance.sites)
	frappe.init(site=snapshots.APP_SITE)
	frappe.connect()
	_prepare()
	yield snapshots.APP_SITE
	frappe.destroy()
	os.chdir(before)


@pytest.fixture
def app_site(request: pytest.FixtureRequest, connected_site: str) -> Iterator[str]:
	"""The test site as Administrator; what a test function wrote is rolled back.

	Classes of FrappeTestCase do that themselves, once per class, so that setUpClass can make shared rows.
	"""
	import frappe
	from frappe.tests.utils import FrappeTestCase

	node = request.node.getparent(pytest.Class)
	by_class = bool(node and issubclass(node.obj, FrappeTestCase | unittest.TestCase))
	frappe.set_user("Administrator")
	yield connected_site
	if not by_class:
		frappe.db.rollback()
	frappe.set_user("Administrator")


def _prepare() -> None:
	import frappe

	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	frappe.flags.skip_test_records = True
	frappe.set_user("Administrator")
	for hook in frappe.get_hooks("before_tests", app_name="social_assistance"):
		frappe.get_attr(hook)()
	frappe.db.commit()
