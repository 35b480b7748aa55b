"""Personal numbers at rest: encrypted, found by a keyed digest, shown masked.

A controller declares its fields and calls `encrypt_fields` in `validate`:

	SEALED = (EncryptedField("id_number", "citizen_id", cipher="id_number_cipher", digest="id_number_digest"),)

The visible column then only ever holds the masked twin. Ciphers are bound to the kind of the value, not to a DocType, so
that a set-based run may copy the account of a household into its award and payment lines; digests are equal for the same
kind in every DocType and join tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.model.document import Document

from social_assistance.domain.errors import DomainError, SealingError
from social_assistance.domain.privacy import masking
from social_assistance.domain.privacy.encryption import get_key_number, is_token
from social_assistance.domain.registry import identifiers
from social_assistance.domain.registry.disability import parse_disability_card
from social_assistance.domain.registry.identifiers import AccountKind
from social_assistance.exceptions import BusyRecordError
from social_assistance.services import clock
from social_assistance.services.deadlock_retries import get_busy_message
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.privacy.data_key import get_key_ring, get_sealing_ring, hold_keys
from social_assistance.services.privacy.exceptions import DataKeyMissingError, MaskedValueChangedError

STAR = "*"
# What one clear value becomes: (masked twin, cipher, digest)
Sealed = tuple[str, str, str]


@dataclass(frozen=True)
class EncryptedField:
	"""One visible column with its encrypted companions."""

	fieldname: str
	kind: str
	cipher: str
	digest: str = ""


@dataclass(frozen=True)
class Kind:
	"""How values of one kind are checked and masked; `context` binds ciphers and digests."""

	context: str
	parse: Callable[[str, str], str]
	mask: Callable[[str], str]


def _card_or_passbook(text: str, field: str) -> str:
	"""Cards of the national clearing network begin with 62 and carry a check digit; passbooks have none."""
	digits = identifiers.normalise_identifier(text).replace("-", "")
	is_card = digits.startswith("62") and len(digits) >= identifiers.CARD_LENGTH[0]
	return identifiers.parse_account(text, AccountKind.CARD if is_card else AccountKind.PASSBOOK, field)


KINDS: dict[str, Kind] = {
	"citizen_id": Kind(
		"citizen_id",
		lambda text, field: identifiers.parse_citizen_id(text, field, clock.today()).value,
		masking.mask_citizen_id,
	),
	"phone": Kind("phone", identifiers.parse_phone, masking.mask_phone),
	"bank_account": Kind("bank_account", _card_or_passbook, masking.mask_account),
	"person_name": Kind("person_name", lambda text, _field: " ".join(text.split()), masking.mask_name),
	"disability_card": Kind(
		"disability_card",
		lambda text, field: parse_disability_card(text, field).value,
		masking.mask_citizen_id,
	),
}


def encrypt_fields(doc: Document, fields: Sequence[EncryptedField] | None = None) -> dict[str, str]:
	"""Seal what was typed anew and restore what was not; returns the new clear values by field name.

	The stored row alone decides what an unchanged mask stands for: ciphers and digests sent by a client are ignored.
	"""
	stored = _stored_row(doc)
	fresh = {}
	for field in fields if fields is not None else get_encrypted_fields(doc.doctype):
		clear = _take(doc, field, stored)
		if clear:
			fresh[field.fieldname] = clear
	return fresh


def refuse_retired_keys(doc: Document, method: str | None = None) -> None:
	"""`validate` of every document: nothing is written that a key sealed which has left the file meanwhile.

	A document that was read before its row was sealed anew would bring the old cipher back; until it is committed, no key
	is retired.
	"""
	tokens = [
		row.get(field.cipher)
		for row in (doc, *doc.get_all_children())
		for field in list_declared_fields(get_controller(row.doctype))
	]
	known = [get_key_number(token) for token in tokens if token and is_token(token)]
	if known:
		hold_keys()
		if set(known) - set(get_key_ring().masters):
			frappe.throw(get_busy_message(), BusyRecordError)


def list_declared_fields(controller: type) -> tuple[EncryptedField, ...]:
	"""`SEALED` names what people type, `SEALED_COPIES` what services and engines fill."""
	return (*getattr(controller, "SEALED", ()), *getattr(controller, "SEALED_COPIES", ()))


def copy_encrypted_field(source: Any, fieldname: str, target: Document) -> None:
	"""Carry an encrypted value over to a new document of ours (household account to award) without opening it."""
	field = get_encrypted_field(target.doctype, fieldname)
	if field:
		hold_keys()
		digest = source.get(f"{fieldname}_digest")
		_set(target, field, (source.get(fieldname), source.get(f"{fieldname}_cipher"), digest))
		target.flags.sealed_by_server = True


def encrypt_value(kind: str, clear: str) -> Sealed:
	"""Masked twin, cipher and digest of a value that was checked before."""
	rules, ring = KINDS[kind], get_sealing_ring()
	return rules.mask(clear), ring.seal(clear, rules.context), ring.digest(clear, rules.context)


def encrypt_values(kind: str, clear: Sequence[str]) -> list[Sealed]:
	"""The same for many checked values at once, for runs and imports."""
	rules, ring = KINDS[kind], get_sealing_ring()
	ciphers, digests = ring.seal_many(clear, rules.context), ring.digest_many(clear, rules.context)
	return [(rules.mask(text), *sealed) for text, *sealed in zip(clear, ciphers, digests, strict=True)]  # type: ignore[misc]


def decrypt_value(kind: str, cipher: str) -> str:
	"""The clear value of a cipher. Whoever shows it writes a Sensitive Access Entry."""
	try:
		return get_key_ring().open(cipher, KINDS[kind].context)
	except SealingError as error:
		throw_domain_error(error, exception=DataKeyMissingError)


def list_search_digests(kind: str, text: str, label: str = "") -> tuple[str, ...]:
	"""Digests under which a value may be stored, under the active key and the retired ones."""
	clear = parse_sensitive_value(kind, text, label)
	return get_key_ring().digests(clear, KINDS[kind].context)


def parse_sensitive_value(kind: str, text: str, label: str = "") -> str:
	"""The normal form of a value; refuses a malformed one and names the field."""
	try:
		return KINDS[kind].parse(text, label or kind)
	except DomainError as error:
		throw_domain_error(error, label)


def get_encrypted_fields(doctype: str) -> Sequence[EncryptedField]:
	"""The encrypted fields that the controller of a DocType declares."""
	return getattr(get_controller(doctype), "SEALED", ())


def get_encrypted_field(doctype: str, fieldname: str) -> EncryptedField | None:
	"""The declaration of one field, None when it is not encrypted."""
	return next((field for field in get_encrypted_fields(doctype) if field.fieldname == fieldname), None)


def _take(doc: Document, field: EncryptedField, stored: Any) -> str | None:
	"""Bring one field in order; returns its clear value when it was typed anew."""
	shown = (doc.get(field.fieldname) or "").strip()
	if not shown:
		_set(doc, field, (None, None, None))
		return None
	if STAR in shown:
		_keep(doc, field, shown, stored)
		return None
	label = doc.meta.get_label(field.fieldname)
	clear = parse_sensitive_value(field.kind, shown, _row_label(doc, label))
	mask, cipher, digest = encrypt_value(field.kind, clear)
	same = stored and field.digest and stored.get(field.digest) == digest
	_set(doc, field, (mask, stored.get(field.cipher) if same else cipher, digest))
	return clear


def _keep(doc: Document, field: EncryptedField, shown: str, stored: Any) -> None:
	"""An untouched mask keeps the stored value; any other text with stars is refused."""
	trusted = doc if doc.flags.sealed_by_server else stored
	if not trusted or trusted.get(field.fieldname) != shown or not trusted.get(field.cipher):
		label = _row_label(doc, doc.meta.get_label(field.fieldname))
		message = _("{0} shows a masked value. Leave it unchanged, or enter the complete value.")
		frappe.throw(message.format(label), MaskedValueChangedError)
	digest = trusted.get(field.digest) if field.digest else None
	_set(doc, field, (shown, trusted.get(field.cipher), digest))


def _set(doc: Document, field: EncryptedField, values: tuple[str | None, str | None, str | None]) -> None:
	doc.set(field.fieldname, values[0])
	doc.set(field.cipher, values[1])
	if field.digest:
		doc.set(field.digest, values[2])


def _stored_row(doc: Document) -> Any:
	"""The row as the database has it; None for a new document or a new row of a table."""
	if not doc.get("parentfield"):
		return doc.get_doc_before_save()
	parent = getattr(doc, "parent_doc", None)
	before = parent.get_doc_before_save() if parent else None
	rows = before.get(doc.parentfield) if before else []
	return next((row for row in rows if row.name == doc.name), None)


def _row_label(doc: Document, label: str) -> str:
	"""Label of the field, with the row number in a table."""
	text = _(label)
	return _("Row {0}: {1}").format(doc.idx, text) if doc.get("parentfield") else text
