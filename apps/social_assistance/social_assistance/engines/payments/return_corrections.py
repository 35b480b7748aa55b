"""A bank's corrected answer to a file: a new return that names the booked one, booked as the difference between the two."""

from collections.abc import Sequence
from typing import NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.payments.return_files import ReturnRow
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards import payment_holds
from social_assistance.services.funds.ledger import reverse_voucher
from social_assistance.services.payments.exceptions import BankReturnInvalidError

LINE, RETURN, ENTRY = "Payment Line", "Bank Return", "Fund Ledger Entry"
BOOKED, CORRECTED = "Booked", "Corrected"


class Changes(NamedTuple):
	"""Rows whose lines become paid, and rows whose lines come back."""

	paid: list[ReturnRow]
	failed: list[ReturnRow]

	@classmethod
	def of(cls, rows: Sequence[ReturnRow]) -> "Changes":
		return cls([row for row in rows if row.is_paid], [row for row in rows if not row.is_paid])


def get_corrected_return(document: Document) -> Document:
	"""The return that a new one corrects: booked, of the same bank file, not corrected before."""
	old = frappe.get_doc(RETURN, document.corrects)
	if old.bank_file != document.bank_file:
		_refuse(
			_("Corrects Return: {0} is not an answer to bank file {1}.").format(old.name, document.bank_file)
		)
	if old.return_status != BOOKED:
		_refuse(
			_("Corrects Return: {0} is {1}; only a booked one is corrected.").format(
				old.name, _(old.return_status)
			)
		)
	if not (document.correction_reason or "").strip():
		_refuse(_("Why Corrected: say what the bank had answered wrongly."))
	return old


def compare_returns(old_rows: Sequence[ReturnRow], rows: Sequence[ReturnRow]) -> Changes:
	"""What the new answer changes; refuses other rows or amounts, and lines that have gone on since."""
	before = {row.reference: row for row in old_rows}
	amounts = {row.reference: row.amount for row in old_rows}
	if amounts != {row.reference: row.amount for row in rows} or len(rows) != len(before):
		_refuse(
			_("The corrected file must hold the rows and amounts of the one it corrects. Nothing was booked.")
		)
	changes = Changes.of([row for row in rows if row.is_paid != before[row.reference].is_paid])
	if not any(changes):
		_refuse(_("Nothing is corrected: the bank's answers are the same."))
	_require_lines(changes.failed, {"line_status": "Paid"})
	_require_lines(changes.paid, {"line_status": "Returned", "is_unsettled": 1})
	return changes


def undo_corrected_return(old: Document, new: Document, paid: Sequence[ReturnRow]) -> None:
	"""The old return says so from now on, its voucher is mirrored, and holds end whose payment did arrive."""
	old.return_status = CORRECTED
	with allow_transition(RETURN, old.name):
		old.save()
	filters = {"reference_doctype": RETURN, "reference_name": old.name, "entry_kind": "Bank Return"}
	voucher = frappe.db.get_value(ENTRY, filters, "voucher_no")
	if voucher:
		reverse_voucher(voucher, clock.today(), _("Return {0} was corrected.").format(old.name))
	names = [row.reference for row in paid]
	for award in set(
		frappe.get_all(LINE, {"name": ("in", names or [""])}, pluck="award", limit_page_length=0)
	):
		payment_holds.end_corrected_hold(award, (new.owner, new.confirmed_by))


def _require_lines(rows: Sequence[ReturnRow], state: dict[str, str | int]) -> None:
	"""A line that was issued anew, or otherwise went on, is past correcting by a file."""
	names = [row.reference for row in rows]
	filters = {"name": ("in", names or [""]), **state}
	fit = set(frappe.get_all(LINE, filters, pluck="name", limit_page_length=0))
	for row in rows:
		if row.reference not in fit:
			_refuse(
				_("Row {0}: line {1} has gone on since the first answer. Nothing was booked.").format(
					row.number, row.reference
				)
			)


def _refuse(message: str) -> None:
	frappe.throw(message, BankReturnInvalidError)
