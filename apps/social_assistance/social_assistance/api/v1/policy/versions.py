"""What the desk and programs call for policy versions."""

import frappe

from social_assistance.engines.screening import policy_effect


@frappe.whitelist(methods=["POST"])
def preview_effect(policy_version: str) -> dict:
	"""Compute what a draft would change and keep it on the draft; returns the totals.

	Permission: write on the policy version.
	"""
	frappe.get_doc(policy_effect.DOCTYPE, policy_version).check_permission("write")
	doc = policy_effect.compute_policy_effect(policy_version)
	names = ("households", "entering", "leaving", "gaining", "losing", "difference")
	return {name: sum(row.get(name) or 0 for row in doc.effects) for name in names}
