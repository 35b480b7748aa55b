"""Claims about income earned elsewhere, and the lines of an assessment that rest on them."""

import frappe
from frappe import _
from frappe.model.document import Document


def list_open_claims(doc: Document) -> list[str]:
	"""Claims behind income lines that nobody has decided yet."""
	claims = [row.evidence_claim for row in doc.incomes if row.evidence_claim]
	filters = {"name": ("in", claims), "claim_status": "Open"}
	return frappe.get_all("Evidence Claim", filters=filters, pluck="name") if claims else []


def find_claim_problem(row: Document, application: str, person: str) -> str:
	"""Why a line cannot rest on its claim; empty when it has none, or one of the same case and person that stands."""
	if not row.evidence_claim:
		return ""
	fields = ["application", "person", "claim_status"]
	claim = frappe.db.get_value("Evidence Claim", row.evidence_claim, fields, as_dict=True)
	if not claim or claim.application != application or claim.person != person:
		return str(_("The evidence claim belongs to another case or person."))
	if claim.claim_status == "Rejected":
		return str(
			_("Evidence claim {0} was rejected. Use other evidence, or count an imputed income.").format(
				row.evidence_claim
			)
		)
	return ""
