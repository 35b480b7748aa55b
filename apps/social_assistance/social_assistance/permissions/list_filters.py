"""List hooks, one per scoped DocType: Frappe calls them with the user only, so each knows its own table."""

from collections.abc import Callable

from social_assistance.permissions.region_scope import condition
from social_assistance.permissions.scoped_documents import SCOPED_DOCTYPES, filter_name


def _filter_of(doctype: str) -> Callable[..., str]:
	def rows_inside(user: str | None = None) -> str:
		return condition(doctype, user)

	return rows_inside


_FILTERS = {filter_name(doctype): _filter_of(doctype) for doctype in SCOPED_DOCTYPES}


def __getattr__(name: str) -> Callable[..., str]:
	"""`registry_person` and its like: rows of that table inside the user's divisions."""
	if name not in _FILTERS:
		raise AttributeError(name)
	return _FILTERS[name]
