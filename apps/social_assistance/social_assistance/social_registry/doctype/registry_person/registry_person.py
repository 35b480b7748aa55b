from functools import partial

import frappe
from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields
from social_assistance.services.refusals import check_all
from social_assistance.services.registry import duplicates, person_events, person_facts


class RegistryPerson(Document):
	"""One human being, known by the ID number; households and cases come and go."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.social_registry.doctype.identity_correction.identity_correction import (
			IdentityCorrection,
		)
		from social_assistance.social_registry.doctype.kin_link.kin_link import KinLink
		from social_assistance.social_registry.doctype.person_illness.person_illness import PersonIllness
		from social_assistance.social_registry.doctype.person_status.person_status import PersonStatus

		address: DF.SmallText | None
		birth_date: DF.Date | None
		child_class: DF.Literal["", "Orphan", "De Facto Unsupported Child"]
		current_household: DF.Link | None
		deceased_on: DF.Date | None
		disability_card: DF.Data | None
		disability_card_cipher: DF.SmallText | None
		disability_level: DF.Literal["", "1", "2", "3", "4"]
		disability_type: DF.Literal[
			"", "Visual", "Hearing", "Speech", "Physical", "Intellectual", "Psychiatric", "Multiple"
		]
		disability_valid_until: DF.Date | None
		division: DF.Link
		education_level: DF.Literal[
			"",
			"Postgraduate",
			"Bachelor",
			"Junior College",
			"Secondary Vocational",
			"Senior High School",
			"Junior High School",
			"Primary School",
			"None",
		]
		employment_status: DF.Literal[
			"",
			"Employed",
			"Flexible Employment",
			"Farming",
			"Unemployed",
			"Unable to Work",
			"Retired",
			"Student",
			"Child",
		]
		ethnic_group: DF.Data | None
		guardian: DF.Link | None
		hukou_class: DF.Literal["", "Urban", "Rural"]
		hukou_division: DF.Link | None
		id_number: DF.Data
		id_number_cipher: DF.SmallText | None
		id_number_digest: DF.Data | None
		identity_corrections: DF.Table[IdentityCorrection]
		illnesses: DF.Table[PersonIllness]
		is_deceased: DF.Check
		is_student: DF.Check
		kin_links: DF.Table[KinLink]
		labour_ability: DF.Literal["", "Full", "Partial", "None"]
		marital_status: DF.Literal["", "Unmarried", "Married", "Widowed", "Divorced", "Not Stated"]
		merged_into: DF.Link | None
		name_pinyin: DF.Data | None
		person_name: DF.Data
		phone: DF.Data | None
		phone_cipher: DF.SmallText | None
		phone_digest: DF.Data | None
		residence_division: DF.Link | None
		sex: DF.Literal["", "Male", "Female"]
		source_note: DF.Data | None
		split_residence: DF.Check
		statuses: DF.Table[PersonStatus]
		study_stage: DF.Literal[
			"",
			"Preschool",
			"Compulsory",
			"Senior High School",
			"Secondary Vocational",
			"Junior College",
			"Bachelor",
			"Postgraduate",
		]
	# end: auto-generated types

	SEALED = (
		EncryptedField("id_number", "citizen_id", cipher="id_number_cipher", digest="id_number_digest"),
		EncryptedField("phone", "phone", cipher="phone_cipher", digest="phone_digest"),
		EncryptedField("disability_card", "disability_card", cipher="disability_card_cipher"),
	)

	FIELD_RULES = (
		written_by("services/registry/person_merge.py", "merged_into"),
		written_by("services/registry/people.py", "identity_corrections"),
		derived(
			"birth_date",
			"sex",
			"current_household",
			"is_deceased",
			"split_residence",
			"deceased_on",
			"name_pinyin",
			"source_note",
		),
	)

	def validate(self) -> None:
		person_facts.normalise_person_name(self)
		typed = encrypt_fields(self)
		person_facts.fill_identity(self, typed.get("id_number"))
		check_all(
			partial(person_facts.check_disability, self, typed.get("disability_card")),
			partial(person_facts.check_dates, self),
			partial(person_facts.check_death, self),
			partial(person_facts.check_study, self),
			partial(person_facts.check_kin, self),
		)
		person_facts.set_lives_apart(self)

	def after_insert(self) -> None:
		duplicates.warn_of_duplicates(self)

	def on_update(self) -> None:
		person_events.announce_death(self)


def on_doctype_update() -> None:
	"""Indexes of lists and of the search by beginnings, which looks at the place inside the index.

	A village's people are listed newest first without reading all of them; a card counts a district's from `living_in_place`.
	The initials are a generated column: whoever writes a name, they follow.
	"""
	frappe.db.sql_ddl(  # allow: SQL-raw a generated column, which the query builder has no words for
		"""alter table `tabRegistry Person` add column if not exists `name_initials` varchar(140)
		generated always as (substring_index(`name_pinyin`, ' ', -1)) virtual"""
	)
	frappe.db.add_index("Registry Person", ["division", "modified"], "division_newest")
	frappe.db.add_index("Registry Person", ["is_deceased", "division"], "living_in_place")
	frappe.db.add_index("Registry Person", ["person_name", "division"], "name_in_place")
	frappe.db.add_index("Registry Person", ["name_pinyin", "division"], "pinyin_in_place")
	frappe.db.add_index("Registry Person", ["name_initials", "division"], "initials_in_place")
