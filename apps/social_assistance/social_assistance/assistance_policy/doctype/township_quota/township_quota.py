from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services import second_person
from social_assistance.services.policy import township_quotas


class TownshipQuota(Document):
	"""How many people a scheme is expected to cover in each township (指标分配表), put into force by a second person."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.township_quota_row.township_quota_row import (
			TownshipQuotaRow,
		)

		citation: DF.Data
		effective_from: DF.Date
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		naming_series: DF.Literal["ZB-.YYYY.-"]
		proposed_by: DF.SmallText | None
		scheme: DF.Link
		townships: DF.Table[TownshipQuotaRow]
	# end: auto-generated types

	FIELD_RULES = (written_by("services/second_person.py", "proposed_by", "in_force_by", "in_force_on"),)

	def validate(self) -> None:
		if self.docstatus == 0:
			second_person.note_author(self)
		township_quotas.check_quota(self)

	def before_submit(self) -> None:
		"""A second person agrees; a scheme has one table for a day."""
		second_person.sign_submission(self)
		township_quotas.refuse_second_table(self)
