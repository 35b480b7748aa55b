"""Names of people who objected, from before they were sealed."""

import frappe

from social_assistance.services.privacy.data_key import ensure_key_state
from social_assistance.services.privacy.encrypted_fields import encrypt_values

OBJECTION = "Notice Objection"


def execute() -> None:
	"""Seal them, and keep the mask; a second time nothing is left to seal."""
	ensure_key_state()
	bare = {"objector_name": ("is", "set"), "objector_name_cipher": ("is", "not set")}
	rows = frappe.get_all(OBJECTION, bare, ["name", "objector_name"], limit_page_length=0)
	sealed = encrypt_values("person_name", [row.objector_name for row in rows])
	for row, (mask, cipher, _digest) in zip(rows, sealed, strict=True):
		values = {"objector_name": mask, "objector_name_cipher": cipher}
		frappe.db.set_value(OBJECTION, row.name, values)  # allow: PERF-write-in-loop a few, once
