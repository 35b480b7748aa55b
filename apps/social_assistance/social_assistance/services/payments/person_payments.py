"""What a person was due and paid month by month, and why, from every book that the user may read.

Sums of a family's award are the family's; of a category payment the person's own share, or the household's where it is paid as one.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.periods import Month
from social_assistance.services.awards import changes
from social_assistance.services.payments import lines as payment_lines
from social_assistance.services.payments import person_shares, recoveries
from social_assistance.services.payments.payment_rows import (
	MOST,
	Span,
	describe_standing,
	format_sum,
	get_paid,
	list_visible_rows,
	note_sent,
)

AWARD, LINE, DECISION = "Benefit Award", payment_lines.LINE, "Application Decision"
_LINE_FIELDS = [
	"name",
	"award",
	"scheme",
	"payment_month",
	"line_kind",
	"amount",
	"offset_amount",
	"line_status",
	"bank_file",
	"hold_reason",
	"return_reason",
]


def list_person_payments(person: str) -> list[dict[str, Any]]:
	"""Rows of month, subject, due, paid, claimed back, standing and ground, the newest month first; one more than MOST where some are left out."""
	if not frappe.has_permission(LINE, "read"):
		return []
	covered = _covered_months(person)
	awards = _read_awards([span.holder for span in covered])
	rows = [*_award_rows(awards, covered), *_reserve_rows(awards), *person_shares.list_category_rows(person)]
	return sorted(rows, key=lambda row: str(row["month"]), reverse=True)[: MOST + 1]


def _covered_months(person: str) -> list[Span]:
	rows = frappe.get_all("Award Person", {"person": person}, ["parent", "from_month", "to_month"])
	return [Span(row.parent, row.from_month, row.to_month or "") for row in rows]


def _read_awards(names: list[str]) -> dict[str, frappe._dict]:
	"""The awards that the user may list, with their amount parts."""
	fields = ["name", "award_no", "scheme", "start_month", "monthly_amount", "reserve_use"]
	fields += ["covered_persons", "end_month", "application_decision"]
	awards = {row.name: row for row in list_visible_rows(AWARD, {"name": ("in", names)}, fields, "name")}
	parts: dict[str, list[frappe._dict]] = defaultdict(list)
	columns = ["parent", "amount", "from_month", "to_month", "citation"]
	for part in frappe.get_all(
		"Award Amount", {"parent": ("in", list(awards) or [""])}, columns, order_by="idx"
	):
		parts[part.parent].append(part)
	for name, award in awards.items():
		award.amounts = parts[name]
	return awards


def _award_rows(awards: dict[str, frappe._dict], covered: list[Span]) -> Iterator[dict[str, Any]]:
	"""Lines of the awards that cover the person in the month."""
	if not awards:
		return
	filters = {"award": ("in", list(awards)), "category_rule": ("is", "not set")}
	lines = frappe.get_list(
		LINE, filters=filters, fields=_LINE_FIELDS, order_by="payment_month desc", limit=MOST + 1
	)
	note_sent(lines)
	grounds, claimed = _Grounds(awards), _claimed_back(list(awards))
	for line in lines:
		if any(span.holder == line.award and span.holds(line.payment_month) for span in covered):
			award = awards[line.award]
			yield _award_row(
				award, line, grounds.of(award, line), claimed.get((award.name, line.payment_month))
			)


def _reserve_rows(awards: dict[str, frappe._dict]) -> Iterator[dict[str, Any]]:
	"""Sums that the township paid out of its reserve."""
	paid = {name: award for name, award in awards.items() if award.reserve_use}
	grounds = _Grounds(paid) if paid else None
	for name, award in paid.items():
		line = frappe._dict(payment_month=award.start_month)
		yield {
			"month": award.start_month,
			"subject": _scheme_name(award.scheme),
			"kind": _("From the Township Reserve"),
			"persons": award.covered_persons,
			"due": format_sum(from_storage(award.monthly_amount)),
			"paid": format_sum(from_storage(award.monthly_amount)),
			"claimed": "",
			"standing": _("Paid"),
			"ground": grounds.of(award, line) if grounds else "",
			"doctype": AWARD,
			"name": name,
		}


def _award_row(award: Any, line: frappe._dict, ground: str, claimed: Decimal | None) -> dict[str, Any]:
	is_of_month = line.line_kind in changes.PAID_KINDS
	due = changes.get_due_amount(award, Month.parse(line.payment_month)) if is_of_month else None
	return {
		"month": line.payment_month,
		"subject": _scheme_name(line.scheme),
		"kind": _(line.line_kind),
		"persons": award.covered_persons,
		"due": format_sum(due),
		"paid": format_sum(get_paid(line, from_storage(line.amount) + from_storage(line.offset_amount))),
		"claimed": format_sum(claimed if is_of_month else None),
		"standing": describe_standing(line),
		"ground": ground,
		"doctype": LINE,
		"name": line.name,
	}


class _Grounds:
	"""Decisions and changes behind the lines of some awards, read once."""

	def __init__(self, awards: dict[str, frappe._dict]) -> None:
		self.changes: dict[str, list[frappe._dict]] = defaultdict(list)
		fields = ["award", "change_kind", "from_month", "reason", "decided_on"]
		for row in list_visible_rows(changes.DOCTYPE, {"award": ("in", list(awards))}, fields, "from_month"):
			self.changes[row.award].append(row)
		decisions = [award.application_decision for award in awards.values() if award.application_decision]
		found = list_visible_rows(
			DECISION, {"name": ("in", decisions)}, ["name", "decision_no", "clause"], "name"
		)
		self.decisions = {row.name: row for row in found}

	def of(self, award: frappe._dict, line: frappe._dict) -> str:
		"""Decision and articles of the amount, and the change that holds since; of a sum paid anew or later its kind says it."""
		decision = self.decisions.get(award.application_decision)
		texts = [decision.decision_no, decision.clause] if decision else [award.award_no]
		texts += _articles(award, line.payment_month)
		change = next(
			(row for row in reversed(self.changes[award.name]) if row.from_month <= line.payment_month), None
		)
		if change:
			texts.append(
				_("{0} from {1}: {2}").format(_(change.change_kind), change.from_month, change.reason or "")
			)
		return " · ".join(dict.fromkeys(text for text in texts if text))


def _articles(award: frappe._dict, month: str) -> list[str]:
	"""Articles of the parts that hold in the month."""
	spans = ((row, Span(award.name, row.from_month, row.to_month or "")) for row in award.amounts)
	return [row.citation for row, span in spans if row.citation and span.holds(month)]


def _claimed_back(awards: list[str]) -> dict[tuple[str, str], Decimal]:
	"""What decided recoveries claim back, by award and month."""
	filters = {
		"award": ("in", awards),
		"recovery_status": ("!=", recoveries.DRAFT),
		"category_entry": ("is", "not set"),
	}
	of_award = {
		row.name: row.award
		for row in list_visible_rows(recoveries.DOCTYPE, filters, ["name", "award"], "name")
	}
	rows = frappe.get_all(
		"Recovery Month",
		{"parent": ("in", list(of_award) or [""])},
		["parent", "payment_month", "overpaid_amount"],
	)
	found: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
	for row in rows:
		found[(of_award[row.parent], row.payment_month)] += from_storage(row.overpaid_amount)
	return dict(found)


def _scheme_name(scheme: str) -> str:
	return _(frappe.get_cached_value("Assistance Scheme", scheme, "scheme_name"))
