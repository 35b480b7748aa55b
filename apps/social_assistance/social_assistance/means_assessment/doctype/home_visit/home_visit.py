import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, getdate

from social_assistance.exceptions import (
	ApplicationNotReadyError,
	PersonNotInHouseholdError,
	VisitDateInvalidError,
	VisitIncompleteError,
)
from social_assistance.services import clock

FEWEST_INVESTIGATORS = (
	2  # 最低生活保障审核确认办法 art. 16: at least two investigators, whatever the district
)
REFUSED = "Refused to Cooperate"
REMOTE = "Phone or Video"


class HomeVisit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.means_assessment.doctype.living_condition.living_condition import (
			LivingCondition,
		)
		from social_assistance.means_assessment.doctype.neighbour_inquiry.neighbour_inquiry import (
			NeighbourInquiry,
		)
		from social_assistance.means_assessment.doctype.visit_investigator.visit_investigator import (
			VisitInvestigator,
		)
		from social_assistance.means_assessment.doctype.visit_photo.visit_photo import VisitPhoto

		application: DF.Link | None
		conclusion: DF.Literal["", "True", "Partly True", "Untrue", "Refused to Cooperate"]
		conditions: DF.Table[LivingCondition]
		division: DF.Link | None
		findings: DF.SmallText | None
		household: DF.Link
		investigators: DF.Table[VisitInvestigator]
		living_conditions: DF.SmallText | None
		member_present: DF.Link | None
		member_signed: DF.Check
		naming_series: DF.Literal["RH-.YYYY.-"]
		neighbour_notes: DF.SmallText | None
		neighbours: DF.Table[NeighbourInquiry]
		photos: DF.Table[VisitPhoto]
		remote_reason: DF.SmallText | None
		visit_mode: DF.Literal["On Site", "Phone or Video"]
		visited_on: DF.Date
	# end: auto-generated types

	def before_insert(self) -> None:
		"""The district's checklist of living conditions, unless the visitor brought rows along."""
		items = frappe.db.get_single_value("Assistance Settings", "visit_checklist") or ""
		if not self.conditions:
			self.extend("conditions", [{"item": item.strip()} for item in items.splitlines() if item.strip()])

	def before_validate(self) -> None:
		"""Household and division follow the application, so that township scope cannot be chosen by hand."""
		if self.application:
			case = frappe.db.get_value("Assistance Application", self.application, ["household", "division"])
			self.household, self.division = case or (None, None)
		elif self.household:
			self.division = frappe.db.get_value("Registry Household", self.household, "division")

	def validate(self) -> None:
		"""Refuse visits that the law would not accept; a missing signature only keeps the visit incomplete."""
		self._require_investigators()
		self._require_possible_date()
		self._require_reason_for_remote()
		self._require_member_or_refusal()

	def is_complete(self) -> bool:
		"""Whether the visit counts as evidence: every investigator and the member signed, or the refusal is recorded."""
		return not self.open_points()

	def open_points(self) -> list[str]:
		"""What is still missing before the visit counts, in the reader's language."""
		points = [
			_("Investigator {0} has not signed.").format(row.full_name or row.investigator)
			for row in self.investigators
			if not row.signed
		]
		if self.conclusion != REFUSED and not self.member_signed:
			points.append(_("The household member present has not signed."))
		if not self.conclusion:
			points.append(_("The conclusion is missing."))
		return points

	def _require_investigators(self) -> None:
		names = [row.investigator for row in self.investigators if row.investigator]
		for row in self.investigators:
			if names.count(row.investigator) > 1:
				self._refuse(
					_("Row {0}: {1} is listed twice. Name two different investigators.").format(
						row.idx, row.full_name or row.investigator
					),
					VisitIncompleteError,
				)
		if len(names) < FEWEST_INVESTIGATORS:
			self._refuse(
				_("Investigators: a home visit needs at least two. Add the second one."), VisitIncompleteError
			)

	def _require_possible_date(self) -> None:
		visited = getdate(self.visited_on)
		if visited > clock.today():
			self._refuse(
				_("Visited On lies in the future. Record the visit after it took place."),
				VisitDateInvalidError,
			)
		if not self.application:
			return
		accepted = frappe.db.get_value("Assistance Application", self.application, "accepted_on")
		if not accepted:
			self._refuse(
				_("Application {0} is not accepted yet. Visits count from acceptance on.").format(
					self.application
				),
				ApplicationNotReadyError,
			)
		if visited < getdate(accepted):
			self._refuse(
				_("Visited On lies before the application was accepted ({0}).").format(format_date(accepted)),
				VisitDateInvalidError,
			)

	def _require_reason_for_remote(self) -> None:
		if self.visit_mode == REMOTE and not (self.remote_reason or "").strip():
			self._refuse(
				_(
					"Reason for Remote Visit is missing. Visits by phone or video are for major emergencies only."
				),
				VisitIncompleteError,
			)

	def _require_member_or_refusal(self) -> None:
		if not self.member_present:
			if self.conclusion and self.conclusion != REFUSED:
				self._refuse(
					_(
						"Household Member Present is missing. Name the member, or record that the family refused."
					),
					VisitIncompleteError,
				)
			return
		if not frappe.db.exists(
			"Household Membership", {"parent": self.household, "person": self.member_present}
		):
			self._refuse(
				_("Household Member Present: {0} does not belong to the household.").format(
					self.member_present
				),
				PersonNotInHouseholdError,
			)

	def _refuse(self, message: str, reason: type[Exception]) -> None:
		frappe.throw(message, reason, title=_("Home Visit"))
