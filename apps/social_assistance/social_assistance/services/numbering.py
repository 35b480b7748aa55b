"""Official numbers: one series per kind and business year, without gaps because the counter is part of the transaction."""

from datetime import date

import frappe
from frappe.model.naming import getseries

DIGITS = 6


def take_number(prefix: str, day: date) -> str:
	"""`SL-2026-000001`: the counter row stays locked until the transaction ends, so a rollback gives the number back."""
	key = f"{prefix}-{day.year}-"
	return f"{key}{getseries(key, DIGITS)}"


def take_numbers(prefix: str, day: date, count: int) -> list[str]:
	"""The next so many numbers of a series at once; the counter row stays locked as for a single one."""
	if count <= 0:
		return []
	key = f"{prefix}-{day.year}-"
	first = int(getseries(key, DIGITS))
	last = first + count - 1
	series = frappe.qb.DocType("Series")
	advance = frappe.qb.update(series).set(
		series.current, last
	)  # allow: DB-update-without-modified it has no such column
	advance.where(series.name == key).run()
	return [f"{key}{number:0{DIGITS}d}" for number in range(first, last + 1)]
