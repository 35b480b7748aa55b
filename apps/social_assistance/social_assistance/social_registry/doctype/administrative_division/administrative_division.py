from frappe.utils.nestedset import NestedSet

from social_assistance.permissions.field_rules import derived
from social_assistance.permissions.region_scope import clear_place_cache
from social_assistance.services.registry import division_facts


class AdministrativeDivision(NestedSet):
	"""A place of the tree from province to grid, named by its code; scope and standards hang on it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		division_code: DF.Data
		division_level: DF.Literal["Province", "City", "District", "Township", "Village", "Grid"]
		division_name: DF.Data
		former_name: DF.Data | None
		is_group: DF.Check
		lft: DF.Int
		office_address: DF.Data | None
		office_phone: DF.Data | None
		old_parent: DF.Link | None
		parent_administrative_division: DF.Link | None
		residence_class: DF.Literal["", "Urban", "Rural"]
		rgt: DF.Int
		successor: DF.Link | None
		valid_from: DF.Date | None
		valid_to: DF.Date | None
	# end: auto-generated types

	FIELD_RULES = (derived("lft", "rgt", "old_parent"),)

	def validate(self) -> None:
		division_facts.check_code(self)
		division_facts.check_parent(self)
		division_facts.check_validity(self)
		division_facts.check_class(self)

	def on_change(self) -> None:
		clear_place_cache()

	def after_delete(self) -> None:
		clear_place_cache()
