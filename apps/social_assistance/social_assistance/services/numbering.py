"""Official numbers: one series per kind and business year, without gaps because the counter is part of the transaction."""

from datetime import date

from frappe.model.naming import getseries

DIGITS = 6


def next_number(prefix: str, day: date) -> str:
	"""`SL-2026-000001`: the counter row stays locked until the transaction ends, so a rollback gives the number back."""
	key = f"{prefix}-{day.year}-"
	return f"{key}{getseries(key, DIGITS)}"
