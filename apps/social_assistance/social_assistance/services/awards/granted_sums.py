"""Sums that a rule gives to one family on one event: medical caps and funeral aid, each decided by a second person.

What is granted becomes an award of one month, which the payment runs pay as they pay every sum that is paid once.
"""

from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Order

from social_assistance.constants import DISTRICT_APPROVER
from social_assistance.domain.money import from_storage
from social_assistance.domain.periods import Month
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards import coverage, grants
from social_assistance.services.awards.exceptions import SumNotDueError
from social_assistance.services.numbering import take_number
from social_assistance.services.policy import dated_rules
from social_assistance.services.registry.kin import require_no_tie

GRANTED, REFUSED = "Approved", "Turned Down"


@dataclass(frozen=True)
class GrantedSum:
	"""What is paid by a record: under which scheme, to the account of which household, and by which article."""

	source: Document
	scheme: str
	household: str
	citation: str


def list_class_awards(person: str, on: date) -> list[frappe._dict]:
	"""Awards that cover a person in the month of a day, with their scheme, place and household."""
	row, award = frappe.qb.DocType(coverage.ROW), frappe.qb.DocType(grants.DOCTYPE)
	month = str(Month.of(on))
	return list(
		frappe.qb.from_(row)
		.join(award)
		.on(award.name == row.parent)
		.select(award.name, award.scheme, award.household, award.division, award.residence_class)
		.where((row.person == person) & (row.from_month <= month))
		.where(row.to_month.isnull() | (row.to_month == "") | (row.to_month >= month))
		.where(award.valid_until.isnull() | (award.valid_until >= on))
		.orderby(award.start_month, order=Order.desc)
		.run(as_dict=True)
	)


@dataclass(frozen=True)
class ClassFound:
	"""The rule in force, the row of whose class a person is, and the award that says so."""

	rule: Document
	row: Document
	award: frappe._dict


def find_class(rule_doctype: str, person: str, on: date) -> ClassFound | None:
	"""The first row of the rule of the person's place on a day that fits an award which covers the person."""
	awards = list_class_awards(person, on)
	for award in awards:
		rule = dated_rules.get_rule_in_force(rule_doctype, award.division, on)
		for row in rule.classes if rule else ():
			fitting = [other for other in awards if _is_of(other, row)]
			if fitting:
				return ClassFound(rule, row, fitting[0])
	return None


def _is_of(award: frappe._dict, row: Document) -> bool:
	residence = row.get("residence_class") or "Any"
	return row.scheme == award.scheme and residence in ("Any", award.residence_class)


def get_undecided(doctype: str, name: str, status_field: str, undecided: str) -> Document:
	"""The stored record under lock, for an approver who did not prepare it and while nothing is decided."""
	doc = frappe.get_doc(doctype, name, for_update=True)
	if DISTRICT_APPROVER not in frappe.get_roles():
		frappe.throw(_("This action needs the role {0}.").format(_(DISTRICT_APPROVER)), StepNotAllowedError)
	if doc.get(status_field) != undecided:
		refuse_sum(_("{0} {1} is decided already.").format(_(doctype), name))
	if frappe.session.user in (doc.prepared_by, doc.owner):
		frappe.throw(
			_("Another person than {0} must decide this.").format(frappe.session.user),
			SeparationOfDutiesError,
		)
	require_no_tie(doc.household)
	return doc


def store_decision(
	doc: Document, status_field: str, series: str, granted: GrantedSum | None, reason: str
) -> None:
	"""Write down who granted or refused it, and make the award of what is granted."""
	if granted is None and not reason.strip():
		refuse_sum(_("Say why it is refused."))
	today = clock.today()
	doc.update(
		{
			status_field: REFUSED if granted is None else GRANTED,
			"decided_by": frappe.session.user,
			"decided_on": today,
			"decision_no": take_number(series, today),
			"refusal_reason": reason.strip() if granted is None else None,
			"award": _grant(granted, today) if granted else None,
		}
	)
	with allow_transition(doc.doctype, doc.name):
		doc.save(  # allow: PERM-ignore-permissions role and person were checked; who decides must not be able to edit
			ignore_permissions=True
		)


def note_author(doc: Document) -> None:
	"""Remember who wrote what the second person decides about; nobody writes about the own family."""
	if not doc.flags.ignore_permissions:
		require_no_tie(doc.household)
		doc.prepared_by = frappe.session.user


def refuse_sum(message: str) -> NoReturn:
	"""Refuse in words."""
	frappe.throw(message, SumNotDueError)


def _grant(granted: GrantedSum, today: date) -> str:
	"""An award of the month of its decision, as sums that are paid once are (民发〔2018〕23号)."""
	amount = from_storage(granted.source.granted_amount)
	home = frappe.get_doc("Registry Household", granted.household)
	month = Month.of(today)
	award = frappe.new_doc(grants.DOCTYPE)
	award.update(
		{
			"award_no": take_number("DY", today),
			"scheme": granted.scheme,
			"household": home.name,
			"division": granted.source.division,
			"residence_class": home.residence_class,
			"award_status": grants.ACTIVE,
			"start_month": str(month),
			"end_month": str(month),
			"monthly_amount": amount,
			"open_award_key": f"{granted.scheme}|{granted.source.name}",
		}
	)
	grants.take_account(award, award)
	part = {"part": "Base", "amount": amount, "person": granted.source.person, "citation": granted.citation}
	months = {"from_month": str(month), "to_month": str(month)}
	award.append("amounts", {**part, **months, "rule": f"{_(granted.source.doctype)} {granted.source.name}"})
	coverage.cover(award, [granted.source.person], month)
	with allow_transition(grants.DOCTYPE):
		award.insert(  # allow: PERM-ignore-permissions only a checked decision leads here
			ignore_permissions=True
		)
	return str(award.name)
