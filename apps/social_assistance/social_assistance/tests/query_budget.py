"""Counting the statements that a piece of work sends to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import frappe

from social_assistance.engines.bulk_insert import insert_rows
from social_assistance.tests import factories


@contextmanager
def counted() -> Iterator[list[str]]:
	"""The statements that are sent inside the block, one after the other."""
	sent: list[str] = []
	send = frappe.db.sql

	def noted(query: Any, *args: Any, **options: Any) -> Any:
		sent.append(str(query))
		return send(query, *args, **options)

	with patch.object(frappe.db, "sql", noted):
		yield sent


def queries_of(work: Callable[[], Any]) -> list[str]:
	"""The statements of a second look: what stays in the cache was read by the first."""
	work()
	with counted() as sent:
		work()
	return sent


def add_rows(doctype: str, numbers: range, **values: Any) -> None:
	"""Bare rows of a DocType in the first village and of a partner, whichever the DocType knows."""
	fields = frappe.get_meta(doctype).get_valid_columns()
	known = {
		"division": factories.VILLAGE_1,
		"township": factories.TOWNSHIP_1,
		"docstatus": int(bool(frappe.get_meta(doctype).is_submittable)),
		**values,
	}
	given = {name: value for name, value in known.items() if name in fields}
	rows = [(f"budget-{number}", *given.values()) for number in numbers]
	insert_rows(doctype, ("name", *given), rows)
