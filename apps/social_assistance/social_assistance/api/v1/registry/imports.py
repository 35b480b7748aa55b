"""What the desk calls for a Registry Import Run."""

import frappe

from social_assistance.engines.registry import import_run as registry_import
from social_assistance.engines.runs import presses
from social_assistance.services.registry.import_runs import RUN

STANDING = (
	"name",
	"run_status",
	"progress",
	"row_count",
	"error_count",
	"held_count",
	"ready_count",
	"failure",
	"result_file",
)


@frappe.whitelist(methods=["POST"])
def stage(import_run: str) -> dict:
	"""Read and check the file in the background.

	Permission: write on that run.
	"""
	frappe.get_doc(RUN, import_run).check_permission("write")
	registry_import.start_staging(import_run)
	return _standing(import_run)


@frappe.whitelist(methods=["POST"])
def merge(import_run: str) -> dict:
	"""Bring the ready rows into the registry in the background; resumes a stopped run.

	Permission: write on that run.
	"""
	frappe.get_doc(RUN, import_run).check_permission("write")
	registry_import.start_merge(import_run)
	return _standing(import_run)


@frappe.whitelist(methods=["POST"])
def stop(import_run: str) -> dict:
	"""Stop after the batch at hand.

	Permission: write on that run.
	"""
	frappe.get_doc(RUN, import_run).check_permission("write")
	presses.stop_run(RUN, import_run)
	return _standing(import_run)


def _standing(import_run: str) -> dict:
	return dict(frappe.db.get_value(RUN, import_run, STANDING, as_dict=True))
