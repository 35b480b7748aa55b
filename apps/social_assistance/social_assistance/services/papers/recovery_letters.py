"""The words of the letter that orders a repayment, from the stored recovery only."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from social_assistance.domain.money import format_chinese_capitals, format_plain_yuan, from_storage
from social_assistance.services.wording import get_bureau_name


def build_recovery_letter(recovery: Document) -> dict:
	"""Title, paragraphs and months of the decision to recover (社会救助暂行办法 art. 68)."""
	scheme = recovery.category_cause or _(
		frappe.get_cached_value("Assistance Scheme", recovery.scheme, "scheme_name")
	)
	amount = from_storage(recovery.overpaid_amount)
	return {
		"title": _("Decision to Recover an Overpayment"),
		"number": recovery.decision_no,
		"applicant": recovery.payee_name,
		"paragraphs": [
			_("Because of {0} on {1}, {2} was not due any more in the months below.").format(
				_(recovery.cause), formatdate(recovery.event_date), scheme
			),
			recovery.grounds,
			_("Please return {0} yuan ({1}).").format(amount, format_chinese_capitals(amount)),
			_(
				"You may apply for administrative review within 60 days, or sue within six months, of receiving this letter."
			),
		],
		"table": [[row.payment_month, format_plain_yuan(row.overpaid_amount)] for row in recovery.months],
		"office": get_bureau_name(),
		"dated": formatdate(recovery.decided_on) if recovery.decided_on else "",
	}
