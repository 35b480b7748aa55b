import frappe
from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, fixed_once_saved, written_by
from social_assistance.services import clock
from social_assistance.services.awards import shared_accounts
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields
from social_assistance.services.registry import household_events, household_facts


class RegistryHousehold(Document):
	"""People who live together, with dated membership; the unit of most schemes."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.social_registry.doctype.household_membership.household_membership import (
			HouseholdMembership,
		)

		account_holder: DF.Link | None
		account_verified_on: DF.Date | None
		address: DF.SmallText | None
		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		bank_account_digest: DF.Data | None
		bank_name: DF.Data | None
		closed_on: DF.Date | None
		division: DF.Link
		formed_from: DF.Link | None
		formed_on: DF.Date | None
		head_name: DF.Data | None
		head_person: DF.Link
		holder_name: DF.Data | None
		household_no: DF.Data | None
		household_status: DF.Literal["Active", "Moved", "Merged", "Split", "Closed"]
		housing_area: DF.Float
		housing_kind: DF.Literal[
			"", "Own House", "Public Rental", "Private Rental", "Borrowed", "Institution", "Other"
		]
		hukou_division: DF.Link | None
		main_cause: DF.Literal[
			"",
			"Illness",
			"Disability",
			"Old Age",
			"Lack of Labour",
			"Schooling",
			"Accident",
			"Disaster",
			"Unemployment",
			"Other",
		]
		member_count: DF.Int
		members: DF.Table[HouseholdMembership]
		moved_to: DF.Link | None
		phone: DF.Data | None
		phone_cipher: DF.SmallText | None
		phone_digest: DF.Data | None
		residence_class: DF.Literal["Urban", "Rural"]
	# end: auto-generated types

	PAST_DAYS = ("formed_on",)

	SEALED = (
		EncryptedField("phone", "phone", cipher="phone_cipher", digest="phone_digest"),
		EncryptedField(
			"bank_account", "bank_account", cipher="bank_account_cipher", digest="bank_account_digest"
		),
	)

	FIELD_RULES = (
		written_by(
			"services/registry/household_splits_and_merges.py",
			"household_status",
			"formed_from",
			"moved_to",
			"closed_on",
		),
		written_by(
			"services/awards/account_changes.py",
			"holder_name",
			"account_verified_on",
		),
		derived("household_no", "member_count"),
		# A family moves by a Household Transfer (services/cases/household_transfer.py), which says when and why.
		fixed_once_saved("division"),
	)

	def validate(self) -> None:
		household_facts.refuse_closed(self)
		household_facts.assign_household_number(self)
		encrypt_fields(self)
		household_facts.keep_account(self)
		household_facts.check_members(self)
		household_facts.guard_members(self)
		household_facts.check_account_holder(self)

	def on_update(self) -> None:
		household_facts.sync_people(self)
		if household_facts.is_new_account(self):
			shared_accounts.warn(self.bank_account_digest, self.name)
		if self.flags.members_changed:
			joined, left = self.flags.members_changed
			text = household_events.describe_member_change(self.name, joined, left)
			household_events.announce_household_change(
				[self.name], household_events.MEMBERS, clock.today(), text
			)


def on_doctype_update() -> None:
	"""A village's families are listed newest first without reading all of them; a card counts a district's from the other.

	The last digits of the account are a generated column over its mask, for the search.
	"""
	frappe.db.sql_ddl(  # allow: SQL-raw a generated column, which the query builder has no words for
		"""alter table `tabRegistry Household` add column if not exists `account_ending` varchar(4)
		generated always as (right(`bank_account`, 4)) virtual"""
	)
	frappe.db.add_index("Registry Household", ["account_ending", "division"], "account_ending")
	frappe.db.add_index("Registry Household", ["division", "modified"], "division_newest")
	frappe.db.add_index("Registry Household", ["household_status", "division"], "status_in_place")
	frappe.db.add_index(
		"Registry Household",
		["bank_account_digest", "household_status", "account_verified_on"],
		"shared_account",
	)
