"""Write who was paid for which cause and month, in the transaction that writes the lines."""

import frappe
from frappe.query_builder.functions import Concat
from pypika.terms import Term, ValueWrapper

from social_assistance.engines import base
from social_assistance.engines.base import MD5, Left
from social_assistance.engines.payments import due_table
from social_assistance.engines.payments.category_due import ENTRY, SHARE
from social_assistance.engines.payments.due_awards import Bounds
from social_assistance.engines.payments.due_payments import CATEGORY
from social_assistance.engines.payments.due_table import DUE
from social_assistance.services.payments import category_rates
from social_assistance.services.payments.runs import RunScope

# Characters of a digest that tell the entries of a line apart.
_DIGITS = 12


def write_entries(scope: RunScope, bounds: Bounds) -> None:
	"""An entry for each share of a batch; the unique key refuses a second payment of the cause even for a bug here."""
	entry, rule = frappe.qb.DocType(ENTRY), str(scope.category_rule)
	values: dict[str, Term] = {
		"name": Concat(DUE.line_name, "-", Left(MD5(SHARE.entry_key), _DIGITS)),
		"category_rule": ValueWrapper(rule),
		"cause": ValueWrapper(category_rates.get_cause(rule)),
		"payment_month": ValueWrapper(str(scope.month)),
		"amount": SHARE.amount,
		"scheme": SHARE.scheme,
		"division": SHARE.division,
		"household": SHARE.household,
		"person": SHARE.person,
		"payment_run": SHARE.payment_run,
		"payment_line": DUE.line_name,
		"entry_key": SHARE.entry_key,
		**{column: ValueWrapper(value) for column, value in base.get_audit_columns().items()},
	}
	(
		frappe.qb.into(entry)
		.columns(*values)
		.from_(DUE)
		.join(SHARE)
		.on((SHARE.payment_run == DUE.payment_run) & (SHARE.award == DUE.award))
		.select(*values.values())
		.where(due_table.match_unpaid_rows(scope.name, bounds) & (DUE.line_kind == CATEGORY))
		.run()
	)
