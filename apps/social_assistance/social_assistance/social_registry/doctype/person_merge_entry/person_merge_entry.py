from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of
from social_assistance.services.append_only import refuse_change


class PersonMergeEntry(Document):
	"""Two records of one human being became one: which, why, and what was moved. Never changed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		division: DF.Link | None
		into_person: DF.Link
		merged_by: DF.Link
		merged_id_number: DF.Data | None
		merged_name: DF.Data | None
		merged_on: DF.Datetime
		merged_person: DF.Link
		moved: DF.Code | None
		reason: DF.SmallText
	# end: auto-generated types

	FIELD_RULES = (record_of("services/registry/person_merge.py"),)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)

	def db_update(self) -> None:
		refuse_change(self)

	def db_set(self, *_args: object, **_kwargs: object) -> None:
		refuse_change(self)

	def on_trash(self) -> None:
		refuse_change(self)
