from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services.policy import legal_articles


class LegalArticle(Document):
	"""What a letter cites for a scheme and a reason; corrected by a later row that a second person puts into force."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		article: DF.Data | None
		effective_from: DF.Date | None
		legal_document: DF.Link
		occasion: DF.Literal[
			"Correction",
			"Non-acceptance",
			"Termination",
			"Confirmed",
			"Refused",
			"Maintain",
			"Increase",
			"Decrease",
			"Gradual Exit",
			"Stop",
		]
		prepared_by: DF.Link | None
		reason: DF.Data | None
		replaces: DF.Link | None
		scheme: DF.Link | None
		scheme_category: DF.Literal[
			"",
			"Minimum Living Guarantee",
			"Extreme Difficulty",
			"Low-income Marginal",
			"Rigid Spending",
			"Children",
			"Temporary Aid",
			"Special Aid",
		]
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/policy/legal_articles.py",
			"prepared_by",
		),
	)

	def validate(self):
		legal_articles.note_writer(self)

	def before_submit(self):
		legal_articles.require_second_person(self)
