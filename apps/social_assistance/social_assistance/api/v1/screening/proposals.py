"""What the desk and programs call for screening runs and their proposals."""

import frappe

from social_assistance.engines.screening import runs
from social_assistance.services.screening import proposals


@frappe.whitelist(methods=["POST"])
def start_run(screening_run: str) -> None:
	"""Queue a screening run.

	Permission: write on the run; the service asks for the role of a district reviewer or policy administrator.
	"""
	frappe.get_doc(proposals.RUN, screening_run).check_permission("write")
	runs.start_screening_run(screening_run)


@frappe.whitelist(methods=["POST"])
def accept_candidate(candidate: str) -> str:
	"""File an application for a proposal; returns its name.

	Permission: read on the candidate in the user's area, role of village assistant or township clerk, create on applications.
	"""
	frappe.get_doc(proposals.CANDIDATE, candidate).check_permission("read")
	return proposals.accept_candidate(candidate)


@frappe.whitelist(methods=["POST"])
def refuse_candidate(candidate: str, reason: str, remark: str = "") -> None:
	"""Record why the family does not apply.

	Permission: read on the candidate in the user's area, role of village assistant or township clerk.
	"""
	frappe.get_doc(proposals.CANDIDATE, candidate).check_permission("read")
	proposals.refuse_candidate(candidate, reason, remark)
