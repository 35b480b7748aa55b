"""A household moves to another village: inside the township at once, to another township by a transfer that both sides confirm."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.permissions import region_scope
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.cases import case_transfer
from social_assistance.services.cases.exceptions import HouseholdTransferError
from social_assistance.services.registry import household_events
from social_assistance.services.registry.divisions import get_township
from social_assistance.services.registry.exceptions import HouseholdChangeError
from social_assistance.services.registry.household_open_matters import get_open_matters

HOUSEHOLD, TRANSFER, DIVISION = "Registry Household", "Household Transfer", "Administrative Division"
REQUESTED, ACCEPTED, DECLINED, WITHDRAWN = "Requested", "Accepted", "Declined", "Withdrawn"


def move_household(household: str, division: str, day: date, reason: str) -> str | None:
	"""Move at once inside the township (None), or ask the other township to take over (name of the transfer).

	Either way a transfer is on file that says when and why.
	"""
	doc = frappe.get_doc(HOUSEHOLD, household, for_update=True)
	doc.check_permission("write")
	_check_move(doc, division, day, reason)
	transfer = _request(doc, division, day, reason)
	if get_township(doc.division) != get_township(division):
		return transfer
	_relocate(doc, division)
	_answer(frappe.get_doc(TRANSFER, transfer), ACCEPTED, "")
	return None


def accept_transfer(transfer: str) -> None:
	"""The receiving township takes the household over, with its people, open applications and awards."""
	doc = _open(transfer)
	_require_side(doc.division)
	household = frappe.get_doc(HOUSEHOLD, doc.household, for_update=True)
	_relocate(household, doc.division)
	_answer(doc, ACCEPTED, "")


def decline_transfer(transfer: str, answer: str) -> None:
	"""The receiving township refuses, with its reason."""
	doc = _open(transfer)
	_require_side(doc.division)
	if not answer.strip():
		frappe.throw(_("State in Answer why the household is not taken over."), HouseholdTransferError)
	_answer(doc, DECLINED, answer.strip())


def withdraw_transfer(transfer: str) -> None:
	"""The sending township takes its request back."""
	doc = _open(transfer)
	_require_side(doc.from_division)
	_answer(doc, WITHDRAWN, "")


def _check_move(doc: Document, division: str, day: date, reason: str) -> None:
	if doc.household_status != "Active":
		frappe.throw(
			_("Household {0} is not active any more.").format(doc.household_no), HouseholdChangeError
		)
	if frappe.db.get_value(DIVISION, division, "division_level") != "Village":
		frappe.throw(_("To Division must be a village or community."), HouseholdTransferError)
	if division == doc.division:
		frappe.throw(_("The household lives in {0} already.").format(division), HouseholdTransferError)
	if day > clock.today():
		frappe.throw(_("Moved On cannot lie in the future."), HouseholdTransferError)
	if not reason.strip():
		frappe.throw(_("State the Reason of the move."), HouseholdTransferError)


def _request(doc: Document, division: str, day: date, reason: str) -> str:
	if frappe.db.exists(TRANSFER, {"open_key": doc.name}):
		frappe.throw(
			_("A transfer of household {0} is waiting for its answer.").format(doc.household_no),
			HouseholdTransferError,
		)
	transfer = frappe.new_doc(TRANSFER)
	transfer.update(
		{
			"household": doc.name,
			"head_name": doc.head_name,
			"from_division": doc.division,
			"division": division,
			"transfer_status": REQUESTED,
			"moved_on": day,
			"reason": reason.strip(),
			"handed_over": _inventory(doc),
			"class_changes": int(_class_of(division) != doc.residence_class),
			"requested_by": frappe.session.user,
			"requested_on": clock.now(),
			"open_key": doc.name,
		}
	)
	transfer.insert(  # allow: PERM-ignore-permissions write on the household was checked; the target lies outside the sender's area
		ignore_permissions=True
	)
	return str(transfer.name)


def _inventory(doc: Document) -> str:
	"""What the other township will take over, in words."""
	applications, awards = get_open_matters(doc.name)
	rows = (
		frappe.get_all("Benefit Award", filters={"name": ("in", awards)}, fields=["award_no", "scheme"])
		if awards
		else []
	)
	lines = [
		_("Members: {0}").format(doc.member_count),
		*applications,
		*(f"{row.award_no} {row.scheme}" for row in rows),
	]
	return "\n".join(lines)


def _relocate(doc: Document, division: str) -> None:
	"""Village, class and people of the household, and the place of its open applications and awards.

	From town to country or back another standard holds: each award gets its review.
	"""
	other_class = _class_of(division)
	class_changes = bool(other_class) and other_class != doc.residence_class
	doc.division, doc.residence_class = division, other_class
	doc.save(  # allow: PERM-ignore-permissions the right of both sides was checked by the caller
		ignore_permissions=True
	)
	case_transfer.transfer_cases(doc.name, division)
	for award in get_open_matters(doc.name).awards:
		with allow_transition("Benefit Award", award):
			frappe.db.set_value(  # allow: PERF-write-in-loop a household has one or two awards
				"Benefit Award", award, "division", division
			)
	if class_changes:
		household_events.announce_household_change(
			[str(doc.name)],
			household_events.RESIDENCE,
			clock.today(),
			_("The household moved between town and country; another standard holds."),
		)


def _class_of(division: str) -> str:
	return str(frappe.db.get_value(DIVISION, division, "residence_class") or "")


def _open(transfer: str) -> Document:
	doc = frappe.get_doc(TRANSFER, transfer, for_update=True)
	if doc.transfer_status != REQUESTED:
		frappe.throw(
			_("This transfer was answered already: {0}.").format(_(doc.transfer_status)),
			HouseholdTransferError,
		)
	return doc


def _require_side(division: str) -> None:
	"""The user must be able to write households, and the division must lie in the own area."""
	frappe.has_permission(HOUSEHOLD, "write", throw=True)
	if not region_scope.is_in_scope(division):
		frappe.throw(_("Only staff of {0} can answer here.").format(division), frappe.PermissionError)


def _answer(doc: Document, status: str, answer: str) -> None:
	doc.update(
		{
			"transfer_status": status,
			"answer": answer,
			"answered_by": frappe.session.user,
			"answered_on": clock.now(),
			"open_key": None,
		}
	)
	doc.save(ignore_permissions=True)  # allow: PERM-ignore-permissions the side that may answer was checked
