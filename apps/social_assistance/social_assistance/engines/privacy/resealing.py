"""Seal every value anew under the active key, batch by batch; a batch that is done is never done again."""

from collections.abc import Callable
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import IfNull
from pypika.queries import QueryBuilder
from pypika.terms import Case

from social_assistance.domain.privacy.encryption import KeyRing, get_key_number
from social_assistance.engines import base
from social_assistance.engines.payments.due_table import DUE
from social_assistance.engines.privacy import digest_map
from social_assistance.engines.privacy.key_numbers import build_key_number
from social_assistance.services.privacy.exceptions import DigestMismatchError
from social_assistance.services.privacy.sealed_columns import ACCOUNT, SealedColumn

BATCH = 500
MOST_NAMED = 10
Tell = Callable[[SealedColumn, int], None]


def rewrite_rows(table: Any) -> QueryBuilder:
	"""An update that leaves `modified` as it is: the records say what they said, and forms that are open stay valid."""
	return frappe.qb.update(table)  # allow: DB-update-without-modified nothing is said anew


def reseal_column(column: SealedColumn, ring: KeyRing, tell: Tell) -> int:
	"""Renew the values that another key sealed, and enter their digests into the map; returns their number."""
	after, count = "", 0
	while names := _next_names(column, ring.active, after):
		count += base.retry_batch_on_deadlock(partial(_reseal_batch, column, ring, names))
		base.commit_batch()
		after = names[-1]
		tell(column, count)
	return count


def map_missing_digests(column: SealedColumn, ring: KeyRing) -> None:
	"""Enter the digests that were typed since the column was renewed; DigestMismatchError for one of another value."""
	rows = _list_unmapped(column)
	if not rows:
		return
	digest_map.add_to_map(ring, column.context, ring.open_many((row[1] for row in rows), column.context))
	wrong = [row[0] for row in _list_unmapped(column)]
	if wrong:
		message = _("{0}: the digest is not that of the sealed value in {1}. Nothing was changed.")
		frappe.throw(message.format(column, ", ".join(wrong[:MOST_NAMED])), DigestMismatchError)


def reseal_due_rows(active: int) -> None:
	"""What open runs still have to pay takes the renewed account of its award, when that is the same account."""
	award = frappe.qb.DocType("Benefit Award")
	now_print = digest_map.build_print(award.bank_account_digest).as_("now_print")
	accounts = frappe.qb.from_(award).select(award.name, award.bank_account_cipher.as_("renewed"), now_print)
	now = accounts.as_("accounts")
	query = rewrite_rows(DUE).join(now).on((now.name == DUE.award) & (now.now_print == DUE.account_print))
	query = query.set(DUE.bank_account_cipher, now.renewed)
	query.where(build_key_number(DUE.bank_account_cipher) != active).run()
	base.commit_batch()


def drop_old_due_rows(active: int) -> None:
	"""Forget the working rows of runs that still hold an account under another key; the run works them out anew."""
	is_old = (IfNull(DUE.bank_account_cipher, "") != "") & (
		build_key_number(DUE.bank_account_cipher) != active
	)
	runs = frappe.qb.from_(DUE).select(DUE.payment_run).distinct().where(is_old).run(pluck=True)
	if runs:
		frappe.qb.from_(DUE).delete().where(DUE.payment_run.isin(runs)).run()


def _next_names(column: SealedColumn, active: int, after: str) -> list[str]:
	table = frappe.qb.DocType(column.doctype)
	cipher = table[column.cipher]
	query = frappe.qb.from_(table).select(table.name).where(IfNull(cipher, "") != "")
	query = query.where((build_key_number(cipher) != active) & (table.name > after))
	return list(query.orderby(table.name).limit(BATCH).run(pluck=True))


def _reseal_batch(column: SealedColumn, ring: KeyRing, names: list[str]) -> int:
	"""The rows are locked before they are read, so that what somebody types meanwhile is never overwritten."""
	stored = _lock_ciphers(column, names)
	old = {name: token for name, token in stored.items() if get_key_number(token) != ring.active}
	if not old:
		return 0
	if column.digest or column.context == ACCOUNT:
		digest_map.add_to_map(ring, column.context, ring.open_many(old.values(), column.context))
	table = frappe.qb.DocType(column.doctype)
	renewed = Case()
	for name, token in old.items():
		renewed = renewed.when(table.name == name, ring.reseal(token, column.context))
	rewrite_rows(table).set(table[column.cipher], renewed).where(table.name.isin(list(old))).run()
	return len(old)


def _list_unmapped(column: SealedColumn) -> list[tuple[str, str]]:
	"""Names and ciphers of the rows whose digest the map does not know."""
	table, known = frappe.qb.DocType(column.doctype), digest_map.MAP
	query = frappe.qb.from_(table).left_join(known).on(known.old_digest == table[column.digest])
	query = query.select(table.name, table[column.cipher]).where(IfNull(table[column.cipher], "") != "")
	return list(query.where((IfNull(table[column.digest], "") != "") & known.old_digest.isnull()).run())


def _lock_ciphers(column: SealedColumn, names: list[str]) -> dict[str, str]:
	table = frappe.qb.DocType(column.doctype)
	query = frappe.qb.from_(table).select(table.name, table[column.cipher]).where(table.name.isin(names))
	return {name: token for name, token in query.for_update().run() if token}
