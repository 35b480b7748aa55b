"""Frozen facts of a case at the steps where an amount is fixed, so that it can be derived again years later."""

import json

import frappe
from frappe.model.document import Document

from social_assistance.domain.fingerprint import compute_fingerprint
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock

DOCTYPE = "Case Snapshot"


def create_case_snapshot(case: Document, step_code: str) -> str:
	"""Store household, members, assessment and policy version as they are now; returns the snapshot's name."""
	facts = _facts(case)
	snapshot = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"application": case.name,
			"step_code": step_code,
			"taken_on": clock.now(),
			"division": case.division,
			"policy_version": case.policy_version,
			"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str, indent=1),
			"facts_digest": compute_fingerprint(facts),
		}
	)
	snapshot.flags.ignore_permissions = True  # allow: PERM-ignore-permissions nobody may create or change snapshots; the step service is the only writer
	with allow_transition(DOCTYPE):
		snapshot.insert()
	return snapshot.name


def _facts(case: Document) -> dict:
	"""Plain values only; encrypted columns stay out, the person's name is the reference."""
	household = frappe.get_doc("Registry Household", case.household)
	return {
		"application": _plain(
			case, ("scheme", "applicant", "division", "accepted_on", "acceptance_no", "process_template")
		),
		"members": [_plain(row, ("person", "relation", "is_counted", "is_covered")) for row in case.members],
		"household": _plain(household, ("household_no", "division", "residence_class", "head_person")),
		"membership": [
			_plain(row, ("person", "relation", "from_date", "to_date")) for row in household.members
		],
		"assessment": _assessment(case),
		"policy_version": case.policy_version,
	}


def _assessment(case: Document) -> dict:
	if not case.means_assessment:
		return {}
	doc = frappe.get_doc("Means Assessment", case.means_assessment)
	return {
		"name": doc.name,
		"total_amount": str(doc.total_amount),
		"incomes": [
			_plain(row, ("person", "income_kind", "gross_amount", "months", "counted_amount"))
			for row in doc.incomes
		],
		"explanation": [
			_plain(row, ("line_no", "label", "value", "rule", "citation")) for row in doc.explanation
		],
	}


def _plain(doc: Document, fields: tuple[str, ...]) -> dict:
	return {field: None if doc.get(field) is None else str(doc.get(field)) for field in fields}
