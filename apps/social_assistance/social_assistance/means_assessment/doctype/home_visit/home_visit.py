from collections.abc import Callable
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, getdate

from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.field_rules import EVERY_OTHER, derived, fixed_once_saved, open_while
from social_assistance.services import clock
from social_assistance.services.cases import visit_planning, visit_signatures
from social_assistance.services.cases.exceptions import ApplicationNotReadyError, VisitDateInvalidError
from social_assistance.services.cases.visit_planning import REFUSED, TEAM
from social_assistance.services.means.exceptions import PersonNotInHouseholdError, VisitIncompleteError
from social_assistance.services.papers import record_sheets
from social_assistance.services.refusals import check_all
from social_assistance.services.registry.kin import get_conflicted_users

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

		applicant_name: DF.Data | None
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
		planned_on: DF.Date | None
		remote_reason: DF.SmallText | None
		repeat_reason: DF.SmallText | None
		visit_level: DF.Literal["Township", "District"]
		visit_mode: DF.Literal["On Site", "Phone or Video"]
		visit_status: DF.Literal["Planned", "Done", "Cancelled"]
		visited_on: DF.Date | None
	# end: auto-generated types

	ACT_DAYS = ("visited_on",)

	FIELD_RULES = (
		derived("division"),
		fixed_once_saved("naming_series", "application", "visit_level"),
		open_while(
			"application.current_step",
			("KIN_RECORD", "VERIFY", "VISIT"),
			EVERY_OTHER,
			only_if=("visit_level", "Township"),
		),
		open_while(
			"application.current_step",
			("REVIEW",),
			EVERY_OTHER,
			only_if=("visit_level", "District"),
		),
	)

	def before_insert(self) -> None:
		"""The district's checklist of living conditions, unless the visitor brought rows along."""
		items = frappe.db.get_single_value("Assistance Settings", "visit_checklist") or ""
		if not self.conditions:
			self.extend("conditions", [{"item": item.strip()} for item in items.splitlines() if item.strip()])

	def validate(self) -> None:
		"""Refuse visits that the law would not accept; a missing signature only keeps the visit incomplete."""
		self._take_place()
		check_all(
			self._require_investigators,
			self._require_fitting_team,
			partial(visit_signatures.require_visitor, self),
			partial(visit_signatures.check, self),
			self._require_plan_or_day,
			*self._checks_of_a_visit_made(),
		)
		self.visit_status = visit_planning.get_visit_status(self)

	def _checks_of_a_visit_made(self) -> tuple[Callable[[], None], ...]:
		if not self.visited_on:
			return ()
		return (
			self._require_possible_date,
			self._require_reason_for_remote,
			self._require_member_or_refusal,
		)

	def is_complete(self) -> bool:
		"""Whether the visit counts as evidence: every investigator and the member signed, or the refusal is recorded."""
		return not self.open_points()

	def open_points(self) -> list[str]:
		"""What is still missing before the visit counts, in the reader's language."""
		points = [] if self.visited_on else [_("The day of the visit is missing.")]
		points += [
			_("Investigator {0} has not signed.").format(row.full_name or row.investigator)
			for row in self.investigators
			if not visit_signatures.is_signed(row)
		]
		if self.conclusion != REFUSED and not self.member_signed:
			points.append(_("The household member present has not signed."))
		if not self.conclusion:
			points.append(_("The conclusion is missing."))
		return points

	def _take_place(self) -> None:
		"""Household and division follow the application, so that township scope cannot be chosen by hand."""
		if self.application:
			case = frappe.db.get_value("Assistance Application", self.application, ["household", "division"])
			self.household, self.division = case or (None, None)
		elif self.household:
			self.division = frappe.db.get_value("Registry Household", self.household, "division")

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
		if len(names) < TEAM:
			self._refuse(
				_("Investigators: a home visit needs at least two. Add the second one."), VisitIncompleteError
			)

	def _require_fitting_team(self) -> None:
		"""District visits are made by the district, and nobody visits his own kin (民发〔2021〕57号 art. 11, 20)."""
		if strangers := visit_planning.list_wrong_investigators(self):
			message = (
				_(
					"Investigators: {0} does not belong to the district. A visit of the district is made by its own staff."
				)
				if self.visit_level == "District"
				else _(
					"Investigators: {0} does not investigate for the township; village staff come along only."
				)
			)
			self._refuse(message.format(", ".join(strangers)), VisitIncompleteError)
		if not self.application:
			return
		kin = get_conflicted_users(frappe.get_doc("Assistance Application", self.application))
		for row in self.investigators:
			if row.investigator in kin:
				self._refuse(
					_("Row {0}: {1} is registered as a near relative in this case and must keep out.").format(
						row.idx, row.full_name or row.investigator
					),
					SeparationOfDutiesError,
				)

	def _require_plan_or_day(self) -> None:
		if not (self.planned_on or self.visited_on):
			self._refuse(
				_("Enter the day for which the visit is planned, or the day on which it was made."),
				VisitDateInvalidError,
			)
		if self.conclusion and not self.visited_on:
			self._refuse(
				_("Visited On is missing: a conclusion needs the day of the visit."), VisitDateInvalidError
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

	def sheet(self) -> dict:
		"""What the print format shows."""
		return record_sheets.build_visit_sheet(self)

	def _refuse(self, message: str, reason: type[Exception]) -> None:
		frappe.throw(message, reason, title=_("Home Visit"))
