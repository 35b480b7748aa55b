"""Benefit Awards: made by the decision, changed by decisions only, never typed.

Amounts are copied from the submitted Means Assessment, the account from the household as it is encrypted there.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from social_assistance.domain.errors import InvalidPeriod
from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.periods import Month, add_months
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards import coverage
from social_assistance.services.awards.backing import require_same_family
from social_assistance.services.awards.exceptions import (
	AwardNotBackedError,
	AwardStateError,
	OpenAwardExistsError,
	PaymentMonthInvalidError,
)
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.numbering import take_number
from social_assistance.services.policy.schemes import is_paid_once
from social_assistance.services.privacy.encrypted_fields import copy_encrypted_field

DOCTYPE = "Benefit Award"
# 刚性支出困难家庭认定办法 art. 10: recognised for at most twelve months, then applied for anew; others are reviewed.
APPLIED_FOR_ANEW = ("GANGZHI",)
ACTIVE, SUSPENDED, GRADUAL_EXIT, STOPPED = "Active", "Suspended", "Gradual Exit", "Stopped"


def grant_award(application: str, decision: str) -> str:
	"""Create the award of a confirmed decision in the same transaction; returns its name (民发〔2021〕57号 art. 21)."""
	case = frappe.get_doc("Assistance Application", application)
	ruling = frappe.get_doc("Application Decision", decision)
	assessment = _backing(case, ruling)
	scheme = frappe.get_cached_doc("Assistance Scheme", case.scheme)
	award = frappe.new_doc(DOCTYPE)
	_take_case(award, case, ruling, scheme)
	_take_amounts(award, assessment, scheme)
	take_account(award, case)
	_set_validity(award, ruling, assessment)
	_refuse_second(award)
	people = [award.person] if award.person else covered_by(assessment, case)
	coverage.cover(award, people, Month.parse(award.start_month))
	with allow_transition(DOCTYPE):
		award.insert(  # allow: PERM-ignore-permissions only a checked decision leads here
			ignore_permissions=True
		)
	return str(award.name)


def suspend_award(award: str, reason: str) -> None:
	"""Keep back the next payment; without a decision to stop, `resume_award` must follow within one payment period."""
	doc = get_locked_award(award)
	if doc.award_status not in (ACTIVE, GRADUAL_EXIT):
		_refuse_state(doc)
	doc.stop_reason = reason
	_set_status(doc, SUSPENDED)


def resume_award(award: str) -> None:
	"""End a suspension."""
	doc = get_locked_award(award)
	if doc.award_status != SUSPENDED:
		_refuse_state(doc)
	doc.stop_reason = None
	_set_status(doc, ACTIVE)


def stop_award(award: str, last_month: str, reason: str) -> None:
	"""End the award after `last_month` (YYYY-MM) and leave room for a new one; stopping twice is refused."""
	last = parse_month_field(last_month, "Last Month")
	doc = get_locked_award(award)
	if doc.award_status == STOPPED:
		_refuse_state(doc)
	before_start = Month.parse(doc.start_month).plus(-1)
	if last < before_start:
		frappe.throw(
			_("Award {0} starts in {1}: its last month cannot be {2}.").format(
				doc.award_no, doc.start_month, last
			),
			AwardStateError,
		)
	doc.end_month, doc.stop_reason, doc.open_award_key = str(last), reason, None
	coverage.uncover(doc)
	_set_status(doc, STOPPED)


def parse_month_field(text: str, label: str) -> Month:
	"""A month typed or sent by a client; refuses anything but YYYY-MM and names the field."""
	try:
		return Month.parse(text or "")
	except InvalidPeriod as error:
		throw_domain_error(error, label, PaymentMonthInvalidError)


def _backing(case: Document, ruling: Document) -> Document:
	"""The submitted assessment behind a confirmed decision; the decided amount must be the calculated one."""
	if ruling.outcome != "Confirmed" or ruling.application != case.name or not ruling.start_month:
		frappe.throw(
			_(
				"Decision {0} does not confirm application {1} with a first month; no award can be made from it."
			).format(ruling.decision_no, case.name),
			AwardNotBackedError,
		)
	assessment = frappe.get_doc("Means Assessment", case.means_assessment) if case.means_assessment else None
	if not assessment or assessment.docstatus != 1:
		frappe.throw(
			_("Application {0} has no submitted means assessment. Submit it before deciding.").format(
				case.name
			),
			AwardNotBackedError,
		)
	decided, calculated = from_storage(ruling.monthly_amount), from_storage(assessment.total_amount)
	if decided != calculated:
		frappe.throw(
			_(
				"Decision {0} gives {1} a month, the means assessment {2}. Correct the assessment or the decision."
			).format(ruling.decision_no, decided, calculated),
			AwardNotBackedError,
		)
	require_same_family(case, assessment)
	return assessment


def _take_case(award: Document, case: Document, ruling: Document, scheme: Document) -> None:
	award.update(
		{
			"award_no": take_number("DY", clock.today()),
			"scheme": case.scheme,
			"household": case.household,
			"person": case.applicant if scheme.unit == "Person" else None,
			"division": case.division,
			"residence_class": frappe.db.get_value("Registry Household", case.household, "residence_class"),
			"award_status": ACTIVE,
			"start_month": ruling.start_month,
			"end_month": None if scheme.is_recurring or not scheme.pays_cash else ruling.start_month,
			"covered_persons": sum(1 for member in case.members if member.is_covered),
			"application": case.name,
			"application_decision": ruling.name,
			"policy_version": case.policy_version,
		}
	)
	award.open_award_key = build_open_key(award)


def build_open_key(award: Document) -> str:
	"""What may be open once: a scheme of a holder; two sums that are paid once are two matters, each with its decision."""
	once = award.application_decision or award.name
	matter = f"{award.scheme}|{once}" if is_paid_once(award.scheme) else award.scheme
	return f"{matter}|{award.person or award.household}"


def covered_by(assessment: Document, case: Document) -> list[str]:
	"""People whom an assessment covers; of one that was entered without its calculation, those of the application."""
	result = json.loads(assessment.result_data or "{}").get("result") or {}
	found = result.get("covered")
	return list(found) if found else [row.person for row in case.members if row.is_covered]


def _set_validity(award: Document, ruling: Document, assessment: Document) -> None:
	"""A recognition for so many months ends by itself; sums that are paid once keep their one month."""
	result = json.loads(assessment.result_data or "{}").get("result") or {}
	months = int(result.get("valid_months") or 0)
	if award.scheme not in APPLIED_FOR_ANEW or not months:
		return
	award.valid_until = add_days(add_months(getdate(ruling.decided_on), months), -1)
	award.end_month = str(Month.of(award.valid_until))


def _take_amounts(award: Document, assessment: Document, scheme: Document) -> None:
	"""Base, top-ups and care as the assessment found them; schemes without cash are recognitions of 0.00."""
	award.benefit_class = assessment.benefit_class
	parts = list_award_parts(assessment) if scheme.pays_cash else []
	for part in parts:
		award.append("amounts", {**part, "from_month": award.start_month, "to_month": award.end_month})
	award.monthly_amount = sum((part["amount"] for part in parts), ZERO)


def list_award_parts(assessment: Document) -> list[dict[str, Any]]:
	"""Each part with its person, rule and article as the calculation recorded it."""
	recorded = json.loads(assessment.result_data or "{}").get("result", {}).get("parts") or []
	parts = [
		{
			"part": part["kind"],
			"amount": from_storage(part["amount"]),
			"person": part["member"] or None,
			"rule": part["rule"],
			"citation": part["citation"],
		}
		for part in recorded
	]
	parts = [part for part in parts or _sums(assessment) if part["amount"] > 0]
	if sum((part["amount"] for part in parts), ZERO) != from_storage(assessment.total_amount):
		frappe.throw(
			_("The parts of means assessment {0} do not add up to its amount. Calculate it again.").format(
				assessment.name
			),
			AwardNotBackedError,
		)
	return parts


def _sums(assessment: Document) -> list[dict[str, Any]]:
	"""The three sums, for assessments that were entered without their calculation."""
	sums = (("Base", "base_amount"), ("Top-up", "topup_amount"), ("Care", "care_amount"))
	return [{"part": part, "amount": from_storage(assessment.get(field))} for part, field in sums]


def take_account(award: Document, source: Document) -> None:
	"""Payee and account as the household of an award or a case has them."""
	household = frappe.get_doc("Registry Household", source.household)
	award.payee = household.account_holder or award.person or household.head_person
	award.payee_name = household.holder_name or frappe.db.get_value(
		"Registry Person", award.payee, "person_name"
	)
	award.bank_name = household.bank_name
	award.account_verified_on = household.account_verified_on
	copy_encrypted_field(household, "bank_account", award)


def _refuse_second(award: Document) -> None:
	"""One open award of a scheme, one of each decision for sums paid once; the unique key decides at the same moment."""
	same = {"scheme": award.scheme}
	if is_paid_once(award.scheme):
		same["application_decision"] = award.application_decision
	else:
		same["person" if award.person else "household"] = award.person or award.household
	for other in frappe.get_all(
		DOCTYPE, filters=same, fields=["award_no", "award_status", "end_month"], order_by="creation desc"
	):
		if other.award_status != STOPPED or (other.end_month and other.end_month >= award.start_month):
			frappe.throw(
				_("Award {0} of this scheme is open until {1}. Stop it before a new one starts.").format(
					other.award_no, other.end_month or _("further notice")
				),
				OpenAwardExistsError,
			)


def get_locked_award(award: str) -> Document:
	"""The stored award under a row lock until the transaction ends."""
	return frappe.get_doc(DOCTYPE, award, for_update=True)


def _set_status(doc: Document, status: str) -> None:
	doc.award_status = status
	save_award(doc)


def save_award(doc: Document) -> None:
	"""Save protected fields of an award; for services, after their checks."""
	with allow_transition(DOCTYPE, doc.name):
		doc.save(  # allow: PERM-ignore-permissions only services call this, after their checks
			ignore_permissions=True
		)


def _refuse_state(doc: Document) -> None:
	frappe.throw(
		_("Award {0} is {1}; this is not possible any more.").format(doc.award_no, _(doc.award_status)),
		AwardStateError,
	)
