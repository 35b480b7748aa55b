"""Looking at a clear value: who may, how often, and the entry that each look leaves."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from social_assistance import constants as c
from social_assistance.services.privacy.encrypted_fields import (
	EncryptedField,
	decrypt_value,
	get_encrypted_field,
)
from social_assistance.services.privacy.exceptions import (
	PurposeMissingError,
	RevealNotPermittedError,
	TooManyRequestsError,
)

ENTRY = "Sensitive Access Entry"
SHORTEST_PURPOSE = 4
REVEALS_PER_HOUR = 120
SEARCHES_PER_HOUR = 600

_CASE_STAFF = (
	c.TOWNSHIP_CLERK,
	c.TOWNSHIP_REVIEWER,
	c.TOWNSHIP_LEADER,
	c.VERIFICATION_OFFICER,
	c.DISTRICT_REVIEWER,
	c.DISTRICT_APPROVER,
)
_OVERSIGHT = (c.AUDITOR, c.SUPERVISION_OFFICER)
_CALLERS = (*_CASE_STAFF, c.VILLAGE_ASSISTANT, c.GRID_WORKER, c.HOTLINE_OPERATOR, *_OVERSIGHT)
_PAYERS = (c.TOWNSHIP_CLERK, c.DISTRICT_REVIEWER, c.DISTRICT_APPROVER, c.FINANCE_OFFICER, *_OVERSIGHT)
# Of these the controller lets the investigator of the objection and the district look, nobody else.
_INVESTIGATORS = (*_CASE_STAFF, *_OVERSIGHT)

# Roles that may look at a clear value, beside the permission to read the document. What is not listed stays encrypted.
REVEAL_ROLES: dict[tuple[str, str], tuple[str, ...]] = {
	("Registry Person", "id_number"): (*_CASE_STAFF, *_OVERSIGHT),
	("Registry Person", "phone"): _CALLERS,
	("Registry Person", "disability_card"): (*_CASE_STAFF, *_OVERSIGHT),
	("Registry Household", "phone"): _CALLERS,
	("Registry Household", "bank_account"): _PAYERS,
	("Benefit Award", "bank_account"): _PAYERS,
	("Bank Account Change", "bank_account"): (*_CASE_STAFF, *_OVERSIGHT),
	("Bank Account Change", "former_account"): (*_CASE_STAFF, *_OVERSIGHT),
	("Payment Line", "bank_account"): _PAYERS,
	("Charity Partner", "contact_phone"): (
		c.DISTRICT_REVIEWER,
		c.DISTRICT_APPROVER,
		c.CHARITY_PARTNER,
		*_OVERSIGHT,
	),
	("Charity Partner", "bank_account"): (
		c.FINANCE_OFFICER,
		c.DISTRICT_APPROVER,
		c.CHARITY_PARTNER,
		*_OVERSIGHT,
	),
	("Charity Donation", "donor_phone"): (c.CHARITY_PARTNER, *_OVERSIGHT),
	("Charity Donor", "phone"): (c.CHARITY_PARTNER, *_OVERSIGHT),
	("Charity Campaign", "bank_account"): (
		c.DISTRICT_REVIEWER,
		c.FINANCE_OFFICER,
		c.CHARITY_PARTNER,
		*_OVERSIGHT,
	),
	("Notice Objection", "objector_name"): _INVESTIGATORS,
	("Notice Objection", "objector_phone"): _INVESTIGATORS,
	("Staff Assignment", "id_number"): (c.POLICY_ADMINISTRATOR, c.SUPERVISION_OFFICER),
	("Staff Relative", "id_number"): (c.POLICY_ADMINISTRATOR, c.SUPERVISION_OFFICER),
}


def reveal_value(doctype: str, name: str, fieldname: str, purpose: str) -> str:
	"""The clear value of one field, and the entry that says who looked and why, in one transaction."""
	field = _permitted_field(doctype, fieldname)
	doc = frappe.get_doc(doctype, name)
	_owner_of(doc).check_permission("read")
	if refuse_others := getattr(doc, "before_reveal", None):
		refuse_others()
	record_access(doc, fieldname, purpose)
	cipher = doc.get(field.cipher)
	return decrypt_value(field.kind, cipher) if cipher else ""


def record_access(doc: Document, fieldname: str, purpose: str) -> None:
	"""The entry for a look that another service has permitted: what was seen, by whom and what for."""
	purpose = _stated(purpose)
	_within_rate()
	_write_entry(doc, fieldname, purpose)


def may_reveal(doctype: str, fieldname: str) -> bool:
	"""Whether the user's roles allow a look at this field at all."""
	return bool(set(REVEAL_ROLES.get((doctype, fieldname), ())) & set(frappe.get_roles()))


def list_revealable_fields(doctype: str) -> list[str]:
	"""Fields of a DocType that the user's roles allow to look at."""
	return [name for owner, name in REVEAL_ROLES if owner == doctype and may_reveal(owner, name)]


def enforce_user_limit(action: str, limit: int) -> None:
	"""Count one action of this account in the running hour; refuse beyond the limit."""
	hour = now_datetime().strftime("%Y%m%d%H")
	key = frappe.cache().make_key(f"assist_limit:{action}:{hour}", user=frappe.session.user)
	count = frappe.cache().incrby(key, 1)
	frappe.cache().expire(key, 3600)
	if count > limit:
		_refuse_rate()


def _permitted_field(doctype: str, fieldname: str) -> EncryptedField:
	field = get_encrypted_field(doctype, fieldname) if may_reveal(doctype, fieldname) else None
	if field is None:
		frappe.throw(
			_("Your role does not allow you to see the clear value of {0}.").format(fieldname),
			RevealNotPermittedError,
		)
	return field


def _owner_of(doc: Document) -> Document:
	"""The document whose permission counts: the parent of a table row."""
	return frappe.get_doc(doc.parenttype, doc.parent) if doc.meta.istable else doc


def _stated(purpose: str) -> str:
	text = " ".join(purpose.split())
	if len(text) < SHORTEST_PURPOSE:
		message = _("State in Purpose what you need the clear value for, in at least {0} characters.")
		frappe.throw(message.format(SHORTEST_PURPOSE), PurposeMissingError)
	return text


def _within_rate() -> None:
	"""The entries themselves count the looks of the last hour, so that no cache can lose them."""
	since: Any = add_to_date(now_datetime(), hours=-1)
	looks = frappe.db.count(ENTRY, {"accessed_by": frappe.session.user, "accessed_on": (">", since)})
	if looks >= REVEALS_PER_HOUR:
		_refuse_rate()


def _refuse_rate() -> None:
	message = _(
		"You asked for personal data too often in the last hour. Wait, or let the supervision office raise the limit."
	)
	frappe.throw(message, TooManyRequestsError)


def _write_entry(doc: Document, fieldname: str, purpose: str) -> None:
	entry = frappe.new_doc(ENTRY)
	entry.update(
		{
			"accessed_by": frappe.session.user,
			"accessed_on": now_datetime(),
			"reference_doctype": doc.doctype,
			"reference_name": doc.name,
			"field_name": fieldname,
			"purpose": purpose,
			"ip_address": frappe.local.request_ip,
		}
	)
	entry.insert(ignore_permissions=True)  # allow: PERM-ignore-permissions nobody may write this book by hand
