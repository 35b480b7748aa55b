"""The one way out of a returned payment: the account was changed and confirmed since, then the months are paid again."""

import frappe
from frappe import _

from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services.awards import grants, payment_holds
from social_assistance.services.awards.exceptions import AwardStateError

LINE, CHANGE = "Payment Line", "Bank Account Change"


def correct_account(award: str) -> None:
	"""End the hold of a returned payment; its months are paid by the next run, to the account confirmed since.

	Refused without a returned payment, without a confirmed change, for an account that the bank refused, and for whoever
	prepared the change.
	"""
	doc = grants.get_locked_award(award)
	lines = frappe.get_all(
		LINE,
		{"award": award, "line_status": "Returned", "is_unsettled": 1},
		["name", "bank_account", "account_print", "modified"],
	)
	if not lines:
		frappe.throw(
			_("No payment of award {0} was returned by the bank.").format(doc.award_no), AwardStateError
		)
	if any(_is_refused_account(doc.bank_account_digest, doc.bank_account, line) for line in lines):
		frappe.throw(
			_(
				"The household's account is still the one that failed. Prepare a Bank Account Change and have it confirmed first."
			),
			AwardStateError,
		)
	_require_change(doc.household, doc.bank_account_digest)
	payment_holds.release_return_hold(award)


def _is_refused_account(digest: str | None, shown: str | None, line: frappe._dict) -> bool:
	"""By the account's print; lines from before there was one by what they show."""
	if line.account_print:
		return bool(digest) and str(digest).startswith(line.account_print)
	return line.bank_account == shown


def _require_change(household: str, digest: str | None) -> None:
	change = frappe.db.get_value(
		CHANGE,
		{"household": household, "bank_account_digest": digest or "", "change_status": "Confirmed"},
		["name", "prepared_by"],
		order_by="confirmed_on desc",
		as_dict=True,
	)
	if not change:
		frappe.throw(
			_("The account of the award was not confirmed by a Bank Account Change."), AwardStateError
		)
	if change.prepared_by == frappe.session.user:
		frappe.throw(
			_("You prepared change {0}; another person must let the returned months be paid.").format(
				change.name
			),
			SeparationOfDutiesError,
		)
