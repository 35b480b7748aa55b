"""List hooks, one per scoped DocType: Frappe calls them with the user only, so each knows its own table."""

from collections.abc import Callable

from social_assistance.permissions.charity_scope import filter_own_or_local_rows, filter_own_rows
from social_assistance.permissions.region_scope import build_scope_condition
from social_assistance.permissions.scoped_documents import (
	PARTNER_AND_LOCAL_DOCTYPES,
	PARTNER_DOCTYPES,
	SCOPED_DOCTYPES,
	get_filter_name,
)

Rule = Callable[[str, str | None], str]
RULES: tuple[tuple[tuple[str, ...], Rule], ...] = (
	(SCOPED_DOCTYPES, build_scope_condition),
	(PARTNER_DOCTYPES, filter_own_rows),
	(PARTNER_AND_LOCAL_DOCTYPES, filter_own_or_local_rows),
)


def _filter_of(doctype: str, rule: Rule) -> Callable[..., str]:
	def rows_in_sight(user: str | None = None) -> str:
		return rule(doctype, user)

	return rows_in_sight


_FILTERS = {
	get_filter_name(doctype): _filter_of(doctype, rule) for doctypes, rule in RULES for doctype in doctypes
}


def __getattr__(name: str) -> Callable[..., str]:
	"""Return the list filter of a DocType by its name in snake case: rows in the user's scope."""
	if name not in _FILTERS:
		raise AttributeError(name)
	return _FILTERS[name]
