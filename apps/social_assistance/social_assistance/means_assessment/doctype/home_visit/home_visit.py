from frappe.model.document import Document


class HomeVisit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF
		from social_assistance.means_assessment.doctype.visit_investigator.visit_investigator import VisitInvestigator
		from social_assistance.means_assessment.doctype.visit_photo.visit_photo import VisitPhoto

		application: DF.Link | None
		conclusion: DF.Literal["", "True", "Partly True", "Untrue", "Refused to Cooperate"]
		division: DF.Link | None
		findings: DF.SmallText | None
		household: DF.Link
		investigators: DF.Table[VisitInvestigator]
		living_conditions: DF.SmallText | None
		member_present: DF.Link | None
		member_signed: DF.Check
		naming_series: DF.Literal["RH-.YYYY.-"]
		neighbour_notes: DF.SmallText | None
		photos: DF.Table[VisitPhoto]
		remote_reason: DF.SmallText | None
		visit_mode: DF.Literal["On Site", "Phone or Video"]
		visited_on: DF.Date
	# end: auto-generated types

	pass
