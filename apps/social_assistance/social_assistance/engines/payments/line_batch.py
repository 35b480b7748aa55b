"""One batch of a payment run: its lines, what they settle, and the offsets against recoveries, in one transaction."""

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import IfNull
from pypika.terms import Case, Term, ValueWrapper

from social_assistance.engines import base
from social_assistance.engines.payments import bank_file_plan, category_entries, due_table, recovery_offsets
from social_assistance.engines.payments.due_awards import Bounds
from social_assistance.engines.payments.due_payments import ARREARS, COLUMNS, RE_ISSUE
from social_assistance.engines.payments.due_table import DUE
from social_assistance.services.payments.runs import get_run_scope
from social_assistance.services.privacy.data_key import hold_keys

# Columns that a line takes over as they are.
FROM_DUE = tuple(column for column in COLUMNS if column not in ("line_name", "is_paid"))


def write_line_batch(run: Document, bounds: Bounds, rows_per_file: int) -> int:
	"""Insert the lines of one batch; the unique line key makes a second payment impossible even for a bug here.

	In the order of the awards, which is that of the rows' key: asked for by ORDER BY, the server sorts the whole batch.
	"""
	line, name = frappe.qb.DocType("Payment Line"), str(run.name)
	hold_keys()
	contents = due_table.get_batch_contents(name, bounds)
	values: dict[str, Term] = {
		"name": DUE.line_name,
		"bank_file": bank_file_plan.build_file_term(run, bounds, contents, rows_per_file),
		"line_status": Case().when(DUE.hold_reason.isnull(), "Due").else_("Held"),
		"is_unsettled": DUE.hold_reason.isnotnull(),
		**{column: ValueWrapper(value) for column, value in base.get_audit_columns().items()},
		**{column: DUE[column] for column in FROM_DUE},
	}
	query = frappe.qb.into(line).columns(*values).from_(DUE).force_index("PRIMARY").select(*values.values())
	query.where(due_table.match_unpaid_rows(name, bounds)).run()
	written = base.count_affected_rows()
	if contents.has_sources:
		_settle_sources(name, bounds)
	if contents.has_offsets:
		recovery_offsets.post_offsets(name, bounds)
	if run.category_rule:
		category_entries.write_entries(get_run_scope(run), bounds)
	return written


def _settle_sources(run: str, bounds: Bounds) -> None:
	"""Changes whose arrears are paid name their line, replaced lines say so: neither is paid a second time."""
	change, audit = frappe.qb.DocType("Award Change"), base.get_audit_columns()
	(
		frappe.qb.update(change)
		.join(DUE)
		.on((DUE.award == change.award) & (DUE.line_kind == ARREARS))
		.set(change.arrears_line, DUE.line_name)
		.set(change.modified, audit["modified"])
		.where(due_table.match_unpaid_rows(run, bounds))
		.where((change.arrears_amount > 0) & (IfNull(change.arrears_line, "") == ""))
		.run()
	)
	old = frappe.qb.DocType("Payment Line").as_("old_line")
	(
		frappe.qb.update(old)
		.join(DUE)
		.on((DUE.original_line == old.name) & (DUE.line_kind == RE_ISSUE))
		.set(old.line_status, "Re-issued")
		.set(old.is_unsettled, 0)
		.set(old.modified, audit["modified"])
		.where(due_table.match_unpaid_rows(run, bounds))
		.run()
	)
