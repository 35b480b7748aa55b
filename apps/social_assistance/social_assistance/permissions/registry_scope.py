"""Scope of registry logs: a transfer is seen from both townships, a merge from its division."""

from frappe.model.document import Document

from social_assistance.permissions import region_scope

TRANSFER = "Household Transfer"


def filter_household_transfers(user: str | None = None) -> str:
	"""Transfers out of or into the user's divisions."""
	ends = [
		region_scope.build_scope_condition(TRANSFER, user, column) for column in ("from_division", "division")
	]
	return f"({ends[0]} or {ends[1]})" if all(ends) else ""


def has_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
	"""Document check with the same rules."""
	return any(region_scope.is_in_scope(doc.get(column), user) for column in ("from_division", "division"))


def filter_person_merges(user: str | None = None) -> str:
	"""Merges of people inside the user's divisions."""
	return region_scope.build_scope_condition("Person Merge Entry", user)


def filter_import_runs(user: str | None = None) -> str:
	"""Imports into the user's divisions."""
	return region_scope.build_scope_condition("Registry Import Run", user)
