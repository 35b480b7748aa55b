from frappe.model.document import Document

from social_assistance.services.clocks import profiles


class ClockProfile(Document):
	"""Limits, pauses and extensions of the procedure for a place, its schemes and a span of time; submitted it is fixed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.clock_profile_extension.clock_profile_extension import (
			ClockProfileExtension,
		)
		from social_assistance.assistance_policy.doctype.clock_profile_pause.clock_profile_pause import (
			ClockProfilePause,
		)
		from social_assistance.assistance_policy.doctype.clock_profile_scheme.clock_profile_scheme import (
			ClockProfileScheme,
		)
		from social_assistance.assistance_policy.doctype.clock_profile_step.clock_profile_step import (
			ClockProfileStep,
		)

		amber_share: DF.Percent
		amended_from: DF.Link | None
		citation: DF.SmallText
		decision_authority: DF.Literal["", "District", "Township"]
		division: DF.Link | None
		effective_from: DF.Date
		effective_to: DF.Date | None
		extended_limit: DF.Int
		extensions: DF.Table[ClockProfileExtension]
		max_extensions: DF.Int
		naming_series: DF.Literal["SX-.####"]
		notice_counted: DF.Check
		pauses: DF.Table[ClockProfilePause]
		profile_title: DF.Data
		schemes: DF.TableMultiSelect[ClockProfileScheme]
		steps: DF.Table[ClockProfileStep]
		total_limit: DF.Int
		total_unit: DF.Literal["Working Days", "Calendar Days"]
	# end: auto-generated types

	def validate(self):
		profiles.check_clock_profile(self)

	def before_submit(self):
		profiles.check_profile_overlap(self)

	def before_update_after_submit(self):
		profiles.check_clock_profile(self)
		profiles.check_profile_overlap(self)

	def before_cancel(self):
		profiles.require_unused_profile(self)
