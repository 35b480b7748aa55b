"""Who else has an account: other households, and staff or their kin (one card for one household, 财办〔2020〕37号)."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.query_builder.functions import IfNull
from pypika.terms import Criterion, Term, ValueWrapper

from social_assistance.services.registry.kin import tied_households

HOUSEHOLD, AWARD, STAFF = "Registry Household", "Benefit Award", "Staff Assignment"
CHANGE = "Bank Account Change"


@dataclass(frozen=True)
class Sharing:
	"""The others with an account: households by name, and the posts of staff to whom it belongs or whose kin hold it."""

	households: tuple[str, ...] = ()
	posts: tuple[str, ...] = ()

	@property
	def count(self) -> int:
		"""How many others there are."""
		return len(self.households) + len(self.posts)

	def __str__(self) -> str:
		"""Numbers and kinds only: the others may live outside the reader's area."""
		texts = []
		if self.households:
			texts.append(_("{0} other households").format(len(self.households)))
		if self.posts:
			texts.append(_("a member of staff or a near relative of one"))
		return ", ".join(texts)


def holders(wanted: Term | list[str], *, verified: bool = False) -> list[tuple[str, str]]:
	"""Digest and household of everybody with one of the accounts, by the register and by awards in force.

	`verified` leaves out accounts of the register that nobody has confirmed yet: they are not paid to.
	"""
	home, award = frappe.qb.DocType(HOUSEHOLD), frappe.qb.DocType(AWARD)
	by_register = home.bank_account_digest.isin(wanted) & (home.household_status == "Active")
	if verified:
		by_register &= home.account_verified_on.isnotnull()
	rows = {
		*frappe.qb.from_(home).select(home.bank_account_digest, home.name).where(by_register).run(),
		*frappe.qb.from_(award)
		.select(award.bank_account_digest, award.household)
		.where(award.bank_account_digest.isin(wanted) & (award.award_status != "Stopped"))
		.run(),
	}
	return sorted((str(digest), str(household)) for digest, household in rows)


def others_with(digest: str | None, household: str | None) -> Sharing:
	"""Everybody but the household itself to whom the account belongs as well."""
	if not digest:
		return Sharing()
	others = {name for _digest, name in holders([digest]) if name != household}
	posts = {post for post, _digest in staff_accounts([digest])}
	posts |= {post for found in tied_households(others).values() for post in found}
	return Sharing(tuple(sorted(others)), tuple(sorted(posts)))


def staff_accounts(wanted: list[str] | None = None) -> list[tuple[str, str]]:
	"""Post and digest of the accounts that staff have on file, all of them without a list."""
	post = frappe.qb.DocType(STAFF)
	query = frappe.qb.from_(post).select(post.name, post.bank_account_digest)
	if wanted is None:
		return list(query.where(IfNull(post.bank_account_digest, "") != "").run())
	return list(query.where(post.bank_account_digest.isin(wanted or [""])).run())


def explained(digests: list[str]) -> set[tuple[str, str]]:
	"""Digest and household of every confirmed account whose second person wrote down why sharing it is right."""
	change = frappe.qb.DocType(CHANGE)
	query = frappe.qb.from_(change).select(change.bank_account_digest, change.household)
	return set(query.where(change.bank_account_digest.isin(digests or [""]) & _is_explained(change)).run())


def _is_explained(change: Term) -> Criterion:
	confirmed: Criterion = change.change_status == ValueWrapper("Confirmed")
	return confirmed & (IfNull(change.shared_reason, "") != "")


def warn(digest: str | None, household: str | None) -> None:
	"""Tell whoever enters an account that others have it."""
	found = others_with(digest, household)
	if found.count:
		frappe.msgprint(
			_(
				"This account belongs to {0} as well. Payments to it are held until another person records why that is right."
			).format(found),
			title=_("Shared Account"),
			indicator="orange",
		)
