"""What the desk calls for an Award Rerating Run: preview, approve, execute, discard."""

from typing import Any

import frappe

from social_assistance.engines.awards import rerating, rerating_preview
from social_assistance.engines.runs import handing_over, presses
from social_assistance.services.awards import rerating_run as award_rerating

DOCTYPE = award_rerating.DOCTYPE
STANDING = ("name", "run_status", "progress", "award_count", "average_before", "average_after", "failure")


@frappe.whitelist(methods=["POST"])
def preview_rerating(rerating_run: str) -> dict[str, Any]:
	"""Compute the change per township; no award is changed yet.

	Permission: write on the stored run, and the reviewer's role.
	"""
	_check(rerating_run)
	rerating.preview_award_rerating(rerating_run)
	return _standing(rerating_run)


@frappe.whitelist(methods=["POST"])
def approve_rerating(rerating_run: str) -> dict[str, Any]:
	"""Agree with the previewed change.

	Permission: write on the stored run, the approver's role, and not the person who prepared it.
	"""
	_check(rerating_run)
	award_rerating.STATES.approve(rerating_run)
	return _standing(rerating_run)


@frappe.whitelist(methods=["POST"])
def execute_rerating(rerating_run: str, now: bool = False) -> dict[str, Any]:
	"""Begin or resume the approved re-rating; `now` waits for a small one, large ones are always queued.

	Permission: write on the stored run, and the reviewer's role.
	"""
	_check(rerating_run)
	rerating.start_award_rerating(rerating_run, now=now)
	return _standing(rerating_run)


@frappe.whitelist(methods=["POST"])
def discard_rerating(rerating_run: str) -> dict[str, Any]:
	"""Give up a re-rating that has changed nothing yet.

	Permission: write on the stored run, and the reviewer's role.
	"""
	_check(rerating_run)
	handing_over.require_idle(DOCTYPE, rerating_run)
	rerating.drop_award_rerating(rerating_run)
	presses.drop_discarded_work(DOCTYPE, rerating_run)
	return _standing(rerating_run)


@frappe.whitelist(methods=["GET"])
def left_out(rerating_run: str) -> list[dict[str, Any]]:
	"""Awards that the policy gives no new amount without a review: number, payee and amount of each.

	Permission: read on the stored run.
	"""
	run = frappe.get_doc(DOCTYPE, rerating_run)
	run.check_permission("read")
	return rerating_preview.left_out(rerating.get_rerating_scope(run))


def _check(name: str) -> None:
	frappe.get_doc(DOCTYPE, name).check_permission("write")


def _standing(name: str) -> dict[str, Any]:
	return dict(frappe.db.get_value(DOCTYPE, name, STANDING, as_dict=True))
