"""What must be true of one place in the tree of administrative divisions."""

import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.errors import DomainError
from social_assistance.domain.registry.divisions import DivisionCode, parse_division
from social_assistance.domain.registry.identifiers import normalise_identifier
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.registry.exceptions import DivisionStructureError, ImpossibleDateError

DIVISION = "Administrative Division"
LEVELS = ("Province", "City", "District", "Township", "Village", "Grid")
VILLAGE, GRID = "Village", "Grid"
# A grid of a village: the village's twelve digits and its own three.
_GRID_CODE = re.compile(r"[0-9]{15}")


def check_code(doc: Document) -> None:
	"""The code has the form of its level (GB/T 2260, GB/T 10114; grids add three digits)."""
	doc.division_code = normalise_identifier(doc.division_code or "")
	if doc.division_level == GRID:
		if not _GRID_CODE.fullmatch(doc.division_code):
			frappe.throw(
				_("Division Code of a grid is the village's 12 digits followed by 3 of its own."),
				DivisionStructureError,
			)
		return
	code = _parsed(doc.division_code)
	level = LEVELS[code.level - 1]
	if code.value != doc.division_code or level != doc.division_level:
		message = _("Division Code {0} is a code of level {1}, not of level {2}.")
		frappe.throw(message.format(code.value, _(level), _(doc.division_level)), DivisionStructureError)


def check_parent(doc: Document) -> None:
	"""The parent is the next larger place, its code begins this code; only a province has none."""
	parent = doc.parent_administrative_division
	if parent == doc.division_code:
		frappe.throw(_("Parent Division must be another division."), DivisionStructureError)
	if not parent:
		if doc.division_level != LEVELS[0]:
			message = _("Choose the Parent Division of {0}; only a province has none.")
			frappe.throw(message.format(doc.division_name), DivisionStructureError)
		return
	expected = _expected_parent(doc)
	if parent != expected:
		message = _("Parent Division of code {0} must be {1}, not {2}.")
		frappe.throw(message.format(doc.division_code, expected, parent), DivisionStructureError)


def _expected_parent(doc: Document) -> str:
	if doc.division_level == GRID:
		return doc.division_code[:12]
	above = _parsed(doc.division_code).parent
	return above.value if above else ""


def check_validity(doc: Document) -> None:
	"""Dates in order; a merged place names its successor of the same level and the day."""
	if doc.valid_from and doc.valid_to and getdate(doc.valid_to) < getdate(doc.valid_from):
		frappe.throw(_("Valid To lies before Valid From."), ImpossibleDateError)
	if not doc.successor:
		return
	if doc.successor == doc.division_code:
		frappe.throw(_("Merged Into must be another division."), DivisionStructureError)
	if frappe.db.get_value(DIVISION, doc.successor, "division_level") != doc.division_level:
		frappe.throw(_("Merged Into must be a division of the same level."), DivisionStructureError)
	if not doc.valid_to:
		frappe.throw(_("Enter Valid To: the day on which the division was merged."), DivisionStructureError)


def check_class(doc: Document) -> None:
	"""Villages say whether urban or rural standards hold; everything above a grid may have subdivisions."""
	doc.is_group = int(doc.division_level != GRID)
	if doc.division_level == VILLAGE and not doc.residence_class:
		frappe.throw(
			_("Choose Urban or Rural: it decides which standard holds in this village."),
			DivisionStructureError,
		)
	if doc.division_level == GRID:
		doc.residence_class = frappe.db.get_value(
			DIVISION, doc.parent_administrative_division, "residence_class"
		)


def _parsed(code: str) -> DivisionCode:
	try:
		return parse_division(code)
	except DomainError as error:
		throw_domain_error(error, "Division Code", DivisionStructureError)
