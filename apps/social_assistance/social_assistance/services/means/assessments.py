"""The means test of one case: start an assessment, recompute it, write down result and reasons."""

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.codec import to_plain
from social_assistance.domain.errors import DomainError
from social_assistance.domain.means import entitlement
from social_assistance.domain.means.entitlement import Entitlement
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.means.membership import assess_membership
from social_assistance.domain.means.results import Outcome, PartKind, SchemeResult
from social_assistance.domain.means.worksheet import replay_figures
from social_assistance.domain.money import to_fen
from social_assistance.domain.periods import Month, MonthSpan
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import Scheme
from social_assistance.services import clock
from social_assistance.services.cases.exceptions import ApplicationNotReadyError
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.means import explanations
from social_assistance.services.means.assessed_families import (
	get_family,
	get_reviewed_family,
	require_open_review,
)
from social_assistance.services.means.case_facts import build_household_facts
from social_assistance.services.means.case_members import case_roles
from social_assistance.services.means.exceptions import AssessmentLineInvalidError
from social_assistance.services.policy import in_force
from social_assistance.services.policy.schemes import is_paid_once

DOCTYPE = "Means Assessment"
GIVEN = (Outcome.ELIGIBLE, Outcome.NEEDS_JUDGEMENT)
# Not worth a row in the list of other schemes.
_SILENT = (Outcome.NOT_APPLICABLE, Outcome.NOT_OFFERED)


def start_assessment(application: str) -> str:
	"""The open assessment of the application, or a new one prefilled with the last figures known; returns its name."""
	case = frappe.get_doc("Assistance Application", application)
	if not case.accepted_on:
		frappe.throw(
			_("Application {0} is not accepted yet. The means test starts after acceptance.").format(
				case.name
			),
			ApplicationNotReadyError,
		)
	draft = frappe.db.exists(DOCTYPE, {"application": application, "docstatus": 0})
	if draft:
		return str(draft)
	as_of = case.accepted_on if case.case_status == "Open" else clock.today()
	return _start(case, {"application": application, "as_of_date": as_of})


def start_review_assessment(review: str) -> str:
	"""The same for an award under review that has no application: taken over from elsewhere, it is assessed as a family."""
	require_open_review(review)
	draft = frappe.db.exists(DOCTYPE, {"review_task": review, "docstatus": 0})
	if draft:
		return str(draft)
	return _start(get_reviewed_family(review), {"review_task": review, "as_of_date": clock.today()})


def _start(family: Any, values: dict[str, Any]) -> str:
	doc = frappe.new_doc(DOCTYPE)
	doc.update({**values, "household": family.household, "division": family.division})
	_prefill(doc, family)
	return str(doc.insert().name)


def _prefill(doc: Document, case: Any) -> None:
	"""Lines of the last submitted assessment of the household for people who are still in the application."""
	last = frappe.db.get_value(
		DOCTYPE, {"household": case.household, "docstatus": 1}, order_by="as_of_date desc, creation desc"
	)
	if not last:
		return
	people = {role.person for role in case_roles(case)}
	earlier = frappe.get_doc(DOCTYPE, last)
	for table in ("incomes", "assets", "expenses", "obligors"):
		for row in earlier.get(table):
			if row.get("person") and row.person not in people:
				continue
			doc.append(table, _copied(row))


def _copied(row: Document) -> dict[str, Any]:
	"""A line to be checked again: its dates are those of the former window and stay behind."""
	left_out = {"period_from", "period_to", "counted_amount", "excluded_reason", "is_exempt"}
	fields = [field.fieldname for field in row.meta.fields if field.fieldname not in left_out]
	return {field: row.get(field) for field in fields}


