"""Finding people, and correcting who they are."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.privacy.encrypted_fields import list_search_digests
from social_assistance.services.registry.exceptions import IdentityChangeError

PERSON = "Registry Person"
SHOWN = (
	"name",
	"person_name",
	"id_number",
	"birth_date",
	"sex",
	"division",
	"current_household",
	"is_deceased",
)
SHORTEST_REASON = 4


def find_person_by_id_number(id_number: str) -> str | None:
	"""Name of the person with this ID number, whoever may see it; callers check the permission."""
	digests = list_search_digests("citizen_id", id_number, "ID Number")
	return frappe.db.get_value(PERSON, {"id_number_digest": ("in", digests)}, "name")


def find_visible_person(id_number: str) -> dict[str, Any] | None:
	"""The person with this ID number as far as the user may see, else None: no hint beyond the own scope."""
	name = find_person_by_id_number(id_number)
	if not name or not frappe.has_permission(PERSON, "read", name):
		return None
	rows = frappe.get_list(PERSON, filters={"name": name}, fields=list(SHOWN), limit=1)
	return dict(rows[0]) if rows else None


def correct_id_number(person: str, id_number: str, reason: str) -> str:
	"""Put a mistyped or reissued ID number right; the former one stays in the history. Returns the masked number."""
	doc = frappe.get_doc(PERSON, person)
	doc.check_permission("write")
	text = " ".join(reason.split())
	if len(text) < SHORTEST_REASON:
		frappe.throw(_("State in Reason why the ID Number is corrected."), IdentityChangeError)
	former = {
		"former_id_number": doc.id_number,
		"former_cipher": doc.id_number_cipher,
		"former_digest": doc.id_number_digest,
	}
	doc.append(
		"identity_corrections",
		{"corrected_on": now_datetime(), "corrected_by": frappe.session.user, "reason": text, **former},
	)
	doc.id_number = id_number
	with allow_transition(PERSON, person, ["identity_corrections"]):
		doc.save()
	return doc.id_number
