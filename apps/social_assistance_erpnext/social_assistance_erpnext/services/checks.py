"""What `assist verify` asks of the bridge."""

from collections.abc import Iterator

import frappe

from social_assistance.engines.verify.invariants import Check, expect_none
from social_assistance_erpnext.services.posting import POSTING


def check_journal_entries() -> Iterator[Check]:
	"""Every posting has a submitted Journal Entry of its amount."""
	posting, entry = frappe.qb.DocType(POSTING), frappe.qb.DocType("Journal Entry")
	wrong = (
		frappe.qb.from_(posting)
		.left_join(entry)
		.on(entry.name == posting.journal_entry)
		.where(entry.name.isnull() | (entry.docstatus != 1) | (entry.total_debit != posting.amount))
		.select(posting.name)
	)
	yield expect_none(
		"ERP-01", "Every posting has its Journal Entry in ERPNext", [row[0] for row in wrong.run()]
	)
