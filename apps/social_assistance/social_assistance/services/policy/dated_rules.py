"""Rules of a place from a day on, put into force by a second person: medical caps and funeral aid, with a row for each class."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Order

from social_assistance.services.policy.exceptions import DatedRuleInvalidError

DIVISION = "Administrative Division"


def refuse_class_twice(rows: Iterable[Document]) -> None:
	"""Refuse two rows that speak about the same people."""
	seen: set[tuple[str, str]] = set()
	for row in rows:
		residence = row.get("residence_class") or "Any"
		others = {"Any", residence} if residence != "Any" else {"Any", "Urban", "Rural"}
		if any((row.scheme, other) in seen for other in others):
			refuse_row(row, _("{0} stands here already.").format(_scheme_name(row.scheme)))
		seen.add((row.scheme, residence))


def refuse_second_rule(doc: Document) -> None:
	"""Refuse a second rule in force for the same place from the same day."""
	same = {"division": doc.division, "effective_from": doc.effective_from, "docstatus": 1}
	other = frappe.db.get_value(doc.doctype, {**same, "name": ("!=", doc.name or "")})
	if other:
		_refuse(
			_("Rule {0} begins on the same day in this place. Withdraw it, or choose a later day.").format(
				other
			)
		)


def refuse_withdrawal(doc: Document, doctype: str, fieldname: str) -> None:
	"""What was granted stays explained by its rule."""
	used = frappe.db.get_value(doctype, {fieldname: doc.name, "award": ("is", "set")})
	if used:
		_refuse(
			_("{0} {1} was granted under rule {2}; it cannot be withdrawn any more.").format(
				_(doctype), used, doc.name
			)
		)


def get_rule_in_force(doctype: str, division: str, on: date) -> Document | None:
	"""The rule of a place on a day: of the nearest division above that has one, the latest that has begun."""
	rule = frappe.qb.DocType(doctype)
	place, owner = frappe.qb.DocType(DIVISION), frappe.qb.DocType(DIVISION).as_("owner")
	found = (
		frappe.qb.from_(rule)
		.join(owner)
		.on(owner.name == rule.division)
		.join(place)
		.on((owner.lft <= place.lft) & (owner.rgt >= place.rgt))
		.select(rule.name)
		.where((place.name == division) & (rule.docstatus == 1) & (rule.effective_from <= on))
		.orderby(owner.lft, order=Order.desc)
		.orderby(rule.effective_from, order=Order.desc)
		.limit(1)
		.run()
	)
	return frappe.get_doc(doctype, found[0][0]) if found else None


def refuse_row(row: Document, problem: str) -> None:
	"""Refuse a row of the classes, named by its number."""
	_refuse(_("Row {0} of {1}: {2}").format(row.idx, _("Classes"), problem))


def _scheme_name(code: str) -> str:
	return str(_(frappe.get_cached_value("Assistance Scheme", code, "scheme_name") or code))


def _refuse(message: str) -> None:
	frappe.throw(message, DatedRuleInvalidError)
