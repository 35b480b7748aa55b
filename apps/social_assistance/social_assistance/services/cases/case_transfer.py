"""Open cases move with their household: records, assignments and shares follow, and the log says who handed over to whom."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.permissions import region_scope
from social_assistance.permissions.scoped_documents import SCOPED_DOCTYPES
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.clocks import clock_entries
from social_assistance.services.procedure.templates import DOCTYPE, load_template
from social_assistance.services.registry.divisions import get_township
from social_assistance.services.registry.household_open_matters import get_open_matters


def transfer_cases(household: str, division: str) -> list[str]:
	"""Give the open cases of a household to the place it moved to; the caller has checked both sides' rights."""
	names = get_open_matters(household).applications
	for name in names:
		case = frappe.get_doc(DOCTYPE, name, for_update=True)  # allow: PERF-read-in-loop one or two
		_move(case, division)
	return names


def _move(case: Document, division: str) -> None:
	before = case.township
	_move_records(case, division)
	case.division = division
	case.flags.ignore_permissions = (
		True  # allow: PERM-ignore-permissions the right of both sides was checked by the caller
	)
	with allow_transition(DOCTYPE, case.name):
		case.save()
	if get_township(division) == before:
		return
	names = dict(
		frappe.get_all(
			"Administrative Division",
			filters={"name": ("in", (before, case.township))},
			fields=["name", "division_name"],
			as_list=True,
		)
	)
	clock_entries.record_case_transfer(case, f"{names.get(before)} → {names.get(case.township)}")
	_close_assignments(case)
	_take_shares_back(case)
	_tell_receivers(case)


def _move_records(case: Document, division: str) -> None:
	"""Everything filed under the case that is shown by place, so that the sending side loses sight of all of it."""
	for doctype in SCOPED_DOCTYPES:
		field = frappe.get_meta(doctype).get_field("application")
		if field and field.options == DOCTYPE:
			frappe.db.set_value(  # allow: PERF-write-in-loop one statement per kind of document
				doctype, {"application": case.name}, "division", division
			)


def _close_assignments(case: Document) -> None:
	"""Open assignments of people who no longer see the case are cancelled."""
	for row in frappe.get_all(
		"ToDo",
		filters={"reference_type": DOCTYPE, "reference_name": case.name, "status": "Open"},
		fields=["name", "allocated_to"],
	):
		if not region_scope.is_in_scope(case.division, row.allocated_to):
			frappe.db.set_value(  # allow: PERF-write-in-loop a case has a few assignments
				"ToDo", row.name, "status", "Cancelled"
			)


def _take_shares_back(case: Document) -> None:
	for doctype, field, name in (
		("DocShare", "share_doctype", "share_name"),
		("Document Follow", "ref_doctype", "ref_docname"),
	):
		rows = frappe.get_all(  # allow: PERF-read-in-loop two tables
			doctype, filters={field: DOCTYPE, name: case.name}, fields=["name", "user"]
		)
		gone = [
			row.name for row in rows if row.user and not region_scope.is_in_scope(case.division, row.user)
		]
		if gone:
			frappe.db.delete(doctype, {"name": ("in", gone)})  # allow: PERF-write-in-loop two tables


def _tell_receivers(case: Document) -> None:
	"""The handlers of the present step in the receiving area find the case among their messages."""
	ways = load_template(case.process_template).transitions
	roles = sorted({way.role for way in ways if way.step == case.current_step})
	users = frappe.get_all(
		"Has Role", filters={"role": ("in", roles), "parenttype": "User"}, pluck="parent", distinct=True
	)
	languages = dict(
		frappe.get_all(
			"User", filters={"name": ("in", users), "enabled": 1}, fields=["name", "language"], as_list=True
		)
	)
	for user, language in languages.items():
		if region_scope.is_in_scope(case.division, user) and not region_scope.is_oversight(user):
			text = _("Application {0} was handed over to your area.", language)
			frappe.get_doc(  # allow: PERM-ignore-permissions a message to the person concerned
				{
					"doctype": "Notification Log",
					"type": "Alert",
					"for_user": user,
					"document_type": DOCTYPE,
					"document_name": case.name,
					"subject": text.format(case.name),
				}
			).insert(ignore_permissions=True)  # allow: PERF-write-in-loop the few handlers of one township
