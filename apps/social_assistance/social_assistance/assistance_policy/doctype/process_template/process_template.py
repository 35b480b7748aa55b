import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import EXIT_STATES
from social_assistance.domain.errors import DomainError
from social_assistance.domain.procedure.template_rows import build_template
from social_assistance.permissions.field_rules import written_by
from social_assistance.services import second_person
from social_assistance.services.domain_errors import translate_domain_error
from social_assistance.services.procedure.exceptions import ProcessTemplateError


class ProcessTemplate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.process_template_evidence.process_template_evidence import (
			ProcessTemplateEvidence,
		)
		from social_assistance.assistance_policy.doctype.process_template_scope.process_template_scope import (
			ProcessTemplateScope,
		)
		from social_assistance.assistance_policy.doctype.process_template_step.process_template_step import (
			ProcessTemplateStep,
		)
		from social_assistance.assistance_policy.doctype.process_template_transition.process_template_transition import (
			ProcessTemplateTransition,
		)

		decision_authority: DF.Literal["District", "Township"]
		effective_from: DF.Date
		evidence: DF.Table[ProcessTemplateEvidence]
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		proposed_by: DF.SmallText | None
		scopes: DF.Table[ProcessTemplateScope]
		source_document: DF.SmallText | None
		steps: DF.Table[ProcessTemplateStep]
		template_code: DF.Data
		template_status: DF.Literal["Draft", "Active", "Superseded"]
		template_title: DF.Data
		template_version: DF.Int
		transitions: DF.Table[ProcessTemplateTransition]
	# end: auto-generated types

	FIELD_RULES = (
		written_by("services/procedure/template_versions.py", "template_status"),
		written_by("services/second_person.py", "proposed_by", "in_force_by", "in_force_on"),
	)

	def validate(self):
		try:
			build_template(self.as_dict(), EXIT_STATES)
		except DomainError as error:
			frappe.throw(translate_domain_error(error), ProcessTemplateError)
		self._keep_used_version()
		if self.template_status == "Draft":
			second_person.note_author(self)

	def on_update(self):
		frappe.clear_document_cache(self.doctype, self.name)

	def _keep_used_version(self):
		"""Running cases keep the version they started with, so its rows stay as they are."""
		before = self.get_doc_before_save()
		if not before or before.template_status == "Draft":
			return
		tables = ("steps", "transitions", "evidence", "scopes")
		fixed = ("template_code", "template_version", "decision_authority", "effective_from")
		if any(str(self.get(field)) != str(before.get(field)) for field in fixed) or any(
			_rows(self, table) != _rows(before, table) for table in tables
		):
			frappe.throw(
				_("Version {0} is in use. Press New Version and change the draft.").format(
					self.template_version
				),
				ProcessTemplateError,
			)


def _rows(doc, table: str) -> list[dict]:
	fields = [f.fieldname for f in frappe.get_meta(doc.meta.get_field(table).options).fields]
	return [{field: row.get(field) or None for field in fields} for row in doc.get(table)]
