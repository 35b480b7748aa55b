"""Sums that are paid once close themselves when the bank has paid them; until then they stand on the list of what is due."""

import frappe
from frappe.query_builder import DocType

from social_assistance.engines import base
from social_assistance.services.awards.grants import ACTIVE, STOPPED
from social_assistance.services.policy.schemes import list_paid_once

PAID = "Paid"


def close_paid_awards() -> int:
	"""Stop the awards of one sum whose payment the bank has confirmed; returns how many.

	What is held, returned or not yet in a run keeps its award open.
	"""
	award, line = DocType("Benefit Award"), DocType("Payment Line")
	audit = base.get_audit_columns()
	paid = frappe.qb.from_(line).select(line.award).where(line.line_status == PAID)
	query = frappe.qb.update(award).set(award.award_status, STOPPED).set(award.open_award_key, None)
	query = query.set(award.stop_reason, PAID)
	query = query.set(award.modified, audit["modified"]).set(award.modified_by, audit["modified_by"])
	query.where(
		award.scheme.isin(list_paid_once() or [""]) & (award.award_status == ACTIVE) & award.name.isin(paid)
	).run()
	return base.count_affected_rows()
