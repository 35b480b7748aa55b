"""The words of the letter that tells a family of another amount: a new standard, an age, the end of a validity."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from social_assistance.domain.money import ZERO, format_plain_yuan, from_storage
from social_assistance.services.cases.decisions import get_remedy_text
from social_assistance.services.policy import legal_articles
from social_assistance.services.wording import get_bureau_name

STANDARD_CHANGE = "Standard Change"


def build_change_letter(change: Document) -> dict:
	"""Title, paragraphs and office; the article is the one for an increase, a decrease or an end of the scheme."""
	before, after = from_storage(change.amount_before), from_storage(change.amount_after)
	occasion = "Stop" if not after else "Increase" if after > before else "Decrease"
	return {
		"title": _("Notice of the New Standard")
		if change.change_kind == STANDARD_CHANGE
		else _("Notice of a Changed Benefit"),
		"number": change.name,
		"applicant": change.payee_name,
		"paragraphs": [
			_amounts(change, occasion),
			*_settlement(change),
			_("Legal basis: {0}.").format(
				legal_articles.cite(occasion, change.scheme, getdate(change.decided_on))
			),
			get_remedy_text(),
		],
		"office": get_bureau_name(),
		"dated": formatdate(change.decided_on),
	}


def _amounts(change: Document, occasion: str) -> str:
	scheme = _(frappe.get_cached_value("Assistance Scheme", change.scheme, "scheme_name"))
	reason = _(change.reason or change.change_kind).rstrip("。.")
	before, after = format_plain_yuan(change.amount_before), format_plain_yuan(change.amount_after)
	if occasion == "Stop":
		return _("{0}: {1}. Of {2} yuan a month nothing is paid from {3} on.").format(
			scheme, reason, before, change.from_month
		)
	return _("{0}: {1}. The benefit changes from {2} to {3} yuan a month, from {4} on.").format(
		scheme, reason, before, after, change.from_month
	)


def _settlement(change: Document) -> list[str]:
	"""What the months that were paid already got too little or too much."""
	told = []
	if from_storage(change.arrears_amount) > ZERO:
		told.append(
			_("For the months already paid {0} yuan are paid in addition.").format(
				format_plain_yuan(change.arrears_amount)
			)
		)
	if from_storage(change.overpaid_amount) > ZERO:
		told.append(
			_(
				"For the months already paid {0} yuan were too much; we shall agree with you on their return."
			).format(format_plain_yuan(change.overpaid_amount))
		)
	return told
