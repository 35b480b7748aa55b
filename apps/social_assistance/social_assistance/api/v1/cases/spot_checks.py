"""The spot check's draw and its repetition."""

from typing import Any

import frappe

from social_assistance.services.cases import spot_checks
from social_assistance.services.reviews import spot_check_results


@frappe.whitelist(methods=["POST"])
def draw_cases(spot_check_run: str) -> dict[str, Any]:
	"""Make the draw of a prepared run.

	Permission: write on the run (district reviewers of the area).
	"""
	frappe.get_doc(spot_checks.DOCTYPE, spot_check_run).check_permission("write")
	run = spot_checks.draw_cases(spot_check_run)
	return {"name": run.name, "drawn": run.drawn_count, "mandatory": run.mandatory_count}


@frappe.whitelist(methods=["GET"])
def repeat_draw(spot_check_run: str) -> dict[str, Any]:
	"""Make the stored draw again and compare.

	Permission: read on the run (auditors read all).
	"""
	run = frappe.get_doc(spot_checks.DOCTYPE, spot_check_run)
	run.check_permission("read")
	return spot_checks.repeat_draw(run)


@frappe.whitelist(methods=["POST"])
def record_result(spot_check_run: str, application: str, result: str, findings: str = "") -> dict[str, Any]:
	"""Write what was found in one drawn case of an after-check.

	Permission: write on the run (district reviewers of the area); not the person who decided, no relative.
	"""
	frappe.get_doc(spot_checks.DOCTYPE, spot_check_run).check_permission("write")
	run = spot_check_results.record_check_result(spot_check_run, application, result, findings)
	return {"name": run.name, "checked": run.checked_count, "defective": run.defect_count}
