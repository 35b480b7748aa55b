"""Post agreed offsets of a payment run to their recoveries, in the transaction that writes the lines."""

import frappe
from frappe.query_builder.functions import Concat, IfNull, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, ValueWrapper

from social_assistance.engines import base
from social_assistance.engines.payments import due_table
from social_assistance.engines.payments.due_awards import Bounds
from social_assistance.engines.payments.due_table import DUE
from social_assistance.services import clock
from social_assistance.services.payments.recoveries import DOCTYPE, RECOVERED

RECEIPT = "Recovery Receipt"


def post_offsets(run: str, bounds: Bounds) -> None:
	"""A receipt for every line of the batch that carries an offset, and the recoveries' sums anew."""
	recovery, receipt = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(RECEIPT)
	fixed = {**base.get_audit_columns(), "receipt_kind": "Offset", "received_on": clock.today()}
	values = {
		"name": Concat("OF-", DUE.line_name),
		"recovery": recovery.name,
		"payee_name": recovery.payee_name,
		"division": recovery.division,
		"amount": DUE.offset_amount,
		"payment_line": DUE.line_name,
		**{column: ValueWrapper(value) for column, value in fixed.items()},
	}
	(
		frappe.qb.into(receipt)
		.columns(*values)
		.from_(DUE)
		.join(recovery)
		.on(recovery.offset_key == DUE.award)
		.select(*values.values())
		.where(_is_offset(run, bounds))
		.run()
	)
	if base.count_affected_rows():
		_settle(run, bounds)


def _settle(run: str, bounds: Bounds) -> None:
	"""Received and outstanding of the recoveries that the batch offsets, from their receipts."""
	recovery, sums = frappe.qb.DocType(DOCTYPE), _received(run, bounds).as_("sums")
	left = recovery.overpaid_amount - IfNull(recovery.written_off_amount, 0) - sums.amount
	(
		frappe.qb.update(recovery)
		.join(sums)
		.on(sums.recovery == recovery.name)
		.set(recovery.received_amount, sums.amount)
		.set(recovery.outstanding_amount, left)
		.set(recovery.recovery_status, Case().when(left <= 0, RECOVERED).else_(recovery.recovery_status))
		.set(recovery.offset_key, Case().when(left <= 0, None).else_(recovery.offset_key))
		.set(recovery.modified, base.get_audit_columns()["modified"])
		.run()
	)


def _is_offset(run: str, bounds: Bounds) -> Criterion:
	return due_table.match_unpaid_rows(run, bounds) & (DUE.offset_amount > 0)


def _received(run: str, bounds: Bounds) -> QueryBuilder:
	"""What was received, by recovery that the batch offsets; every receipt once, however many rows the award has."""
	recovery, receipt = frappe.qb.DocType(DOCTYPE).as_("offset_recovery"), frappe.qb.DocType(RECEIPT)
	joined = frappe.qb.from_(DUE).join(recovery).on(recovery.offset_key == DUE.award)
	offset = joined.select(recovery.name).where(_is_offset(run, bounds))
	query = frappe.qb.from_(receipt).select(receipt.recovery, Sum(receipt.amount).as_("amount"))
	return query.where(receipt.recovery.isin(offset)).groupby(receipt.recovery)
