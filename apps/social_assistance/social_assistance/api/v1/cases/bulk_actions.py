"""What the desk and programs call for many cases or reviews at once: choose, preview, carry out."""

from typing import Any

import frappe
from frappe.model.document import Document

from social_assistance.engines.cases import bulk_actions
from social_assistance.engines.cases.bulk_actions import BulkRequest
from social_assistance.services.cases import steps
from social_assistance.services.procedure.templates import DOCTYPE as CASE

STANDING = ("name", "run_status", "total_count", "done_count", "refused_count", "progress", "results")


@frappe.whitelist(methods=["POST"])
def choices(applications: str | list[str]) -> list[dict[str, Any]]:
	"""Actions that the session's user could take on some of these cases, with how many and with their reasons.

	Permission: read on each case; others are not counted.
	"""
	found: dict[str, dict[str, Any]] = {}
	names = frappe.get_list(CASE, filters={"name": ("in", _names(applications))}, pluck="name")
	for case in map(_case, names[: bulk_actions.LARGEST]):
		for action in steps.list_available_actions(case):
			row = found.setdefault(action["action"], {**action, "reasons": [], "count": 0})
			row["count"] += 1
			row["reasons"] = list(dict.fromkeys([*row["reasons"], *action["reasons"]]))
	return sorted(found.values(), key=lambda row: -row["count"])


@frappe.whitelist(methods=["POST"])
def preview_moves(
	applications: str | list[str], action: str, reason: str = "", remark: str = ""
) -> list[dict[str, Any]]:
	"""Case by case whether the move would pass, and if not why.

	Permission: the step service checks each case as for a single move.
	"""
	return bulk_actions.preview_bulk(
		_names(applications), BulkRequest(bulk_actions.CASES, action, reason, remark)
	)


@frappe.whitelist(methods=["POST"])
def start_moves(
	applications: str | dict[str, str], action: str, request_key: str, reason: str = "", remark: str = ""
) -> dict[str, Any]:
	"""Move cases that still are in the given states; `applications` is name → state, the key makes it once only.

	Permission: the step service checks each case as for a single move.
	"""
	request = BulkRequest(bulk_actions.CASES, action, reason, remark)
	return _standing(bulk_actions.start_bulk_run(_seen(applications), request, request_key))


@frappe.whitelist(methods=["POST"])
def preview_reviews(reviews: str | list[str], remark: str = "") -> list[dict[str, Any]]:
	"""Review by review whether it could be decided as proposed, and if not why.

	Permission: the review service checks each review as for a single decision.
	"""
	return bulk_actions.preview_bulk(_names(reviews), BulkRequest(bulk_actions.REVIEWS, remark=remark))


@frappe.whitelist(methods=["POST"])
def start_reviews(reviews: str | dict[str, str], request_key: str, remark: str = "") -> dict[str, Any]:
	"""Decide reviews as proposed; `reviews` is name → state, the key makes it once only.

	Permission: the review service checks each review as for a single decision.
	"""
	request = BulkRequest(bulk_actions.REVIEWS, "Decide as Proposed", remark=remark)
	return _standing(bulk_actions.start_bulk_run(_seen(reviews), request, request_key))


def _case(name: str) -> Document:
	return frappe.get_doc(CASE, name)


def _names(given: str | list[str]) -> list[str]:
	return [str(name) for name in frappe.parse_json(given)]


def _seen(given: str | dict[str, str]) -> dict[str, str]:
	return {str(name): str(state) for name, state in frappe.parse_json(given).items()}


def _standing(name: str) -> dict[str, Any]:
	return dict(frappe.db.get_value(bulk_actions.DOCTYPE, name, STANDING, as_dict=True))