def recompute_assessment(doc: Document) -> None:
	"""Take facts and policy together and fill result, explanation and the other schemes; saves nothing itself."""
	case = get_family(doc)
	if doc.is_new() and doc.review_task:
		require_open_review(doc.review_task)
	doc.update({"household": case.household, "scheme": case.scheme, "division": case.division})
	doc.applicant_name = frappe.db.get_value("Registry Person", case.applicant, "person_name")
	_require_day(doc, case)
	doc.policy_version = get_assessment_policy_version(doc, case)
	rules = in_force.get_policy_parameters(doc.policy_version)
	facts = build_household_facts(doc, case)
	scheme = Scheme(case.scheme)
	try:
		everything = entitlement.evaluate_all_schemes(facts, rules)
		result = _asked_for(everything, scheme, case.applicant)
		replay_figures(result.lines)
	except DomainError as error:
		throw_domain_error(error, error.field, AssessmentLineInvalidError)
	names = _names(facts)
	_warn_of_gaps(doc, facts, rules)
	_fill_members(doc, facts, rules, scheme, result, names)
	_fill_lines(doc, facts, rules, result)
	_fill_result(doc, rules, result)
	_fill_explanation(doc, result, names)
	_add_kin_findings(doc, case)
	_fill_other_schemes(doc, everything, result, names)
	doc.result_data = json.dumps({"facts": to_plain(facts), "result": to_plain(result)}, ensure_ascii=False)


def _warn_of_gaps(doc: Document, facts: HouseholdFacts, rules: PolicyParameters) -> None:
	"""Tell whoever saves that a line leaves months of the calculation period empty, which lowers the average."""
	for row, line in zip(doc.incomes, facts.incomes, strict=True):
		months = rules.income.window_for(line.kind)
		covered = line.span.overlap(MonthSpan.ending_before(Month.of(facts.assessed_on), months))
		if covered < months:
			frappe.msgprint(
				_(
					"Row {0} of Income Lines: {1} of the {2} months of the calculation period have income."
				).format(row.idx, covered, months),
				title=_("Months Without Income"),
				indicator="orange",
			)


def get_assessment_policy_version(doc: Document, case: Any) -> str:
	"""The version of acceptance while the case is open, later the one in force on the day of the assessment."""
	if case.policy_version and case.case_status == "Open":
		return str(case.policy_version)
	return in_force.get_policy_in_force(case.division, getdate(doc.as_of_date))


def _require_day(doc: Document, case: Any) -> None:
	day = getdate(doc.as_of_date)
	if day < getdate(case.applied_on) or day > clock.today():
		frappe.throw(
			_("As Of must lie between the application, or the beginning of the review, and today."),
			AssessmentLineInvalidError,
			title=_("Means Assessment"),
		)


def _asked_for(everything: Entitlement, scheme: Scheme, applicant: str) -> SchemeResult:
	"""The result of the scheme applied for; household schemes have no person, personal ones are the applicant's."""
	found = [row for row in everything.results if row.scheme is scheme and row.person in ("", applicant)]
	return found[0] if found else SchemeResult(scheme, Outcome.NOT_APPLICABLE)


def _names(facts: HouseholdFacts) -> dict[str, str]:
	keys = [member.key for member in facts.members]
	rows = frappe.get_all("Registry Person", filters={"name": ("in", keys)}, fields=["name", "person_name"])
	return {row.name: row.person_name for row in rows}


def _fill_members(
	doc: Document,
	facts: HouseholdFacts,
	rules: PolicyParameters,
	scheme: Scheme,
	result: SchemeResult,
	names: Mapping[str, str],
) -> None:
	counted = assess_membership(facts, rules, scheme)
	doc.set("members", [])
	for row in counted:
		doc.append(
			"members",
			{
				"person": row.member.key,
				"person_name": names[row.member.key],
				"relation": row.member.relation.value,
				"age": row.member.age(facts.assessed_on),
				"is_counted": int(row.counts),
				"is_covered": int(row.member.key in result.covered),
				"remark": explanations.format_ground(row),
			},
		)
	doc.member_count = int(result.figure("persons") or sum(row.counts for row in counted))
	doc.covered_count = len(result.covered)


