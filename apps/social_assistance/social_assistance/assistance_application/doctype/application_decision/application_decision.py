import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import RecordIsFinalError
from social_assistance.services import clock, letters


class ApplicationDecision(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amended_from: DF.Link | None
		application: DF.Link
		clause: DF.SmallText | None
		decided_by: DF.Link
		decided_on: DF.Date
		decision_no: DF.Data
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

	def validate(self):
		if self.delivered_on and frappe.utils.getdate(self.delivered_on) < frappe.utils.getdate(
			self.decided_on
		):
			frappe.throw(
				_("Delivered On: a decision cannot be delivered before {0}.").format(self.decided_on)
			)
		if self.delivered_on and frappe.utils.getdate(self.delivered_on) > clock.today():
			frappe.throw(_("Delivered On: the date lies in the future."))

	def letter(self) -> dict:
		"""What the print format shows."""
		return letters.decision_letter(self)

	def on_trash(self):
		frappe.throw(_("Decisions cannot be deleted."), RecordIsFinalError)
