from frappe.model.document import Document


class ProcessTemplate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF
		from social_assistance.assistance_policy.doctype.process_template_evidence.process_template_evidence import ProcessTemplateEvidence
		from social_assistance.assistance_policy.doctype.process_template_scope.process_template_scope import ProcessTemplateScope
		from social_assistance.assistance_policy.doctype.process_template_step.process_template_step import ProcessTemplateStep
		from social_assistance.assistance_policy.doctype.process_template_transition.process_template_transition import ProcessTemplateTransition

		decision_authority: DF.Literal["District", "Township"]
		effective_from: DF.Date
		evidence: DF.Table[ProcessTemplateEvidence]
		scopes: DF.Table[ProcessTemplateScope]
		source_document: DF.SmallText | None
		steps: DF.Table[ProcessTemplateStep]
		template_code: DF.Data
		template_status: DF.Literal["Draft", "Active", "Retired"]
		template_title: DF.Data
		template_version: DF.Int
		transitions: DF.Table[ProcessTemplateTransition]
	# end: auto-generated types

	pass
