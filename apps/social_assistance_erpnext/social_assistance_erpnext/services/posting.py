"""Posts vouchers of the fund ledger as Journal Entries, every voucher once, and keeps what was posted.

A posting, its vouchers and its Journal Entry are one transaction; a voucher's number is unique among posted vouchers, so that
a job that runs twice, or was killed in between, posts nothing twice and leaves nothing out.
"""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import getdate, now_datetime
from pypika.queries import QueryBuilder

from social_assistance.domain.money import from_storage
from social_assistance.engines import base, locks
from social_assistance.exceptions import RunIsBusyError
from social_assistance_erpnext.domain.journals import (
	Entry,
	Journal,
	Line,
	UnbalancedVoucherError,
	build_journals,
	find_mapped_account,
)

SETTINGS, POSTING, VOUCHER = "Ledger Bridge Settings", "Ledger Bridge Posting", "Ledger Bridge Voucher"
LEDGER, RUN = "Fund Ledger Entry", "Payment Run"


class BridgeError(frappe.ValidationError):
	"""The books lack something that a voucher needs."""


def is_enabled() -> bool:
	"""Whether the settings switch the bridge on."""
	return bool(frappe.db.get_single_value(SETTINGS, "enabled"))


def require_enabled() -> None:
	"""Refuse to post while the bridge is switched off."""
	if not is_enabled():
		frappe.throw(_("Switch the bridge on in Ledger Bridge Settings first."), BridgeError)


def require_idle() -> None:
	"""Refuse a second posting beside one that is under way."""
	if not locks.is_lock_free(SETTINGS):
		frappe.throw(_("Vouchers are being posted already. Wait until that is done."), RunIsBusyError)


def count_pending_vouchers() -> int:
	"""Vouchers of the fund ledger, from the first day of the settings on, that are in no Journal Entry yet."""
	entry = frappe.qb.DocType(LEDGER)
	return int(_pending(entry).select(Count(entry.voucher_no).distinct()).run()[0][0])


def post_pending() -> dict[str, int]:
	"""Post every pending voucher; returns how many journals were posted and how many ERPNext refused.

	What is refused stays pending and does not hold up the others; the reason stands in the settings.
	"""
	require_enabled()
	with locks.hold_exclusive_lock(SETTINGS):
		settings = frappe.get_doc(SETTINGS)
		failures: list[str] = []
		try:
			found = build_journals(_entries())
		except UnbalancedVoucherError as error:
			voucher, debit, credit = error.args
			reason = _("Voucher {0} does not balance: debit {1}, credit {2}.")
			found, failures = [], [reason.format(voucher, debit, credit)]
		failures += [failure for journal in found if (failure := _post(journal, settings))]
		_note(failures)
	return {"posted": len(found) - len(failures) if found else 0, "refused": len(failures)}


def refuse_cancellation(doc: Any, method: str | None = None) -> None:
	"""A Journal Entry of the bridge is undone by reversing in the fund ledger; hook `before_cancel`."""
	posting = frappe.db.get_value(POSTING, {"journal_entry": doc.name})
	if posting:
		frappe.throw(
			_(
				"{0} was posted from the fund ledger ({1}). Reverse it there; the reversal is posted here."
			).format(doc.name, posting),
			BridgeError,
		)


def _pending(entry: Any) -> QueryBuilder:
	voucher = frappe.qb.DocType(VOUCHER)
	first = frappe.db.get_single_value(SETTINGS, "start_date")
	return (
		frappe.qb.from_(entry)
		.left_join(voucher)
		.on(voucher.voucher_no == entry.voucher_no)
		.where(voucher.name.isnull() & (entry.posted_on >= getdate(first)))
	)


def _entries() -> list[Entry]:
	entry = frappe.qb.DocType(LEDGER)
	rows = (
		_pending(entry)
		.select(entry.voucher_no, entry.posted_on, entry.fund_account, entry.debit, entry.credit)
		.select(entry.fund_source, entry.division, entry.reference_doctype, entry.reference_name)
		.orderby(entry.posted_on, entry.voucher_no, entry.entry_no)
		.run(as_dict=True)
	)
	return [
		Entry(
			row.voucher_no,
			row.posted_on,
			row.fund_account,
			from_storage(row.debit),
			from_storage(row.credit),
			row.fund_source or "",
			row.division or "",
			row.reference_name if row.reference_doctype == RUN else "",
		)
		for row in rows
	]


def _post(journal: Journal, settings: Any) -> str | None:
	"""Post one journal and make it durable; the reason when ERPNext refuses it."""
	frappe.db.savepoint("journal")
	try:
		_write(journal, settings)
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point="journal")
		frappe.clear_messages()
		return f"{journal.day} {journal.run}: {error}".replace(" :", ":")
	base.commit_batch()
	return None


def _write(journal: Journal, settings: Any) -> None:
	posting = frappe.get_doc(
		{
			"doctype": POSTING,
			"company": settings.company,
			"posted_on": journal.day,
			"payment_run": journal.run or None,
			"amount": journal.amount,
			"vouchers": [{"voucher_no": number} for number in journal.vouchers],
		}
	)
	posting.insert(ignore_permissions=True)  # allow: PERM-ignore-permissions only this service posts
	accounts = {(row.fund_account, row.fund_source or ""): row.account for row in settings.accounts}
	centers = {row.division: row.cost_center for row in settings.cost_centers}
	entry = frappe.get_doc(
		{
			"doctype": "Journal Entry",
			"voucher_type": "Journal Entry",
			"company": settings.company,
			"posting_date": journal.day,
			"title": _title(journal),
			"user_remark": _title(journal),
			"cheque_no": posting.name,
			"cheque_date": journal.day,
			"accounts": [
				_row(line, accounts, centers.get(line.division) or settings.default_cost_center)
				for line in journal.lines
			],
		}
	)
	entry.flags.ignore_permissions = (
		True  # allow: PERM-ignore-permissions the settings' keeper switched it on
	)
	entry.insert()
	# `submit` of more than a hundred rows would only be queued, and the posting would not know whether it worked.
	entry._submit()
	posting.db_set("journal_entry", entry.name)


def _title(journal: Journal) -> str:
	run = journal.run and f" {journal.run}"
	return _("Fund ledger {0}{1}").format(journal.day, run)


def _row(line: Line, accounts: dict[tuple[str, str], str], cost_center: str | None) -> dict[str, Any]:
	account = find_mapped_account(accounts, line.account, line.source)
	if not account:
		frappe.throw(
			_("Ledger Bridge Settings name no account for fund account {0}.").format(line.account),
			BridgeError,
		)
	return {
		"account": account,
		"cost_center": cost_center,
		"debit_in_account_currency": line.debit,
		"credit_in_account_currency": line.credit,
		"user_remark": line.source or None,
	}


def _note(failures: list[str]) -> None:
	values = {"last_posted_on": now_datetime(), "last_failure": "\n".join(failures)[:2000] or None}
	frappe.db.set_single_value(SETTINGS, values)
	base.commit_batch()
