from frappe import _, throw
from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services.policy import legal_articles
from social_assistance.services.policy.exceptions import PolicyPeriodInvalidError


class LegalDocument(Document):
	"""A law, rule or notice that letters cite, from the day on which it holds until another repeals it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.repealed_document.repealed_document import (
			RepealedDocument,
		)

		document_number: DF.Data | None
		document_title: DF.Data
		effective_from: DF.Date | None
		effective_to: DF.Date | None
		prepared_by: DF.Link | None
		repeals: DF.Table[RepealedDocument]
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/policy/legal_articles.py",
			"effective_to",
			"prepared_by",
		),
	)

	def validate(self):
		legal_articles.note_writer(self)

	def before_submit(self):
		if not self.effective_from:
			throw(_("Effective From: a document that holds needs its first day."), PolicyPeriodInvalidError)
		legal_articles.require_second_person(self)

	def on_submit(self):
		legal_articles.end_repealed(self)
