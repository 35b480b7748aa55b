"""The counter: a family and its application in one transaction, moved as far as its papers carry it.

Persons, household, account change and case are inserted by the session's user through their own controllers, so that every
rule of theirs holds; nothing stays of an attempt that is refused. The same key again returns the case of the first time.
"""

from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import VILLAGE_ASSISTANT
from social_assistance.domain.cases.evidence import list_missing_evidence
from social_assistance.domain.procedure.steps import MoveKind, ProcessTemplate
from social_assistance.services import clock
from social_assistance.services.cases import evidence, intake_checks, intake_papers, steps
from social_assistance.services.cases.exceptions import IntakeRequestError
from social_assistance.services.cases.intake_request import IntakeMember, IntakeRequest, refuse_request
from social_assistance.services.cases.steps import MoveRequest
from social_assistance.services.deadlock_retries import retry_on_deadlock
from social_assistance.services.procedure.templates import (
	DOCTYPE,
	get_action_name,
	load_template,
)
from social_assistance.services.registry.household_facts import HOUSEHOLD
from social_assistance.services.registry.person_facts import PERSON

CHANGE = "Bank Account Change"
# The steps that the filing itself completes; the acceptance is a decision of its own.
FILED_STEPS = ("DISCOVER", "APPLY", "AUTHORISE")
ACCEPT = "ACCEPT"
WISHES = "Wishes to Apply"


def file_family_once(request: IntakeRequest, request_key: str) -> str:
	"""File a family as the work of one web request: a second click that meets the first one's records gets its case."""
	try:
		return retry_on_deadlock(partial(file_family, request, request_key))
	except (frappe.ValidationError, frappe.DuplicateEntryError):
		# Committed meanwhile, hence past the own snapshot: a locking read sees it.
		filed = frappe.db.get_value(DOCTYPE, {"request_key": _key(request_key)}, for_update=True)
		if not filed:
			raise
		frappe.db.rollback()  # allow: DB-manual-commit nothing of the second attempt stays
		frappe.clear_messages()
		frappe.local.response.pop("problems", None)
		return str(filed)


def find_filed_case(request_key: str) -> str:
	"""The case that the user filed under this key already; empty when there is none."""
	return str(frappe.db.get_value(DOCTYPE, {"request_key": _key(request_key)}) or "")


def file_family(request: IntakeRequest, request_key: str) -> str:
	"""File a family and its application; returns the case's name. IntakeRequestError lists what is wrong.

	Permission: create on persons, household and case in the user's area, checked by each document.
	"""
	if filed := find_filed_case(request_key):
		return filed
	problems = intake_checks.list_problems(request)
	if problems:
		refuse_request(problems)
	members = _save_people(request)
	home = _save_household(request, members)
	_propose_account(request, home, members)
	case = _insert_case(request, home, members, _key(request_key))
	_move_on(str(case.name))
	return str(case.name)


def describe_filed_case(case: Document) -> dict[str, Any]:
	"""Where a filed case stands: what is missing, and the names of the moves that follow here."""
	template = load_template(case.process_template)
	is_filing = case.current_step in (*FILED_STEPS, ACCEPT)
	lacking = list_missing_evidence(evidence.get_checklist(case, template)) if is_filing else ()
	ways = {move["action"] for move in steps.list_available_actions(case)}
	at_acceptance = case.current_step == ACCEPT
	accept, correct = (
		_action(template, kind) if at_acceptance else "" for kind in (MoveKind.FORWARD, MoveKind.RETURN)
	)
	return {
		"name": case.name,
		"workflow_state": case.workflow_state,
		"acceptance_no": case.acceptance_no,
		"correction_sent_on": case.correction_sent_on,
		"missing": [evidence.wording(case, need) for need in lacking],
		"asked": [row.description for row in case.evidence if row.source == "Citizen" and not _is_there(row)],
		"accept": accept if accept in ways else "",
		"correct": correct if correct in ways else "",
	}


def _key(request_key: str) -> str:
	if not request_key:
		frappe.throw(_("The request has no key. Reload the page."), IntakeRequestError)
	return f"{frappe.session.user}|{request_key}"


def _save_people(request: IntakeRequest) -> list[str]:
	"""Names of the members' records in their order; new people are begun."""
	return [row.person or _begin_person(request, row) for row in request.members]


