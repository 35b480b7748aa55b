"""When an award is reviewed next: by class, sooner for unstable income or members able to work."""

import json
from datetime import date

import frappe

from social_assistance.domain.awards.review_results import is_unstable
from social_assistance.domain.codec import from_plain
from social_assistance.domain.means.entitlement import compute_review_day
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.policy.parameters import Administration
from social_assistance.domain.vocabulary import Scheme
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.policy import in_force


def compute_next_review(award: str, reviewed_on: date) -> date | None:
	"""Day of the next review; None for schemes whose policy asks for none (民发〔2021〕57号 art. 31)."""
	row = frappe.db.get_value("Benefit Award", award, ["scheme", "division", "household"], as_dict=True)
	rules = in_force.get_policy_parameters(in_force.get_policy_in_force(row.division, reviewed_on))
	unstable = _is_unstable(row.household, rules.administration)
	return compute_review_day(rules, Scheme(row.scheme), reviewed_on, is_unstable=unstable)


def schedule_next_review(award: str, reviewed_on: date) -> date | None:
	"""Write the next review on the award and return it."""
	due = compute_next_review(award, reviewed_on)
	doc = frappe.get_doc("Benefit Award", award, for_update=True)
	doc.next_review_on = due
	with allow_transition("Benefit Award", doc.name):
		doc.save(  # allow: PERM-ignore-permissions nobody writes awards by hand; the step or review was checked before
			ignore_permissions=True
		)
	return due


def _is_unstable(household: str, rules: Administration) -> bool:
	"""By the last submitted means assessment; a family without one in this system is reviewed sooner."""
	data = frappe.db.get_value(
		"Means Assessment",
		{"household": household, "docstatus": 1, "result_data": ("is", "set")},
		"result_data",
		order_by="as_of_date desc, creation desc",
	)
	facts = json.loads(data).get("facts") if data else None
	return is_unstable(from_plain(HouseholdFacts, facts), rules) if facts else True
