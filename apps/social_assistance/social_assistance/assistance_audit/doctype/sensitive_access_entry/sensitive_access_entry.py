from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of
from social_assistance.services.append_only import refuse_change


class SensitiveAccessEntry(Document):
	"""One look at a clear value: who, when, what for. Written by `services.sensitive_access` only, never changed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accessed_by: DF.Link
		accessed_on: DF.Datetime
		field_name: DF.Data
		ip_address: DF.Data | None
		purpose: DF.SmallText
		reference_doctype: DF.Link
		reference_name: DF.DynamicLink
	# end: auto-generated types

	FIELD_RULES = (record_of("services/privacy/sensitive_access.py"),)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)

	def db_update(self) -> None:
		refuse_change(self)

	def db_set(self, *_args: object, **_kwargs: object) -> None:
		refuse_change(self)

	def on_trash(self) -> None:
		refuse_change(self)

	def before_rename(self, *_names: object) -> None:
		refuse_change(self)
