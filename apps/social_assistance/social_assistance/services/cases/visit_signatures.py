"""Who signs a home visit, who records it, and until when (民发〔2021〕57号 art. 16: at least two investigators)."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate

from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.field_rows import is_same
from social_assistance.services import clock
from social_assistance.services.cases.exceptions import VisitUnsignedError

# What an investigator puts a name to; a later change by somebody else takes the other signatures away.
CONTENT = (
	*(
		"visited_on",
		"visit_mode",
		"remote_reason",
		"member_present",
		"member_signed",
		"conclusion",
		"findings",
	),
	*("living_conditions", "neighbour_notes", "conditions", "neighbours"),
)
DRAWN = ("signature_drawn", "signature_time", "signature_place")
RECORDED = ("visited_on", "conclusion", "findings", "living_conditions", "neighbour_notes")


def is_signed(row: Document) -> bool:
	"""By the investigator's own login, or drawn on the device with time and place."""
	return bool(row.signed or (row.signature_drawn and row.signature_time and row.signature_place))


def require_visitor(visit: Document) -> None:
	"""Planning is anybody's who may write visits; what was found is recorded by one who was there."""
	if visit.flags.ignore_permissions or not _records(visit):
		return
	if frappe.session.user not in {row.investigator for row in visit.investigators}:
		frappe.throw(
			_("A home visit is recorded by one of its investigators. You are not one of this visit."),
			SeparationOfDutiesError,
		)


def check(visit: Document, content: Sequence[str] = CONTENT, day: str = "visited_on") -> None:
	"""A signature is the user's own; a drawn one says where and when, and a changed record is signed anew.

	`content` are the fields that are signed, `day` that of the visit or assessment.
	"""
	stored = {row.investigator: row for row in _stored(visit).get("investigators") or []}
	changed = not visit.is_new() and _is_changed(visit, content)
	for row in visit.investigators:
		before = stored.get(row.investigator)
		row.signed_on = before.signed_on if before else None
		_check_own(visit, row, before)
		_check_drawn(row, before, visit.get(day))
		if changed and row.investigator != frappe.session.user and before and is_signed(before):
			row.update({"signed": 0, "signed_on": None, "signature_drawn": None})


def _records(visit: Document) -> bool:
	if visit.is_new():
		return any(visit.get(field) for field in RECORDED)
	return _is_changed(visit, CONTENT)


def _is_changed(visit: Document, fields: Sequence[str]) -> bool:
	stored = visit.get_doc_before_save()
	return bool(stored) and not all(is_same(visit, field, stored.get(field)) for field in fields)


def _stored(visit: Document) -> dict | Document:
	return visit.get_doc_before_save() or {}


def _check_own(visit: Document, row: Document, before: Document | None) -> None:
	if not row.signed:
		row.signed_on = None
		return
	if before and before.signed:
		return
	if row.investigator != frappe.session.user and not visit.flags.ignore_permissions:
		frappe.throw(
			_("Row {0}: {1} signs under the own login, or by drawing on the visitor's device.").format(
				row.idx, row.full_name or row.investigator
			),
			VisitUnsignedError,
		)
	row.signed_on = clock.now()


def _check_drawn(row: Document, before: Document | None, day: Any) -> None:
	"""Drawn on the day of the visit, on the device of an investigator, which gave time and place."""
	if not row.signature_drawn:
		row.signature_time = row.signature_place = None
		return
	if before and all(is_same(row, name, before.get(name)) for name in DRAWN):
		return
	if before and before.signature_drawn:
		frappe.throw(_("Row {0}: a drawn signature is not replaced.").format(row.idx), VisitUnsignedError)
	if not row.signature_time or not row.signature_place:
		frappe.throw(
			_("Row {0}: the device gave no time or no place for the drawn signature.").format(row.idx),
			VisitUnsignedError,
		)
	if not day or get_datetime(row.signature_time).date() != getdate(day):
		frappe.throw(
			_("Row {0}: a signature is drawn on the day of the visit.").format(row.idx), VisitUnsignedError
		)
