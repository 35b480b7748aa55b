"""What an Assistance Scheme is: paid month by month, paid once, or a recognition without money."""

import frappe

SCHEME = "Assistance Scheme"


def is_paid_once(scheme: str) -> bool:
	"""Whether the scheme pays one sum for one event, as temporary aid does (民发〔2018〕23号)."""
	found = frappe.get_cached_doc(SCHEME, scheme)
	return bool(found.pays_cash and not found.is_recurring)


def list_paid_once() -> list[str]:
	"""Codes of the schemes that pay one sum for one event."""
	return frappe.get_all(SCHEME, {"pays_cash": 1, "is_recurring": 0}, pluck="name")
