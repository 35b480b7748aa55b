"""End expired claims of wishes, so that other partners can claim the wishes."""

from datetime import date

import frappe
from frappe.utils import now

CLAIM, NEED, DISBURSEMENT = "Wish Claim", "Charity Need", "Charity Disbursement"


def lapse_expired_claims(today: date) -> int:
	"""End claims whose last day has passed, unless an approved disbursement for them is on its way; return their number."""
	claim, given = frappe.qb.DocType(CLAIM), frappe.qb.DocType(DISBURSEMENT)
	on_its_way = frappe.qb.from_(given).select(given.charity_need)
	on_its_way = on_its_way.where((given.docstatus == 1) & (given.disbursement_status == "Approved"))
	query = (
		frappe.qb.from_(claim)
		.select(claim.name, claim.charity_need)
		.where((claim.claim_status == "Claimed") & (claim.due_on < today))
		.where(claim.charity_need.notin(on_its_way.where(given.charity_need.isnotnull())))
	)
	rows = query.for_update().run()
	if not rows:
		return 0
	names, wishes = [row[0] for row in rows], [row[1] for row in rows]
	moment, user = now(), frappe.session.user
	(
		frappe.qb.update(claim)
		.set(claim.claim_status, "Lapsed")
		.set(claim.ended_on, today)
		.set(claim.open_claim_key, None)
		.set(claim.modified, moment)
		.set(claim.modified_by, user)
		.where(claim.name.isin(names))
		.run()
	)
	need = frappe.qb.DocType(NEED)
	(
		frappe.qb.update(need)
		.set(need.need_status, "Open")
		.set(need.modified, moment)
		.set(need.modified_by, user)
		.where(need.name.isin(wishes) & (need.need_status == "Claimed"))
		.run()
	)
	return len(names)
