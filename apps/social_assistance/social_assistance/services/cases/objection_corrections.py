"""A mistake in what was written down of an objection: a new objection with its own number, which names the one it corrects."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.cases.exceptions import ObjectionInvalidError
from social_assistance.services.cases.objection_investigators import list_concerned_users
from social_assistance.services.cases.objections import (
	CORRECTED,
	DOCTYPE,
	ONLINE,
	require_assigner,
	update_objection_count,
)
from social_assistance.services.privacy.encrypted_fields import copy_encrypted_field

SHORTEST_REASON = 4
# What the new objection takes over unless other words are typed.
_CARRIED = (
	"objection_kind",
	"public_notice",
	"application",
	"received_on",
	"channel",
	"is_anonymous",
	"ground",
	"ground_text",
	"concerns_staff",
	"proof",
	"investigator",
)
_SEALED = ("objector_name", "objector_phone")


def correct_objection(objection: str, typed: dict[str, Any], reason: str) -> Document:
	"""File an objection with other words in place of one that is not settled, as the session's user; returns the new one."""
	old = frappe.get_doc(DOCTYPE, objection, for_update=True)
	old.check_permission("read")
	_check_person(old)
	_check_open(old)
	reason = " ".join(reason.split())
	if len(reason) < SHORTEST_REASON:
		_refuse(
			_("Why Corrected: say what was written down wrongly, in at least {0} characters.").format(
				SHORTEST_REASON
			)
		)
	words = {field: value for field, value in typed.items() if value not in (None, "")}
	if old.is_anonymous and any(field in words for field in _SEALED):
		_refuse(_("Objection {0} is anonymous: no name or phone is added to it.").format(old.name))
	if all(str(old.get(field) or "") == str(value) for field, value in words.items()):
		_refuse(_("Nothing is corrected: the new words are those of objection {0}.").format(old.name))
	with allow_transition(DOCTYPE, old.name, ["objection_status"]):
		frappe.db.set_value(DOCTYPE, old.name, "objection_status", CORRECTED)
	new = _file(old, words, reason)
	if old.public_notice:
		update_objection_count(old.public_notice)
	return new


def _file(old: Document, words: dict[str, Any], reason: str) -> Document:
	new = frappe.new_doc(DOCTYPE)
	new.update({field: old.get(field) for field in _CARRIED})
	new.update(words)
	for field in _SEALED:
		if field not in words and not new.is_anonymous:
			copy_encrypted_field(old, field, new)
	new.update({"corrects": old.name, "correction_reason": reason})
	with allow_transition(DOCTYPE):
		new.insert(  # allow: PERM-ignore-permissions who may correct was checked; leaders file no objections
			ignore_permissions=True
		)
	return new


def _check_person(old: Document) -> None:
	"""Who names investigators; not who wrote it down, and nobody whom the objection calls into question."""
	require_assigner(_("An objection is corrected by {0}."))
	case = frappe.get_doc("Assistance Application", old.application)
	if frappe.session.user == old.received_by:
		frappe.throw(
			_("You wrote down objection {0}; it must be corrected by another person.").format(old.name),
			SeparationOfDutiesError,
		)
	if frappe.session.user in list_concerned_users(old, case):
		frappe.throw(
			_("You handled this case or are concerned by the objection; another person must correct it."),
			SeparationOfDutiesError,
		)


def _check_open(old: Document) -> None:
	if old.objection_status == CORRECTED:
		new = frappe.db.get_value(DOCTYPE, {"corrects": old.name})
		_refuse(_("Objection {0} was corrected by {1} already.").format(old.name, new))
	if old.result:
		_refuse(
			_("Objection {0} has its result; what was objected stays as it was investigated.").format(
				old.name
			)
		)
	if old.channel == ONLINE and not old.received_by:
		_refuse(_("Objection {0} was sent by the person objecting; its words stay.").format(old.name))


def _refuse(message: str) -> None:
	frappe.throw(message, ObjectionInvalidError)