def _begin_person(request: IntakeRequest, row: IntakeMember) -> str:
	values = {
		"doctype": PERSON,
		"person_name": row.person_name,
		"id_number": row.id_number,
		"division": request.division,
		"disability_card": row.disability_card or None,
	}
	return str(frappe.get_doc(values).insert().name)


def _save_household(request: IntakeRequest, members: list[str]) -> Document:
	"""The household of the request: a new one, or the one on record with those who joined it."""
	if request.household:
		return _extend_household(request, members)
	rows = [
		{"person": person, "relation": row.relation, "from_date": clock.today()}
		for person, row in zip(members, request.members, strict=True)
	]
	values = {
		"doctype": HOUSEHOLD,
		"division": request.division,
		"residence_class": request.residence_class,
		"head_person": next(row["person"] for row in rows if row["relation"] == "Head"),
		"address": request.address or None,
		"phone": request.phone or None,
		"members": rows,
	}
	return frappe.get_doc(values | _first_account(request, members)).insert()


def _first_account(request: IntakeRequest, members: list[str]) -> dict[str, Any]:
	"""A first account comes with the family and counts as unverified until another person confirms it."""
	if not request.bank_account:
		return {}
	return {
		"bank_account": request.bank_account,
		"bank_name": request.bank_name,
		"account_holder": members[request.account_holder],
	}


def _extend_household(request: IntakeRequest, members: list[str]) -> Document:
	home = frappe.get_doc(HOUSEHOLD, request.household, for_update=True)
	home.check_permission("read")
	known = {row.person for row in home.members if not row.to_date}
	joined = [
		(person, row) for person, row in zip(members, request.members, strict=True) if person not in known
	]
	for person, row in joined:
		home.append("members", {"person": person, "relation": row.relation, "from_date": clock.today()})
	account = {} if home.bank_account_digest else _first_account(request, members)
	home.update(account)
	if joined or account:
		home.save()
	return home


def _propose_account(request: IntakeRequest, home: Document, members: list[str]) -> None:
	"""Prepare the account for the confirmation by a second person, where the role of the counter may do that."""
	if not request.bank_account or not frappe.has_permission(CHANGE, "create"):
		return
	frappe.get_doc(
		{
			"doctype": CHANGE,
			"household": home.name,
			"change_reason": "Account at Intake",
			"reason_text": _("Entered with the application."),
			"account_holder": members[request.account_holder],
			"bank_name": request.bank_name,
			"bank_account": request.bank_account,
			"proof_file": request.card_photo,
		}
	).insert()


def _insert_case(request: IntakeRequest, home: Document, members: list[str], key: str) -> Document:
	is_village = VILLAGE_ASSISTANT in frappe.get_roles()
	case = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"scheme": request.scheme,
			"household": home.name,
			"applicant": members[request.applicant],
			"division": home.division,
			"filing_channel": "Village Agency" if is_village else "Township Window",
			"applied_on": clock.today(),
			"reason_text": request.reason_text or None,
			"aid_cause": request.aid_cause,
			"repeat_reason": request.repeat_reason or None,
			"agent_name": request.agent_name or None,
			"policy_told_on": clock.today() if request.is_told_and_willing else None,
			"applicant_wish": WISHES if request.is_told_and_willing else "",
			"consents": intake_papers.build_consent_rows(request, members),
			"evidence": intake_papers.build_evidence_rows(request, home.division),
		}
	)
	case.flags.request_key = key
	return case.insert()


def _move_on(name: str) -> None:
	"""Complete the steps of the filing one after another, until something is missing or the acceptance is reached."""
	for _step in FILED_STEPS:
		case = frappe.get_doc(DOCTYPE, name)  # allow: PERF-read-in-loop every move leaves another case behind
		if case.current_step not in FILED_STEPS:
			return
		template = load_template(case.process_template)
		if list_missing_evidence(evidence.get_checklist(case, template)):
			return
		steps.move_case(name, MoveRequest(_action(template, MoveKind.FORWARD, case.current_step)))


def _action(template: ProcessTemplate, kind: MoveKind, step: str = ACCEPT) -> str:
	"""Name of the move of a kind from a step; a return from the acceptance goes to the filing."""
	ways = [way for way in template.transitions if way.step == step and way.kind is kind]
	return get_action_name(template, ways[0]) if ways else ""


def _is_there(row: Document) -> bool:
	return bool(row.file or row.document_no or row.defect)
