import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.means.schemes.tekun import compute_care_level
from social_assistance.permissions.field_rules import derived, fill_once, fixed_once_saved
from social_assistance.services import clock
from social_assistance.services.cases import visit_signatures
from social_assistance.services.cases.exceptions import VisitDateInvalidError
from social_assistance.services.means.exceptions import VisitIncompleteError
from social_assistance.services.policy import in_force

ITEMS = ("eating", "dressing", "getting_up", "toilet", "walking", "bathing")
# What the assessors put their names to.
SIGNED = (
	*(f"fails_{item}" for item in ITEMS),
	*("assessed_on", "care_form", "assessor_kind", "assessor_organisation", "remarks"),
)


class SelfcareAssessment(Document):
	"""生活自理能力评估: six acts of daily life give one of three care levels (民发〔2021〕43号 art. 21)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.means_assessment.doctype.visit_investigator.visit_investigator import (
			VisitInvestigator,
		)

		amended_from: DF.Link | None
		application: DF.Link | None
		assessed_on: DF.Date
		assessor_kind: DF.Literal["Township", "Third Party"]
		assessor_organisation: DF.Data | None
		care_form: DF.Literal["", "Centralised", "Dispersed"]
		care_level: DF.Literal["", "Self-care", "Partial Care", "Full Care"]
		change_reported_on: DF.Date | None
		division: DF.Link | None
		failed_items: DF.Int
		fails_bathing: DF.Check
		fails_dressing: DF.Check
		fails_eating: DF.Check
		fails_getting_up: DF.Check
		fails_toilet: DF.Check
		fails_walking: DF.Check
		investigators: DF.Table[VisitInvestigator]
		member_signed: DF.Check
		naming_series: DF.Literal["ZL-.YYYY.-"]
		person: DF.Link
		person_name: DF.Data | None
		policy_version: DF.Link | None
		remarks: DF.SmallText | None
	# end: auto-generated types

	ACT_DAYS = ("assessed_on", "change_reported_on")

	FIELD_RULES = (
		derived("person_name", "division", "failed_items", "care_level", "policy_version"),
		fixed_once_saved("naming_series", "person"),
		fill_once("application"),
	)

	def validate(self) -> None:
		"""Name and division follow the person; count the failed items and take the level from the policy of the day."""
		person = frappe.db.get_value("Registry Person", self.person, ["person_name", "division"])
		self.person_name, self.division = person or (None, None)
		day = getdate(self.assessed_on)
		if day > clock.today():
			frappe.throw(_("Assessed On lies in the future."), VisitDateInvalidError)
		if self.change_reported_on and getdate(self.change_reported_on) > day:
			frappe.throw(_("Change Reported On lies after the assessment."), VisitDateInvalidError)
		visit_signatures.check(self, SIGNED, "assessed_on")
		self.failed_items = sum(bool(self.get(f"fails_{item}")) for item in ITEMS)
		self.policy_version = in_force.get_policy_in_force(self.division, day)
		rules = in_force.get_policy_parameters(self.policy_version).tekun
		self.care_level = compute_care_level(self.failed_items, rules).value if rules else None

	def before_submit(self) -> None:
		"""Every assessor and the person assessed sign before the level counts."""
		unsigned = [
			row.full_name or row.investigator
			for row in self.investigators
			if not visit_signatures.is_signed(row)
		]
		if unsigned or not self.member_signed:
			missing = [*unsigned, *([] if self.member_signed else [_("the person or guardian")])]
			frappe.throw(_("Signatures are missing: {0}.").format(", ".join(missing)), VisitIncompleteError)
