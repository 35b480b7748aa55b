"""A person's shares of category payments, and those of households paid as one while the person belonged to them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from social_assistance.domain.money import from_storage
from social_assistance.domain.periods import Month
from social_assistance.services.payments import lines as payment_lines
from social_assistance.services.payments import recoveries
from social_assistance.services.payments.category_recoveries import ENTRY
from social_assistance.services.payments.payment_rows import (
	MOST,
	Span,
	describe_standing,
	format_sum,
	get_paid,
	list_visible_rows,
	note_sent,
)


def list_category_rows(person: str) -> Iterator[dict[str, Any]]:
	"""Shares of the person, and of households paid as one in months in which the person belonged to them."""
	if not frappe.has_permission(ENTRY, "read"):
		return
	homes = _memberships(person)
	entries = frappe.get_list(
		ENTRY,
		or_filters={"person": person, "household": ("in", [span.holder for span in homes] or [""])},
		fields=[
			"name",
			"category_rule",
			"cause",
			"payment_month",
			"amount",
			"household",
			"person",
			"payment_line",
		],
		order_by="payment_month desc",
		limit=MOST + 1,
	)
	own = [
		entry for entry in entries if entry.person == person or (not entry.person and _lived_in(homes, entry))
	]
	grounds = dict(
		frappe.get_all(
			"Category Payment Rule",
			{"name": ("in", [entry.category_rule for entry in own] or [""])},
			["name", "citation"],
			as_list=True,
		)
	)
	claimed = _claimed_shares([entry.name for entry in own])
	issued = payment_lines.list_last_issues([entry.payment_line for entry in own])
	note_sent(issued.values())
	for entry in own:
		line = issued.get(entry.payment_line, frappe._dict())
		amount = from_storage(entry.amount)
		yield {
			"month": entry.payment_month,
			"subject": entry.cause,
			"kind": _("Category Payment"),
			"persons": 1 if entry.person else 0,
			"due": format_sum(amount),
			"paid": format_sum(get_paid(line, amount)),
			"claimed": format_sum(claimed.get(entry.name)),
			"standing": describe_standing(line),
			"ground": grounds.get(entry.category_rule, ""),
			"doctype": ENTRY,
			"name": entry.name,
		}


def _memberships(person: str) -> list[Span]:
	rows = frappe.get_all("Household Membership", {"person": person}, ["parent", "from_date", "to_date"])
	return [
		Span(
			row.parent,
			str(Month.of(getdate(row.from_date))) if row.from_date else "",
			str(Month.of(getdate(row.to_date))) if row.to_date else "",
		)
		for row in rows
	]


def _lived_in(homes: list[Span], entry: frappe._dict) -> bool:
	return any(span.holder == entry.household and span.holds(entry.payment_month) for span in homes)


def _claimed_shares(entries: list[str]) -> dict[str, Decimal]:
	filters = {"category_entry": ("in", entries), "recovery_status": ("!=", recoveries.DRAFT)}
	rows = list_visible_rows(recoveries.DOCTYPE, filters, ["category_entry", "overpaid_amount"], "name")
	return {row.category_entry: from_storage(row.overpaid_amount) for row in rows}
