"""Accounts that several households share, or that belong to staff: found by their digests over the whole site."""

from collections import defaultdict
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Max, Min, Sum
from pypika.terms import Case

from social_assistance.domain.payments.due_months import HoldReason
from social_assistance.services.awards import shared_accounts
from social_assistance.services.registry.divisions import get_townships
from social_assistance.services.registry.kin import tied_households

HOUSEHOLD, AWARD = "Registry Household", "Benefit Award"
# Rows that the report shows at most.
LARGEST_REPORT = 5_000


def unexplained_awards() -> list[str]:
	"""Awards in force whose account others have too, with nobody having written down why; a run holds them.

	One household of a group may be without a reason: the others' reasons speak of it too. Accounts of the register that
	nobody has confirmed do not count, so that nobody's payment stops because somebody typed its account elsewhere.
	"""
	staff = {digest for _post, digest in shared_accounts.staff_accounts()}
	digests = sorted({*_shared_digests(), *staff})
	if not digests:
		return []
	kept = {
		(digest, household)
		for digest, households in _unexplained(digests).items()
		if len(households) > 1 or digest in staff
		for household in households
	}
	award = frappe.qb.DocType(AWARD)
	found = (
		frappe.qb.from_(award)
		.select(award.name, award.bank_account_digest, award.household)
		.where(award.bank_account_digest.isin(digests) & (award.award_status != "Stopped"))
		.orderby(award.name)
		.run()
	)
	return [name for name, digest, household in found if (digest, household) in kept]


def _unexplained(digests: list[str]) -> dict[str, set[str]]:
	explained = shared_accounts.explained(digests)
	households: dict[str, set[str]] = defaultdict(set)
	for digest, household in shared_accounts.holders(digests, verified=True):
		if (digest, household) not in explained:
			households[digest].add(household)
	return households


def _shared_digests(*, verified: bool = True) -> set[str]:
	"""Digests of more than one household, answered from two indexes that begin with them."""
	home, award = frappe.qb.DocType(HOUSEHOLD), frappe.qb.DocType(AWARD)
	by_register = (
		frappe.qb.from_(home)
		.select(home.bank_account_digest)
		.where((home.bank_account_digest > "") & (home.household_status == "Active"))
		.groupby(home.bank_account_digest)
		.having(Count("*") > 1)
	)
	if verified:
		by_register = by_register.where(home.account_verified_on.isnotnull())
	by_award = (
		frappe.qb.from_(award)
		.select(award.bank_account_digest)
		.where((award.bank_account_digest > "") & (award.award_status != "Stopped"))
		.groupby(award.bank_account_digest)
		.having(Min(award.household) != Max(award.household))
	)
	return {str(row[0]) for query in (by_register, by_award) for row in query.run()}


def summary(run: str) -> dict[str, Any]:
	"""Payments of a previewed run that are held because their account is shared."""
	due = frappe.qb.Table("assist_due")
	is_held = due.hold_reason == HoldReason.SHARED_ACCOUNT.value
	count, amount = (
		frappe.qb.from_(due)
		.select(Count("*"), Sum(Case().when(is_held, due.amount).else_(0)))
		.where((due.payment_run == run) & is_held)
		.run()[0]
	)
	return {"held": int(count), "held_amount": float(amount or 0)}


def report() -> list[dict[str, Any]]:
	"""Households of the reader's area whose account others have, with the others' number and what was written down."""
	staff = {digest for _post, digest in shared_accounts.staff_accounts()}
	digests = sorted({*_shared_digests(verified=False), *staff})
	groups: dict[str, set[str]] = defaultdict(set)
	for digest, household in shared_accounts.holders(digests or [""]):
		groups[digest].add(household)
	tied = tied_households({name for names in groups.values() for name in names})
	reasons = _reasons(digests)
	held = _unexplained(digests) if digests else {}
	rows = []
	for home in _homes({name for names in groups.values() for name in names}):
		for digest in (digest for digest, names in groups.items() if home.name in names):
			others = groups[digest] - {home.name}
			is_staff = digest in staff or any(name in tied for name in (*others, home.name))
			if not others and digest not in staff:
				continue
			reason = reasons.get((digest, home.name), {})
			is_open = home.name in held.get(digest, ()) and (len(held[digest]) > 1 or digest in staff)
			rows.append({**home, "others": len(others), "staff": is_staff, "is_open": is_open, **reason})
	return rows[:LARGEST_REPORT]


def _homes(names: set[str]) -> list[Any]:
	"""Of the reader's area only."""
	homes = frappe.get_list(
		HOUSEHOLD,
		filters={"name": ("in", list(names) or [""])},
		fields=[
			"name",
			"household_no",
			"head_name",
			"division",
			"bank_name",
			"bank_account",
			"account_verified_on",
		],
		order_by="bank_account, household_no",
		limit_page_length=0,
	)
	townships = get_townships({home.division for home in homes})
	return [frappe._dict({**home, "township": townships.get(home.division)}) for home in homes]


def _reasons(digests: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
	changes = frappe.get_all(
		shared_accounts.CHANGE,
		filters={
			"bank_account_digest": ("in", digests or [""]),
			"change_status": "Confirmed",
			"shared_reason": ("is", "set"),
		},
		fields=["bank_account_digest", "household", "name", "shared_reason", "confirmed_by"],
		order_by="confirmed_on",
		limit_page_length=0,
	)
	return {
		(row.bank_account_digest, row.household): {
			"change": row.name,
			"shared_reason": row.shared_reason,
			"confirmed_by": row.confirmed_by,
		}
		for row in changes
	}
