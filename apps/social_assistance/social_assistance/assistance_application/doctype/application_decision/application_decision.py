import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import RecordIsFinalError
from social_assistance.permissions.field_rules import fill_once, written_by
from social_assistance.services.cases import decision_corrections, decisions
from social_assistance.services.papers import letters


class ApplicationDecision(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amended_from: DF.Link | None
		application: DF.Link
		care_form: DF.Data | None
		care_level: DF.Data | None
		clause: DF.SmallText | None
		corrects: DF.Link | None
		decided_by: DF.Link
		decided_on: DF.Date
		decision_no: DF.Data
		deliver_by: DF.Date | None
		delivered_on: DF.Date | None
		delivery_method: DF.Literal["", "In Person", "By Post", "Electronic", "Left at Residence"]
		delivery_proof: DF.Attach | None
		division: DF.Link
		grounds: DF.SmallText | None
		monthly_amount: DF.Currency
		outcome: DF.Literal["Confirmed", "Refused"]
		referral_offer: DF.SmallText | None
		remedy: DF.SmallText | None
		start_month: DF.Data | None
	# end: auto-generated types

	ACT_DAYS = ("delivered_on",)

	FIELD_RULES = (
		written_by(
			"services/cases/decisions.py",
			"application",
			"decision_no",
			"outcome",
			"decided_on",
			"decided_by",
			"monthly_amount",
			"start_month",
			"care_level",
			"care_form",
			"deliver_by",
			"division",
			"grounds",
			"clause",
			"remedy",
			"referral_offer",
			"corrects",
		),
		fill_once("delivered_on", "delivery_method", "delivery_proof"),
	)

	def onload(self) -> None:
		"""Tell the form whether it offers the correction."""
		self.set_onload("may_correct", decision_corrections.may_correct(self))

	def validate(self):
		decisions.check_delivery(self)

	def letter(self) -> dict:
		"""What the print format shows."""
		return letters.build_decision_letter(self)

	def on_trash(self):
		frappe.throw(_("Decisions cannot be deleted."), RecordIsFinalError)