def _fill_lines(doc: Document, facts: HouseholdFacts, rules: PolicyParameters, result: SchemeResult) -> None:
	"""What each line came to, read from the sheet by the line's number."""
	by_figure = {line.figure: line for line in result.lines}
	for number, row in enumerate(doc.incomes, start=1):
		line = by_figure.get(f"income.{number}.counted") or by_figure.get(f"income.{number}.monthly")
		left_out = by_figure.get(f"income.{number}")
		row.counted_amount = to_fen(line.value) if line else 0
		row.excluded_reason = _(left_out.subject) if left_out else None
	for number, row in enumerate(doc.obligors, start=1):
		line = by_figure.get(f"support.{number}")
		row.counted_amount = to_fen(line.value) if line else 0
	for row, asset in zip(doc.assets, facts.assets, strict=True):
		row.is_exempt = int(asset.item in rules.assets.exempt_items)


def _fill_result(doc: Document, rules: PolicyParameters, result: SchemeResult) -> None:
	given = result.outcome in GIVEN
	doc.update(
		{
			"outcome": result.outcome.value,
			"is_eligible": int(result.is_eligible),
			"needs_judgement": int(result.outcome is Outcome.NEEDS_JUDGEMENT),
			"benefit_class": result.tier or (result.care_level.value if result.care_level else None),
			"counted_income": result.figure("income") or 0,
			"per_capita_income": result.figure("per_capita") or 0,
			"standard_amount": result.figure("living") or result.figure("standard") or 0,
			"base_amount": result.part(PartKind.BASE) + result.part(PartKind.LIVING),
			"topup_amount": result.part(PartKind.TOPUP),
			"care_amount": result.part(PartKind.CARE),
			"total_amount": result.amount,
			"authority": result.authority or None,
			"start_month": str(_start_month(doc, rules)) if given else None,
		}
	)


def _start_month(doc: Document, rules: PolicyParameters) -> Month:
	return entitlement.compute_start_month(rules, clock.today(), is_paid_once=is_paid_once(doc.scheme))


def _fill_explanation(doc: Document, result: SchemeResult, names: Mapping[str, str]) -> None:
	doc.set("explanation", [])
	for row in explanations.build_explanation(result, names):
		doc.append("explanation", row)
	doc.set("findings", [])
	for kind, reasons in (("Reason", result.reasons), ("Doubt", result.doubts), ("Notice", result.notices)):
		for reason in dict.fromkeys(reasons):
			message = explanations.format_reason(reason, names)
			doc.append("findings", {"finding_kind": kind, "message": message, "citation": reason.citation})


def _add_kin_findings(doc: Document, case: Any) -> None:
	"""A tie to the staff that one side kept to itself is a doubt for whoever judges the sheet."""
	for finding in (case.kin_findings or "").splitlines():
		row = {"finding_kind": "Doubt", "message": finding, "citation": "民发〔2021〕57号 art. 11, 20"}
		doc.append("findings", row)


def _fill_other_schemes(
	doc: Document, everything: Entitlement, asked: SchemeResult, names: Mapping[str, str]
) -> None:
	"""Other schemes that the family has a right to or comes near to, and the aids it could be referred to."""
	missed = () if asked.outcome in GIVEN else entitlement.list_near_misses(everything.results)
	near = {(row.scheme, row.person) for row in missed}
	doc.set("scheme_results", [])
	for row in everything.results:
		if row is asked or row.outcome in _SILENT:
			continue
		if row.outcome in GIVEN or (row.scheme, row.person) in near:
			reasons = (*row.reasons, *row.doubts)
			doc.append(
				"scheme_results",
				{
					"scheme": row.scheme.value,
					"person": row.person or None,
					"outcome": row.outcome.value,
					"amount": row.amount,
					"reason": explanations.format_reasons(reasons, names),
					"citation": next((reason.citation for reason in reasons if reason.citation), None),
				},
			)
	for referral in everything.referrals:
		doc.append(
			"scheme_results",
			{
				"scheme": referral.scheme.value,
				"person": referral.person or None,
				"outcome": Outcome.ELIGIBLE.value,
				"reason": _("Referral proposed because of {0}.").format(_(referral.need.value.capitalize())),
				"citation": referral.citation,
			},
		)
