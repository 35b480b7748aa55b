"""Awards from before it was written down whom they cover, and recognitions from before they ended by themselves."""

from typing import Any

import frappe
from frappe.query_builder.functions import Concat, IfNull
from frappe.utils import add_days, getdate
from pypika.terms import Case, Term, ValueWrapper

from social_assistance.domain.periods import add_months
from social_assistance.engines import base

# 刚性支出困难家庭认定办法 art. 10: at most twelve months from the recognition.
MONTHS = 12
_NAME_DIGITS = 20


def execute() -> None:
	"""Fill both from what is on file; a second time it finds them filled.

	Of a person whom two running living benefits cover the first keeps the key: `assist verify` names the other.
	"""
	award, member = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Household Membership")
	_cover(award.person, award.person.isnotnull())
	_cover(member.person, IfNull(award.person, "") == "", member)
	_end_recognitions()


def _cover(person: Term, which: Any, member: Any = None) -> None:
	award, scheme = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Assistance Scheme")
	row, known = frappe.qb.DocType("Award Person"), frappe.qb.DocType("Award Person").as_("known")
	is_living = (scheme.pays_cash == 1) & (scheme.is_recurring == 1)
	columns = {
		**{name: ValueWrapper(value) for name, value in base.get_audit_columns().items()},
		"name": base.Left(base.MD5(Concat(award.name, "|", person)), _NAME_DIGITS),
		"parent": award.name,
		"parenttype": ValueWrapper("Benefit Award"),
		"parentfield": ValueWrapper("covered"),
		"person": person,
		"from_month": award.start_month,
		"open_key": Case().when(is_living, person).else_(None),
	}
	query = frappe.qb.into(row).ignore().columns(*columns).from_(award).join(scheme)
	query = query.on(scheme.name == award.scheme)
	if member is not None:
		query = query.join(member).on((member.parent == award.household) & member.to_date.isnull())
	query = query.left_join(known).on(known.parent == award.name)
	query = query.where(which & award.open_award_key.isnotnull() & known.name.isnull())
	query.select(*columns.values()).orderby(award.start_month).run()


def _end_recognitions() -> None:
	award, ruling = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Application Decision")
	rows = (
		frappe.qb.from_(award)
		.join(ruling)
		.on(ruling.name == award.application_decision)
		.where((award.scheme == "GANGZHI") & award.valid_until.isnull() & (award.award_status != "Stopped"))
		.select(award.name, ruling.decided_on)
		.run(as_dict=True)
	)
	for row in rows:
		last = add_days(add_months(getdate(row.decided_on), MONTHS), -1)
		frappe.db.set_value(  # allow: PERF-write-in-loop the recognitions of one year, once
			"Benefit Award", row.name, "valid_until", last
		)
