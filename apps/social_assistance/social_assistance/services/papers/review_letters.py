"""The words of the letter that tells a family the result of its review (民发〔2021〕57号 art. 32; policy.md 4.8)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from social_assistance.domain.money import format_plain_yuan
from social_assistance.services.cases.decisions import get_remedy_text
from social_assistance.services.reviews.exceptions import ReviewStateError
from social_assistance.services.reviews.tasks import DECIDED
from social_assistance.services.wording import get_bureau_name

TITLES = {
	"Maintain": "Notice of Review: Benefit Maintained",
	"Increase": "Decision to Increase the Benefit",
	"Decrease": "Decision to Reduce the Benefit",
	"Gradual Exit": "Notice of Gradual Exit",
	"Stop": "Decision to Stop the Benefit",
}


def build_review_letter(task: Document) -> dict:
	"""Title, paragraphs and monthly amounts of the letter; refuses a review that is not decided."""
	if task.review_status != DECIDED:
		frappe.throw(
			_("The letter of a review can be printed once the district has decided."), ReviewStateError
		)
	return {
		"title": _(TITLES[task.proposed_result]),
		"number": task.decision_no,
		"applicant": task.applicant_name,
		"paragraphs": [*_body(task), get_remedy_text()],
		"table": _months(task) if task.proposed_result == "Gradual Exit" else [],
		"office": get_bureau_name(),
		"dated": formatdate(task.decided_on),
	}


def _body(task: Document) -> list[str]:
	scheme = _(frappe.get_cached_value("Assistance Scheme", task.scheme, "scheme_name"))
	opening = _("Your household's {0} was reviewed. Findings: {1}").format(scheme, _sentence(task.findings))
	return [opening, _result(task), _("Legal basis: {0}.").format(task.clause), *_closing(task)]


def _result(task: Document) -> str:
	before, after = format_plain_yuan(task.amount_before), format_plain_yuan(task.amount_after)
	if task.proposed_result == "Maintain":
		return _("The benefit stays at {0} yuan a month.").format(before)
	if task.proposed_result == "Stop":
		return _("Because {0}, the benefit of {1} yuan a month ends; from {2} on nothing is paid.").format(
			_sentence(task.decision_text), before, task.from_month
		)
	if task.proposed_result == "Gradual Exit":
		return _(
			"Because {0}, the benefit of {1} yuan a month ends gradually from {2} on, as listed below."
		).format(_sentence(task.decision_text), before, task.from_month)
	return _("Because {0}, the benefit changes from {1} to {2} yuan a month, from {3} on.").format(
		_sentence(task.decision_text), before, after, task.from_month
	)


def _closing(task: Document) -> list[str]:
	if task.proposed_result in ("Stop", "Gradual Exit"):
		return [_("If the family meets other hardship we help to refer it to a suitable aid.")]
	return [
		_("The next review is due on {0}. Please tell the township at once when anything changes.").format(
			formatdate(task.next_review_on)
		)
	]


def _months(task: Document) -> list[list[str]]:
	award = frappe.get_doc("Benefit Award", task.award)
	rows = [row for row in award.amounts if row.part == "Gradual Exit"]
	heads = [_("Month"), _("Monthly Amount (yuan)")]
	return [heads, *([row.from_month, format_plain_yuan(row.amount)] for row in rows)]


def _sentence(text: str | None) -> str:
	return (text or "").strip().rstrip("。.")
