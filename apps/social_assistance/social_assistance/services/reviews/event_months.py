"""The parts of an award from the month after an event: the means test re-run as of each month under its own policy."""

import json
from functools import partial
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.awards.settled_months import Parts, SettledSpan, facts_as_of, settle_months
from social_assistance.domain.codec import from_plain
from social_assistance.domain.means import entitlement
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.periods import Month
from social_assistance.domain.vocabulary import Scheme
from social_assistance.services.awards import grants
from social_assistance.services.means.assessed_families import get_family
from social_assistance.services.policy import in_force


def parts_from(sheet: Document, first: Month) -> list[dict[str, Any]]:
	"""Rows of the award by month from the first; a sheet entered without its facts holds for all of them."""
	found = grants.list_award_parts(sheet)
	facts = json.loads(sheet.result_data or "{}").get("facts")
	assessed = Month.of(getdate(sheet.as_of_date))
	if not facts or first >= assessed:
		return found
	of_month = partial(_parts_of_month, sheet, from_plain(HouseholdFacts, facts))
	spans = settle_months(first, assessed, of_month, ())
	return [row for span in spans for row in _rows(span)] + [
		{**part, "from_month": str(assessed)} for part in found
	]


def _parts_of_month(sheet: Document, facts: HouseholdFacts, month: Month) -> Parts:
	"""What the policy of the month gave the family as it was on the month's first day."""
	version = in_force.get_policy_in_force(sheet.division, month.first_day)
	result = entitlement.evaluate_scheme(
		facts_as_of(facts, month),
		in_force.get_policy_parameters(version),
		Scheme(sheet.scheme),
		_asked_person(sheet),
	)
	return result.parts


def _asked_person(sheet: Document) -> str:
	"""Who is asked about in a scheme for single persons; empty where the family is."""
	is_personal = frappe.get_cached_value("Assistance Scheme", sheet.scheme, "unit") == "Person"
	return str(get_family(sheet).applicant) if is_personal else ""


def _rows(span: SettledSpan) -> list[dict[str, Any]]:
	return [
		{
			"part": part.kind.value,
			"amount": part.amount,
			"person": part.member or None,
			"rule": part.rule,
			"citation": part.citation,
			"from_month": str(span.first),
			"to_month": str(span.last) if span.last else None,
		}
		for part in span.parts
	]
