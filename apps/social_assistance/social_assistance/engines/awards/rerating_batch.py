"""One batch of a re-rating in SQL: change rows, new parts, the end of the old parts, the awards."""

from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Concat, IfNull, Max, Sum
from pypika import CustomFunction
from pypika.terms import Case, Term, ValueWrapper

from social_assistance.engines import base
from social_assistance.engines.awards.rerated_parts import RateScope, ReratedParts
from social_assistance.engines.payments.due_awards import Bounds
from social_assistance.services import clock

DateFormat = CustomFunction("DATE_FORMAT", ["day", "format"])
SubDate = CustomFunction("SUBDATE", ["day", "days"])


def change_batch(parts: ReratedParts, bounds: Bounds) -> int:
	"""Change rows, new parts, end of the old parts, awards: in this order, because each reads what the next alters."""
	changed = _insert_changes(parts, bounds)
	_insert_parts(parts, bounds)
	_close_parts(parts, bounds)
	_move_awards(parts, bounds)
	return changed


def _insert_changes(parts: ReratedParts, bounds: Bounds) -> int:
	"""One Award Change per award, with the arrears or overpayment of the months that were paid already."""
	change = frappe.qb.DocType("Award Change")
	sums = parts.select(bounds).as_("parts")
	settled = _settled(parts, bounds)
	per_award = (
		frappe.qb.from_(sums)
		.select(
			sums.award,
			Max(sums.household).as_("household"),
			Max(sums.scheme).as_("scheme"),
			Max(sums.division).as_("division"),
			Max(sums.payee_name).as_("payee_name"),
			Sum(sums.amount_before).as_("amount_before"),
			Sum(sums.amount_after).as_("amount_after"),
		)
		.groupby(sums.award)
	).as_("per_award")
	fixed = _change_columns(parts.scope, per_award.award)
	copied = ("award", "household", "scheme", "division", "payee_name", "amount_before", "amount_after")
	query = frappe.qb.into(change).columns(*fixed, *copied, "arrears_amount", "overpaid_amount")
	query = query.from_(per_award).left_join(settled).on(settled.award == per_award.award)
	query.select(
		*fixed.values(),
		*(per_award[column] for column in copied),
		Coalesce(settled.arrears, 0),
		Coalesce(settled.overpaid, 0),
	).orderby(per_award.award).run()
	return base.count_affected_rows()


def _change_columns(scope: RateScope, award: Term) -> dict[str, Term]:
	values = {
		**base.get_audit_columns(),
		"change_kind": "Standard Change",
		"from_month": str(scope.month),
		"decided_on": clock.today(),
		"decided_by": frappe.session.user,
		"rerating_run": scope.name,
		"policy_version": scope.new_version,
	}
	wrapped = {column: ValueWrapper(value) for column, value in values.items()}
	return {"name": Concat(scope.name, "-", award), **wrapped}


def _settled(parts: ReratedParts, bounds: Bounds) -> Any:
	"""Sum by award of the differences for months that have a payment line already."""
	line = frappe.qb.DocType("Payment Line")
	rows = parts.select(bounds).as_("changed")
	per_month = (
		frappe.qb.from_(rows)
		.join(line)
		.on((line.award == rows.award) & (line.payment_month >= rows.split_month))
		.where(line.line_kind.isin(["Regular", "One-off"]))
		.where((IfNull(rows.to_month, "") == "") | (line.payment_month <= rows.to_month))
		.select(rows.award, line.payment_month, Sum(rows.amount_after - rows.amount_before).as_("difference"))
		.groupby(rows.award, line.payment_month)
	).as_("per_month")
	gain = Case().when(per_month.difference > 0, per_month.difference).else_(0)
	loss = Case().when(per_month.difference < 0, -per_month.difference).else_(0)
	return (
		frappe.qb.from_(per_month)
		.select(per_month.award, Sum(gain).as_("arrears"), Sum(loss).as_("overpaid"))
		.groupby(per_month.award)
	).as_("settled")


def _insert_parts(parts: ReratedParts, bounds: Bounds) -> None:
	new = frappe.qb.DocType("Award Amount")
	rows = parts.select(bounds).as_("changed")
	audit = {column: ValueWrapper(value) for column, value in base.get_audit_columns().items()}
	columns: dict[str, Term] = {
		**audit,
		"name": Concat(parts.scope.name, "-", rows.part_name),
		"parent": rows.award,
		"parenttype": ValueWrapper("Benefit Award"),
		"parentfield": ValueWrapper("amounts"),
		"part": rows.part,
		"person": rows.person,
		"rule": rows.rule,
		"citation": _citation(parts.scope, rows),
		"from_month": rows.split_month,
		"to_month": rows.to_month,
		"amount": rows.amount_after,
	}
	frappe.qb.into(new).columns(*columns).from_(rows).select(*columns.values()).run()


def _citation(scope: RateScope, rows: Any) -> Term:
	"""What the rule of each kind of part rests on in the new version."""
	case = Case()
	for part, citation in scope.citations.items():
		case = case.when(rows.part == part, ValueWrapper(citation))
	return case.else_(ValueWrapper(scope.new_version))


def _close_parts(parts: ReratedParts, bounds: Bounds) -> None:
	"""An old part ends the month before its successor; one that had not begun ends before it begins and pays nothing."""
	old, new = frappe.qb.DocType("Award Amount"), frappe.qb.DocType("Award Amount").as_("new_part")
	predecessor = frappe.qb.DocType("Award Amount").as_("predecessor")
	ends = (
		frappe.qb.from_(predecessor)
		.join(new)
		.on(new.name == Concat(parts.scope.name, "-", predecessor.name))
		.where((predecessor.parent > bounds.after) & (predecessor.parent <= bounds.until))
		.select(
			predecessor.name.as_("part_name"),
			DateFormat(SubDate(Concat(new.from_month, "-01"), 1), "%Y-%m").as_("last"),
		)
	).as_("ends")
	audit = base.get_audit_columns()
	query = frappe.qb.update(old).join(ends).on(ends.part_name == old.name).set(old.to_month, ends.last)
	query.set(old.modified, audit["modified"]).set(old.modified_by, audit["modified_by"]).run()


def _move_awards(parts: ReratedParts, bounds: Bounds) -> None:
	"""Update monthly amount and policy version of the awards."""
	award, change = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Award Change")
	gains = (
		frappe.qb.from_(change)
		.select(change.award.as_("of_award"), (change.amount_after - change.amount_before).as_("gain"))
		.where((change.rerating_run == parts.scope.name) & (change.award > bounds.after))
		.where(change.award <= bounds.until)
	).as_("gains")
	audit = base.get_audit_columns()
	(
		frappe.qb.update(award)
		.join(gains)
		.on(gains.of_award == award.name)
		.set(award.monthly_amount, award.monthly_amount + gains.gain)
		.set(award.policy_version, parts.scope.new_version)
		.set(award.modified, audit["modified"])
		.set(award.modified_by, audit["modified_by"])
		.run()
	)
