"""What the rows of a person's payments have in common: their months, what of a line was paid, and where it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from social_assistance.domain.money import ZERO, format_plain_yuan
from social_assistance.services.payments import lines as payment_lines

# Rows that are shown, which the page says where there are more; it is no ledger.
MOST = 200


@dataclass(frozen=True)
class Span:
	"""Months in which a person belongs to an award or a household, as text; an open end is empty."""

	holder: str
	first: str
	last: str

	def holds(self, month: str) -> bool:
		"""Whether the month lies inside."""
		return self.first <= month and (not self.last or self.last >= month)


def note_sent(lines: Collection[frappe._dict]) -> None:
	"""Mark the lines that the bank paid or was told to pay."""
	sent = payment_lines.list_sent(lines)
	for line in lines:
		line.is_sent = line.name in sent


def get_paid(line: frappe._dict, amount: Decimal) -> Decimal:
	"""What the bank paid or was told to pay; nothing of what is held, came back or waits for its file."""
	return amount if line.is_sent else ZERO


def describe_standing(line: frappe._dict) -> str:
	"""At the bank, paid, or why not."""
	if line.is_sent and line.line_status == "Due":
		return str(_("At the Bank"))
	reason = line.hold_reason if line.line_status == "Held" else line.return_reason
	return " · ".join(_(text) for text in (line.line_status, reason) if text)


def list_visible_rows(
	doctype: str, filters: dict[str, Any], fields: list[str], order_by: str
) -> list[frappe._dict]:
	"""Rows that the user may list; none of a book that the role does not read."""
	if not frappe.has_permission(doctype, "read"):
		return []
	return list(
		frappe.get_list(doctype, filters=filters, fields=fields, order_by=order_by, limit_page_length=0)
	)


def format_sum(amount: Decimal | None) -> str:
	"""A sum in yuan, empty where there is none to tell."""
	return "" if amount is None else format_plain_yuan(amount)
