"""Campaigns whose plan was filed: the state has a name of its own, apart from bank files that were sent."""

import frappe
from frappe.utils import now


def execute() -> None:
	"""Give filed campaigns the state's new name; once renamed none is left, so it may run twice."""
	campaign = frappe.qb.DocType("Charity Campaign")
	(
		frappe.qb.update(campaign)
		.set(campaign.campaign_status, "Plan Filed")
		.set(campaign.modified, now())
		.set(campaign.modified_by, frappe.session.user)
		.where(campaign.campaign_status == "Filed")
		.run()
	)
