"""Township scope for query-builder statements; `region_scope.build_scope_condition` does it for SQL text."""

from frappe.query_builder import Criterion
from pypika.queries import Table
from pypika.terms import EmptyCriterion

from social_assistance.permissions.region_scope import get_scope_ranges


def match_scope(division: Table, user: str | None = None) -> Criterion:
	"""Criterion on a joined Administrative Division: inside the user's scope; empty when there is no limit."""
	ranges = get_scope_ranges(user)
	if ranges is None:
		return EmptyCriterion()
	if not ranges:
		return division.name.isnull()
	return Criterion.any([(division.lft >= low) & (division.rgt <= high) for low, high in ranges])
