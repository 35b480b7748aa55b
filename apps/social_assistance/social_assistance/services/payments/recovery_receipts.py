"""Money that comes back for an overpayment: receipts of the finance officer, offsets of the payment runs."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import from_storage, parse_amount
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.funds.ledger import (
	RECEIVABLE,
	TREASURY,
	Reference,
	make_credit,
	make_debit,
	post_voucher,
	split_by_source,
)
from social_assistance.services.payments.exceptions import RecoveryInvalidError
from social_assistance.services.payments.recoveries import (
	DOCTYPE,
	OPEN,
	RECOVERED,
	RECOVERING,
	get_ledger_place,
)


def check_recovery_receipt(receipt: Document) -> None:
	"""Never more than is outstanding, judged under the lock of the recovery; called by the controller."""
	try:
		receipt.amount = parse_amount(str(receipt.amount or 0), "amount", allow_zero=False)
	except DomainError as error:
		throw_domain_error(error, receipt.meta.get_label("amount"), RecoveryInvalidError)
	if receipt.receipt_kind == "Repayment" and not (receipt.document_number or "").strip():
		frappe.throw(
			_("Bank Reference or Receipt No. is missing: every repayment has its paper."),
			RecoveryInvalidError,
		)
	recovery = frappe.get_doc(DOCTYPE, receipt.recovery, for_update=True)
	if recovery.recovery_status not in OPEN:
		frappe.throw(
			_("Recovery {0} is {1}; no money can be booked to it.").format(
				recovery.name, _(recovery.recovery_status)
			),
			RecoveryInvalidError,
		)
	if receipt.amount > from_storage(recovery.outstanding_amount):
		frappe.throw(
			_("Amount is {0}, but only {1} yuan are outstanding.").format(
				receipt.amount, from_storage(recovery.outstanding_amount)
			),
			RecoveryInvalidError,
		)
	receipt.update({"payee_name": recovery.payee_name, "division": recovery.division})


def post_recovery_receipt(receipt: Document) -> None:
	"""Into the treasury account, source by source as the payments left it, and off the recovery's claim."""
	recovery = frappe.get_doc(DOCTYPE, receipt.recovery)
	amount, place = from_storage(receipt.amount), get_ledger_place(recovery)
	sources = [
		make_debit(TREASURY, part, place, source) for source, part in split_by_source(recovery.scheme, amount)
	]
	voucher = post_voucher(
		"Repayment",
		[*sources, make_credit(RECEIVABLE, amount, place)],
		Reference(receipt.doctype, receipt.name),
		getdate(receipt.received_on),
	)
	receipt.db_set("voucher_no", voucher)
	recovery.received_amount = from_storage(recovery.received_amount) + amount
	recovery.outstanding_amount = from_storage(recovery.outstanding_amount) - amount
	if recovery.outstanding_amount:
		recovery.recovery_status = RECOVERING
	else:
		recovery.update({"recovery_status": RECOVERED, "offset_key": None})
	with allow_transition(DOCTYPE, recovery.name):
		recovery.save(  # allow: PERM-ignore-permissions the receipt was permitted, its effect is ours
			ignore_permissions=True
		)
