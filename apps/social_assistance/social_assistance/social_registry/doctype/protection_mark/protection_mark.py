from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived
from social_assistance.services.cases import notices
from social_assistance.services.registry import protections


class ProtectionMark(Document):
	"""Why a person, or the people of one case, are published by number and count alone; only who handles cases reads it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		application: DF.Link | None
		division: DF.Link | None
		ground: DF.SmallText
		marked_by: DF.Link | None
		marked_on: DF.Datetime | None
		protected_person: DF.Link | None
		valid_from: DF.Date
		valid_until: DF.Date | None
	# end: auto-generated types

	FIELD_RULES = (derived("division", "marked_by", "marked_on"),)

	def before_validate(self) -> None:
		protections.follow(self)

	def validate(self) -> None:
		protections.check_mark(self)

	def after_insert(self) -> None:
		notices.withdraw_names(self)
