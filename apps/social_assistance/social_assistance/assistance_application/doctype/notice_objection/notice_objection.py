import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import RecordIsFinalError
from social_assistance.permissions.field_rules import (
	EMPTY,
	derived,
	fill_once,
	fixed_once_saved,
	open_while,
	written_by,
)
from social_assistance.services.cases import objections
from social_assistance.services.papers import reply_letters
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields


class NoticeObjection(Document):
	"""公示异议 or a complaint: whoever objects may stay unnamed, whoever investigates did not handle the case."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		application: DF.Link | None
		assigned_on: DF.Date | None
		channel: DF.Literal["Face to Face", "By Phone", "Letter", "Hotline", "Online"]
		concerns_staff: DF.Link | None
		correction_reason: DF.SmallText | None
		corrects: DF.Link | None
		division: DF.Link | None
		findings: DF.SmallText | None
		ground: DF.Literal[
			"Income",
			"Property",
			"Household Members",
			"Residence",
			"Kin of Staff",
			"Conduct of Staff",
			"Other",
		]
		ground_text: DF.SmallText
		handled_on: DF.Datetime | None
		investigate_by: DF.Date | None
		investigator: DF.Link | None
		is_anonymous: DF.Check
		naming_series: DF.Literal["YY-.YYYY.-"]
		objection_kind: DF.Literal["Objection to Notice", "Report or Complaint"]
		objection_status: DF.Literal[
			"Recorded", "Under Investigation", "To Be Answered", "Closed", "Corrected"
		]
		objector_name: DF.Data | None
		objector_name_cipher: DF.SmallText | None
		objector_phone: DF.Data | None
		objector_phone_cipher: DF.SmallText | None
		proof: DF.Attach | None
		public_notice: DF.Link | None
		received_by: DF.Link | None
		received_on: DF.Date
		replied_on: DF.Date | None
		reply_method: DF.Literal["", "Face to Face", "By Phone", "Letter", "Posted at the Notice Board"]
		reply_text: DF.SmallText | None
		result: DF.Literal["", "Upheld", "Partly Upheld", "Not Upheld"]
	# end: auto-generated types

	ACT_DAYS = ("replied_on",)

	SEALED = (
		EncryptedField("objector_name", "person_name", cipher="objector_name_cipher"),
		EncryptedField("objector_phone", "phone", cipher="objector_phone_cipher"),
	)

	FIELD_RULES = (
		derived(
			"division",
			"objection_status",
			"received_by",
			"investigate_by",
			"assigned_on",
			"handled_on",
		),
		written_by("services/cases/objection_corrections.py", "corrects", "correction_reason"),
		fixed_once_saved(
			"naming_series",
			"objection_kind",
			"public_notice",
			"application",
			"received_on",
			"channel",
			"is_anonymous",
			"objector_name",
			"objector_phone",
			"ground",
			"ground_text",
		),
		fill_once("concerns_staff", "proof", "result", "replied_on"),
		open_while("result", (EMPTY,), "investigator", "findings"),
		open_while("replied_on", (EMPTY,), "reply_text", "reply_method"),
	)

	def validate(self) -> None:
		"""Term, investigator, result and reply."""
		objections.receive_objection(self)
		objections.update_investigation(self)
		encrypt_fields(self)

	def after_insert(self) -> None:
		"""The notice counts its objections."""
		if self.public_notice:
			objections.update_objection_count(self.public_notice)

	def on_trash(self) -> None:
		"""What was objected stays on file."""
		frappe.throw(_("Objections cannot be deleted."), RecordIsFinalError)

	def before_reveal(self) -> None:
		"""The name and the phone of the person objecting stay with the investigator and the district."""
		objections.require_may_see_objector(self)

	def letter(self) -> dict:
		"""What the print format of the reply shows."""
		return reply_letters.build_objection_reply(self)
