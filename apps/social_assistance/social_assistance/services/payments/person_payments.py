"""What a person was due and paid month by month, and why, from every book that the user may read.

Sums of a family's award are the family's; of a category payment the person's own share, or the household's where it is paid as one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from social_assistance.domain.money import ZERO, format_plain_yuan, from_storage
from social_assistance.domain.periods import Month
from social_assistance.services.awards import changes
from social_assistance.services.payments import lines as payment_lines
from social_assistance.services.payments import recoveries
from social_assistance.services.payments.category_recoveries import ENTRY

AWARD, LINE, DECISION = "Benefit Award", payment_lines.LINE, "Application Decision"
# Rows that are shown; a page is no ledger.
MOST = 200
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


@dataclass(frozen=True)
class Span:
	"""Months in which a person belongs to an award or a household, as text; an open end is empty."""

	holder: str
	first: str
	last: str

	def holds(self, month: str) -> bool:
		"""Whether the month lies inside."""
		return self.first <= month and (not self.last or self.last >= month)


def list_person_payments(person: str) -> list[dict[str, Any]]:
	"""Rows of month, subject, due, paid, claimed back, standing and ground, the newest month first."""
	if not frappe.has_permission(LINE, "read"):
		return []
	covered = _covered_months(person)
	awards = _read_awards([span.holder for span in covered])
	rows = [*_award_rows(awards, covered), *_category_rows(person)]
	return sorted(rows, key=lambda row: str(row["month"]), reverse=True)[:MOST]


def _covered_months(person: str) -> list[Span]:
	rows = frappe.get_all("Award Person", {"person": person}, ["parent", "from_month", "to_month"])
	return [Span(row.parent, row.from_month, row.to_month or "") for row in rows]


def _read_awards(names: list[str]) -> dict[str, frappe._dict]:
	"""The awards that the user may list, with their amount parts."""
	fields = ["name", "award_no", "covered_persons", "end_month", "application_decision"]
	awards = {row.name: row for row in _visible_rows(AWARD, {"name": ("in", names)}, fields, "name")}
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
		LINE, filters=filters, fields=_LINE_FIELDS, order_by="payment_month desc", limit=MOST
	)
	_note_sent(lines)
	grounds, claimed = _Grounds(awards), _claimed_back(list(awards))
	for line in lines:
		if any(span.holder == line.award and span.holds(line.payment_month) for span in covered):
			award = awards[line.award]
			yield _award_row(
				award, line, grounds.of(award, line), claimed.get((award.name, line.payment_month))
			)


def _award_row(award: Any, line: frappe._dict, ground: str, claimed: Decimal | None) -> dict[str, Any]:
	is_of_month = line.line_kind in changes.PAID_KINDS
	due = changes.get_due_amount(award, Month.parse(line.payment_month)) if is_of_month else None
	return {
		"month": line.payment_month,
		"subject": _scheme_name(line.scheme),
		"kind": _(line.line_kind),
		"persons": award.covered_persons,
		"due": _shown(due),
		"paid": _shown(_paid(line, from_storage(line.amount) + from_storage(line.offset_amount))),
		"claimed": _shown(claimed if is_of_month else None),
		"standing": _standing(line),
		"ground": ground,
		"doctype": LINE,
		"name": line.name,
	}


def _note_sent(lines: Collection[frappe._dict]) -> None:
	sent = payment_lines.list_sent(lines)
	for line in lines:
		line.is_sent = line.name in sent


def _paid(line: frappe._dict, amount: Decimal) -> Decimal:
	"""What the bank paid or was told to pay; nothing of what is held, came back or waits for its file."""
	return amount if line.is_sent else ZERO


def _standing(line: frappe._dict) -> str:
	if line.is_sent and line.line_status == "Due":
		return str(_("At the Bank"))
	reason = line.hold_reason if line.line_status == "Held" else line.return_reason
	return " · ".join(_(text) for text in (line.line_status, reason) if text)


class _Grounds:
	"""Decisions and changes behind the lines of some awards, read once."""

	def __init__(self, awards: dict[str, frappe._dict]) -> None:
		self.changes: dict[str, list[frappe._dict]] = defaultdict(list)
		fields = ["award", "change_kind", "from_month", "reason", "decided_on"]
		for row in _visible_rows(changes.DOCTYPE, {"award": ("in", list(awards))}, fields, "from_month"):
			self.changes[row.award].append(row)
		decisions = [award.application_decision for award in awards.values() if award.application_decision]
		found = _visible_rows(
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


def _category_rows(person: str) -> Iterator[dict[str, Any]]:
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
		limit=MOST,
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
	_note_sent(issued.values())
	for entry in own:
		line = issued[entry.payment_line]
		amount = from_storage(entry.amount)
		yield {
			"month": entry.payment_month,
			"subject": entry.cause,
			"kind": _("Category Payment"),
			"persons": 1 if entry.person else 0,
			"due": _shown(amount),
			"paid": _shown(_paid(line, amount)),
			"claimed": _shown(claimed.get(entry.name)),
			"standing": _standing(line),
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


def _claimed_back(awards: list[str]) -> dict[tuple[str, str], Decimal]:
	"""What decided recoveries claim back, by award and month."""
	filters = {
		"award": ("in", awards),
		"recovery_status": ("!=", recoveries.DRAFT),
		"category_entry": ("is", "not set"),
	}
	of_award = {
		row.name: row.award for row in _visible_rows(recoveries.DOCTYPE, filters, ["name", "award"], "name")
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


def _claimed_shares(entries: list[str]) -> dict[str, Decimal]:
	filters = {"category_entry": ("in", entries), "recovery_status": ("!=", recoveries.DRAFT)}
	rows = _visible_rows(recoveries.DOCTYPE, filters, ["category_entry", "overpaid_amount"], "name")
	return {row.category_entry: from_storage(row.overpaid_amount) for row in rows}


def _visible_rows(
	doctype: str, filters: dict[str, Any], fields: list[str], order_by: str
) -> list[frappe._dict]:
	"""Rows that the user may list; none of a book that the role does not read."""
	if not frappe.has_permission(doctype, "read"):
		return []
	return list(frappe.get_list(doctype, filters=filters, fields=fields, order_by=order_by, limit=MOST))


def _scheme_name(scheme: str) -> str:
	return _(frappe.get_cached_value("Assistance Scheme", scheme, "scheme_name"))


def _shown(amount: Decimal | None) -> str:
	return "" if amount is None else format_plain_yuan(amount)
