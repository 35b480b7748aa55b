import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.services.policy.exceptions import SchemeRuleInvalidError


class AssistanceScheme(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.scheme_exclusion.scheme_exclusion import (
			SchemeExclusion,
		)
		from social_assistance.assistance_policy.doctype.scheme_requirement.scheme_requirement import (
			SchemeRequirement,
		)

		category: DF.Literal[
			"Minimum Living Guarantee",
			"Extreme Difficulty",
			"Low-income Marginal",
			"Rigid Spending",
			"Children",
			"Temporary Aid",
			"Special Aid",
		]
		description: DF.SmallText | None
		exclusions: DF.Table[SchemeExclusion]
		is_enabled: DF.Check
		is_recurring: DF.Check
		legal_basis: DF.SmallText | None
		pays_cash: DF.Check
		process_column: DF.Literal[
			"MLG", "MLG_SINGLE", "EXTREME", "MARGINAL", "RIGID", "TEMP_EXPENSE", "TEMP_EMERGENCY", "REFERRAL"
		]
		requirements: DF.Table[SchemeRequirement]
		residence_class: DF.Literal["Any", "Urban", "Rural"]
		scheme_code: DF.Data
		scheme_name: DF.Data
		sort_order: DF.Int
		unit: DF.Literal["Household", "Person"]
	# end: auto-generated types

	def validate(self) -> None:
		"""A scheme neither excludes nor requires itself, names each scheme once, and never both excludes and requires one."""
		seen: set[str] = set()
		rows = [(row, row.excluded_scheme) for row in self.exclusions]
		rows += [(row, row.required_scheme) for row in self.requirements]
		for row, other in rows:
			if other == self.name or other == self.scheme_code:
				self._refuse(
					row, _("A scheme cannot refer to itself. Choose another scheme or delete the row.")
				)
			if other in seen:
				self._refuse(row, _("{0} is already listed. Keep one row per scheme.").format(other))
			seen.add(other)

	def _refuse(self, row: Document, message: str) -> None:
		place = _("Row {0} of {1}:").format(row.idx, _(self.meta.get_label(row.parentfield)))
		frappe.throw(f"{place} {message}", SchemeRuleInvalidError)
