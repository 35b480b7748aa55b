"""Planning of home visits."""

from typing import Any

import frappe

from social_assistance.services.cases import visit_planning


@frappe.whitelist(methods=["POST"])
def plan_visit(application: str, planned_on: str) -> dict[str, Any]:
	"""Plan a home visit for a day and name the two investigators with the fewest open visits.

	Permission: write on the case, create on Home Visit.
	"""
	frappe.get_doc("Assistance Application", application).check_permission("write")
	frappe.has_permission(visit_planning.DOCTYPE, "create", throw=True)
	visit = visit_planning.plan_visit(application, planned_on)
	return {"name": visit.name, "investigators": [row.full_name for row in visit.investigators]}
