"""What the intake page calls: what to begin with, the checks at its fields, and the one save."""

from typing import Any

import frappe
from frappe import _

from social_assistance.domain.vocabulary import Relation
from social_assistance.services.cases import aid_causes, intake, intake_checks, intake_papers, intake_people
from social_assistance.services.cases.exceptions import IntakeRequestError
from social_assistance.services.cases.intake_request import IntakeRequest, read_request
from social_assistance.services.policy.schemes import list_paid_once
from social_assistance.services.privacy.draft_keys import get_draft_key
from social_assistance.services.privacy.sensitive_access import SEARCHES_PER_HOUR, enforce_user_limit
from social_assistance.services.procedure.templates import DOCTYPE
from social_assistance.services.registry.household_facts import HOUSEHOLD
from social_assistance.services.registry.person_facts import PERSON
from social_assistance.services.screening import first_proposals

FILED_TYPES = (PERSON, HOUSEHOLD, DOCTYPE)


@frappe.whitelist(methods=["POST"])
def open_intake() -> dict[str, Any]:
	"""Villages of the own area, the usual one, closed lists, and the key under which the browser keeps a draft.

	Permission: create on persons, households and cases.
	"""
	_require_counter()
	villages = intake_checks.list_villages()
	if not villages:
		frappe.throw(
			_("Your area has no village or community. Ask the policy administrator."), IntakeRequestError
		)
	return {
		"villages": villages,
		"division": intake_checks.get_usual_village(villages),
		"adult_age": intake_checks.get_adult_age(villages[0]["name"]),
		"aid_causes": aid_causes.list_aid_causes(),
		"paid_once": list_paid_once(),
		"relations": [relation.value for relation in Relation],
		"may_write_address": intake_checks.may_write_address(),
		"may_propose_account": bool(frappe.has_permission(intake.CHANGE, "create")),
		"may_extend_household": bool(frappe.has_permission(HOUSEHOLD, "write")),
		"draft_key": get_draft_key(),
	}


@frappe.whitelist(methods=["POST"])
def check_person(id_number: str, head_id_number: str = "", has_spouse: bool = False) -> dict[str, Any]:
	"""What an ID number says and who on record has it, or the problem with it.

	Permission: create on persons, households and cases; people out of sight are told of as the save does.
	"""
	_require_counter()
	enforce_user_limit("find_person", SEARCHES_PER_HOUR)
	return intake_people.check_person(id_number, head_id_number, has_spouse)


@frappe.whitelist(methods=["POST"])
def check_value(kind: str, text: str) -> dict[str, str]:
	"""Whether a phone, account or disability card is well formed.

	Permission: create on persons, households and cases.
	"""
	_require_counter()
	return intake_checks.check_value(kind, text)


@frappe.whitelist(methods=["POST"])
def propose_schemes(request: str | dict) -> list[dict[str, Any]]:
	"""Schemes for the family as entered so far, the likely ones first.

	Permission: create on persons, households and cases.
	"""
	_require_counter()
	return first_proposals.propose_schemes(_read(request))


@frappe.whitelist(methods=["POST"])
def list_papers(scheme: str, division: str) -> list[dict[str, Any]]:
	"""Papers that the procedure of scheme and place asks for until the acceptance.

	Permission: create on persons, households and cases.
	"""
	_require_counter()
	return intake_papers.list_papers(scheme, division)


@frappe.whitelist(methods=["POST"])
def file_family(request: str | dict, request_key: str) -> dict[str, Any]:
	"""File the family and its application in one transaction; the same key again files nothing and says so.

	Permission: create on persons, households and cases, each checked again by its document.
	"""
	_require_counter()
	filed = intake.find_filed_case(request_key)
	application = filed or intake.file_family_once(_read(request), request_key)
	return _describe(application) | {"is_repeated": bool(filed)}


@frappe.whitelist(methods=["POST"])
def get_filed_case(application: str) -> dict[str, Any]:
	"""Where a filed case stands and what follows at the counter.

	Permission: read on the case.
	"""
	frappe.get_doc(DOCTYPE, application).check_permission("read")
	return _describe(application)


def _require_counter() -> None:
	for doctype in FILED_TYPES:
		frappe.new_doc(doctype).check_permission("create")


def _read(request: str | dict) -> IntakeRequest:
	return read_request(frappe.parse_json(request) or {})


def _describe(application: str) -> dict[str, Any]:
	return intake.describe_filed_case(frappe.get_doc(DOCTYPE, application))
