"""Acting as one account after another in one process, for what is set up or shown step by step."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Run the block as that user: who did what is recorded, so each step is done by its own account."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)
