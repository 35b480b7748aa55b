from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services import second_person
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields
from social_assistance.services.registry import staff_facts


class StaffAssignment(Document):
	"""Who works where and as what, with the near relatives the law asks for (民发〔2021〕57号 art. 11)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.office_coordination.doctype.staff_relative.staff_relative import StaffRelative

		assignment_role: DF.Link
		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		bank_account_digest: DF.Data | None
		division: DF.Link
		force_status: DF.Literal["Waiting for a Second Person", "In Force"]
		from_date: DF.Date
		full_name: DF.Data | None
		id_number: DF.Data | None
		id_number_cipher: DF.SmallText | None
		id_number_digest: DF.Data | None
		in_force: DF.Code | None
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		leave_from: DF.Date | None
		leave_to: DF.Date | None
		proposed_by: DF.SmallText | None
		relatives: DF.Table[StaffRelative]
		substitute: DF.Link | None
		to_date: DF.Date | None
		user: DF.Link
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/second_person.py",
			"force_status",
			"proposed_by",
			"in_force",
			"in_force_by",
			"in_force_on",
		),
	)

	SEALED = (
		EncryptedField("id_number", "citizen_id", cipher="id_number_cipher", digest="id_number_digest"),
		EncryptedField(
			"bank_account", "bank_account", cipher="bank_account_cipher", digest="bank_account_digest"
		),
	)

	def validate(self) -> None:
		encrypt_fields(self)
		for relative in self.relatives:
			encrypt_fields(relative)
		staff_facts.check_period(self)
		staff_facts.check_relatives(self)
		staff_facts.check_substitute(self)
		second_person.note_proposal(self)

	def on_update(self) -> None:
		staff_facts.sync_work_area(self)
