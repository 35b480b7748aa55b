"""Table from each old digest to the new one, filled while values are sealed anew; all digests switch by it at once."""

from collections.abc import Iterable

import frappe
from pypika.queries import Table
from pypika.terms import Term

from social_assistance.domain.privacy.encryption import KeyRing
from social_assistance.engines.base import Left
from social_assistance.engines.payments.due_awards import ACCOUNT_PRINT

MAP = Table("assist_digest_map")
_CREATE = """create table if not exists assist_digest_map (
	old_digest varchar(64) not null primary key, new_digest varchar(64) not null,
	old_print varchar(16) not null, new_print varchar(16) not null, key (new_digest), key (old_print), key (new_print)
) engine=InnoDB"""


def create_map() -> None:
	"""Make the table, unless a rotation that broke off left it."""
	frappe.db.sql_ddl(_CREATE)


def drop_map() -> None:
	frappe.db.sql_ddl("drop table if exists assist_digest_map")


def has_map() -> bool:
	"""Whether a rotation is under way."""
	return bool(frappe.db.sql("show tables like 'assist_digest_map'"))


def is_filled() -> bool:
	"""Whether a rotation has renewed something already."""
	return has_map() and bool(frappe.qb.from_(MAP).select(MAP.old_digest).limit(1).run())


def add_to_map(ring: KeyRing, context: str, values: Iterable[str]) -> None:
	"""Enter clear values: their digest under every other key leads to that under the active one."""
	rows = []
	for value in dict.fromkeys(values):
		new = ring.digest(value, context, ring.active)
		old = (ring.digest(value, context, key) for key in ring.masters if key != ring.active)
		rows += [(digest, new, digest[:ACCOUNT_PRINT], new[:ACCOUNT_PRINT]) for digest in old]
	if rows:
		query = frappe.qb.into(MAP).columns(MAP.old_digest, MAP.new_digest, MAP.old_print, MAP.new_print)
		query.ignore().insert(*rows).run()


def build_print(digest: Term) -> Term:
	"""What a payment line keeps of an account's digest."""
	return Left(digest, ACCOUNT_PRINT)
