import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.permissions.field_rules import EVERY_OTHER, derived, fixed_once_saved, open_while
from social_assistance.services import clock
from social_assistance.services.means.exceptions import EvidenceClaimError, PersonNotInHouseholdError

OPEN, REJECTED, PARTLY = "Open", "Rejected", "Partly Accepted"


class EvidenceClaim(Document):
	"""Income earned elsewhere that no agency can confirm: who proves it, how it was checked, what was accepted and by whom."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accepted_amount: DF.Currency
		application: DF.Link
		check_method: DF.Literal[
			"", "Telephone", "Letter to the Other Place", "Data of a Platform", "Visit", "Papers Compared"
		]
		claim_kind: DF.Literal["Income Earned Elsewhere", "No Income", "Loss of Work", "Other"]
		claim_status: DF.Literal["Open", "Accepted", "Partly Accepted", "Rejected"]
		claimed_amount: DF.Currency
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		decision_reason: DF.SmallText | None
		division: DF.Link | None
		document_no: DF.Data | None
		file: DF.Attach | None
		naming_series: DF.Literal["ZM-.YYYY.-"]
		period_from: DF.Date | None
		period_to: DF.Date | None
		person: DF.Link
		prover_kind: DF.Literal[
			"Employer", "Village or Community Abroad", "Other Authority", "Document", "Own Statement"
		]
		prover_name: DF.Data | None
		prover_place: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (
		derived("division", "decided_by", "decided_on"),
		fixed_once_saved("naming_series", "application"),
		open_while("claim_status", ("Open",), EVERY_OTHER),
	)

	def validate(self) -> None:
		"""A claim lies where its case lies and concerns a member; an answer needs its method and reason and is final."""
		self.division = frappe.db.get_value("Assistance Application", self.application, "division")
		self._require_member()
		self._require_period()
		if self.claim_status == OPEN:
			self.decided_by = self.decided_on = None
		else:
			self._decide()

	def _decide(self) -> None:
		if not self.check_method:
			self._refuse(_("Checked By is missing. Say how the claim was checked before deciding."))
		if self.claim_status in (REJECTED, PARTLY) and not (self.decision_reason or "").strip():
			self._refuse(_("Reason is missing. Say why the claim is not accepted in full."))
		if self.claim_status == PARTLY and not self.accepted_amount:
			self._refuse(_("Accepted per Month is missing."))
		self.decided_by, self.decided_on = frappe.session.user, clock.today()

	def _require_member(self) -> None:
		member = {"parent": self.application, "parenttype": "Assistance Application", "person": self.person}
		if not frappe.db.exists("Application Member", member):
			self._refuse(_("Person is not a member of the application."), PersonNotInHouseholdError)

	def _require_period(self) -> None:
		for field in ("claimed_amount", "accepted_amount"):
			if (self.get(field) or 0) < 0:
				self._refuse(_("{0} must not be negative.").format(_(self.meta.get_label(field))))
		if self.period_from and self.period_to and getdate(self.period_to) < getdate(self.period_from):
			self._refuse(_("Period To lies before Period From."))

	def _refuse(self, message: str, reason: type[Exception] = EvidenceClaimError) -> None:
		frappe.throw(message, reason, title=_("Evidence Claim"))
