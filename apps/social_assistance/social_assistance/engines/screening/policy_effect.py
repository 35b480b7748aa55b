"""The effect of a draft policy version, kept on the draft for those who decide on it."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from social_assistance.engines.screening.effect import COUNTS, compare_policies
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.policy import in_force
from social_assistance.services.policy.exceptions import PolicyFrozenError
from social_assistance.services.policy.form import compile_version

DOCTYPE = "Policy Version"
MONTHS_KNOWN = 12


def compute_policy_effect(version: str) -> Document:
	"""Compute households and yuan a month by township against the version in force the day before; saves the draft."""
	doc = frappe.get_doc(DOCTYPE, version)
	doc.check_permission("write")
	if doc.docstatus:
		frappe.throw(_("Only a draft shows its effect. {0} is submitted.").format(version), PolicyFrozenError)
	day = getdate(doc.effective_from)
	former = in_force.get_policy_in_force(doc.division, add_days(day, -1))
	effect = compare_policies(
		in_force.get_policy_parameters(former), compile_version(doc), doc.division, day, MONTHS_KNOWN
	)
	doc.update({"effect_on": clock.now(), "effect_against": former, "effect_unknown": effect.unknown})
	doc.set("effects", [])
	for township, numbers in sorted(effect.townships.items()):
		before, after = _yuan(numbers.amount_before), _yuan(numbers.amount_after)
		amounts = {"amount_before": before, "amount_after": after, "difference": after - before}
		counts = {name: getattr(numbers, name) for name in COUNTS}
		doc.append("effects", {"township": township, **counts, **amounts})
	with allow_transition(DOCTYPE, version):
		doc.save()
	return doc


def _yuan(fen: int) -> Decimal:
	return Decimal(fen) / 100
