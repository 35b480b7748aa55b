"""Merge staged rows into the registry: each phase is one idempotent statement over a range of rows.

The order of joins is given (`straight_join`): staged rows first. Left to itself the server walks the whole registry for
every range, which nobody notices at a thousand rows and nobody waits for at a million.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _

from social_assistance.engines.registry.import_staging import build_row_name
from social_assistance.services import clock
from social_assistance.services.privacy.data_key import hold_keys
from social_assistance.services.registry.exceptions import RegistryImportError
from social_assistance.services.registry.household_facts import NUMBER_MARK

# Rows of a range; `now` and `user` stamp what is written.
Phase = Callable[[str, int, int], None]
# Where the twelve hexadecimal digits begin that a household's number is made of; a key has sixteen.
NUMBER_DIGITS = (1, 2, 3, 4, 5)


def _execute(statement: str, run: str, after: int, until: int, **values: Any) -> None:
	"""Rows are asked for by their names, which say run and number: a range of the primary key, however long the file is."""
	hold_keys()
	frappe.db.sql(
		statement,
		{
			"after": build_row_name(run, after),
			"until": build_row_name(run, until),
			"now": frappe.utils.now(),
			"user": frappe.session.user,
			"today": clock.today(),
			**values,
		},
	)


def get_last_row(run: str) -> int:
	"""Number in the file of the run's last staged row."""
	return int(
		frappe.db.sql("select max(row_no) from `tabRegistry Import Row` where import_run = %s", run)[0][0]
		or 0
	)


def add_persons(run: str, after: int, until: int) -> None:
	"""New people; the digest decides whether somebody is known."""
	_execute(
		"""
		insert ignore into `tabRegistry Person` (name, owner, creation, modified, modified_by, docstatus, person_name,
			name_pinyin, birth_date, sex, division, residence_division, hukou_class, marital_status, education_level,
			employment_status, labour_ability, disability_type, disability_level, address, source_note,
			id_number, id_number_cipher, id_number_digest, phone, phone_cipher, phone_digest,
			disability_card, disability_card_cipher)
		select person, %(user)s, %(now)s, %(now)s, %(user)s, 0, person_name,
			name_pinyin, birth_date, sex, division, division, residence_class, marital_status, education_level,
			employment_status, labour_ability, disability_type, disability_level, address, import_run,
			id_number, id_number_cipher, id_number_digest, phone, phone_cipher, phone_digest,
			disability_card, disability_card_cipher
		from `tabRegistry Import Row`
		where name > %(after)s and name <= %(until)s and row_status = 'Ready' and is_new_person
		""",
		run,
		after,
		until,
	)


def update_persons(run: str, after: int, until: int) -> None:
	"""Known people take over the cells that the file fills; empty cells change nothing."""
	_execute(
		"""
		update `tabRegistry Import Row` staged
		straight_join `tabRegistry Person` person on person.name = staged.person
		set person.person_name = staged.person_name, person.name_pinyin = staged.name_pinyin,
			person.marital_status = coalesce(staged.marital_status, person.marital_status),
			person.education_level = coalesce(staged.education_level, person.education_level),
			person.employment_status = coalesce(staged.employment_status, person.employment_status),
			person.labour_ability = coalesce(staged.labour_ability, person.labour_ability),
			person.disability_type = coalesce(staged.disability_type, person.disability_type),
			person.disability_level = coalesce(staged.disability_level, person.disability_level),
			person.address = coalesce(staged.address, person.address),
			person.phone_cipher = coalesce(staged.phone_cipher, person.phone_cipher),
			person.phone_digest = coalesce(staged.phone_digest, person.phone_digest),
			person.phone = coalesce(staged.phone, person.phone),
			person.disability_card_cipher = coalesce(staged.disability_card_cipher, person.disability_card_cipher),
			person.disability_card = coalesce(staged.disability_card, person.disability_card),
			person.modified = %(now)s, person.modified_by = %(user)s
		where staged.name > %(after)s and staged.name <= %(until)s
			and staged.row_status = 'Ready' and not staged.is_new_person
		""",
		run,
		after,
		until,
	)


def add_households(run: str, after: int, until: int) -> None:
	"""New households, each made by the row of its head.

	A number comes from the household's key, so that a repeated run gives the same one. Of a million some agree with
	another's: those are numbered by other digits of their key.
	"""
	for first_digit in NUMBER_DIGITS:
		_insert_households(run, after, until, first_digit)
		if not _without_household(run, after, until):
			return
	frappe.throw(
		_("No free household number was found for some rows between {0} and {1}.").format(after + 1, until),
		RegistryImportError,
	)


def _insert_households(run: str, after: int, until: int, first_digit: int) -> None:
	"""`ignore` passes over those whose number is taken; who is there already by name is not asked again."""
	_execute(
		"""
		insert ignore into `tabRegistry Household` (name, owner, creation, modified, modified_by, docstatus, household_no,
			head_person, head_name, division, residence_class, household_status, hukou_division, main_cause, formed_on,
			account_holder, bank_name, address, phone, phone_cipher, phone_digest,
			bank_account, bank_account_cipher, bank_account_digest)
		select staged.household, %(user)s, %(now)s, %(now)s, %(user)s, 0,
			concat(left(staged.division, 9), %(mark)s,
				lpad(mod(conv(substring(staged.household, %(first_digit)s, 12), 16, 10), 1000000000), 9, '0')),
			staged.person, staged.person_name, staged.division, staged.residence_class, 'Active', staged.division,
			staged.main_cause, %(today)s, if(staged.bank_account is null, null, staged.person), staged.bank_name,
			staged.address, staged.phone, staged.phone_cipher, staged.phone_digest,
			staged.bank_account, staged.bank_account_cipher, staged.bank_account_digest
		from `tabRegistry Import Row` staged
		left join `tabRegistry Household` home on home.name = staged.household
		where staged.name > %(after)s and staged.name <= %(until)s and staged.row_status = 'Ready'
			and staged.relation = 'Head' and staged.is_new_household and home.name is null
		""",
		run,
		after,
		until,
		first_digit=first_digit,
		mark=NUMBER_MARK,
	)


def _without_household(run: str, after: int, until: int) -> bool:
	"""True if a head of the range still has no household."""
	return bool(
		frappe.db.sql(
			"""
			select staged.name from `tabRegistry Import Row` staged
			left join `tabRegistry Household` home on home.name = staged.household
			where staged.name > %(after)s and staged.name <= %(until)s and staged.row_status = 'Ready'
				and staged.relation = 'Head' and staged.is_new_household and home.name is null
			limit 1
			""",
			{"after": build_row_name(run, after), "until": build_row_name(run, until)},
		)
	)


def add_members(run: str, after: int, until: int) -> None:
	"""Memberships from today for everybody who is not an active member yet; the unique key holds the rule."""
	_execute(
		"""
		insert ignore into `tabHousehold Membership` (name, owner, creation, modified, modified_by, docstatus, idx, parent,
			parenttype, parentfield, person, person_name, relation, from_date, active_person)
		select concat(left(person, 16), '-', left(sha2(concat(person, household), 256), 8)), %(user)s, %(now)s, %(now)s,
			%(user)s, 0, row_no, household, 'Registry Household', 'members', person, person_name, relation, %(today)s, person
		from `tabRegistry Import Row`
		where name > %(after)s and name <= %(until)s and row_status = 'Ready'
			and exists (select 1 from `tabRegistry Household` home where home.name = household)
		""",
		run,
		after,
		until,
	)


def link_members(run: str, after: int, until: int) -> None:
	"""Members point to their household and share its village; the household counts and numbers its members."""
	_execute(
		"""
		update `tabRegistry Import Row` staged
		straight_join `tabRegistry Person` person on person.name = staged.person
		straight_join `tabHousehold Membership` member on member.active_person = person.name
		straight_join `tabRegistry Household` home on home.name = member.parent
		set person.current_household = home.name, person.division = home.division, person.modified = %(now)s
		where staged.name > %(after)s and staged.name <= %(until)s
			and staged.row_status = 'Ready'
			and (person.current_household is null or person.current_household <> home.name or person.division <> home.division)
		""",
		run,
		after,
		until,
	)
	_execute(
		"""
		update (
			select straight_join member.parent, count(*) as members from `tabRegistry Import Row` staged
			join `tabHousehold Membership` member on member.parent = staged.household
			where staged.relation = 'Head' and staged.name > %(after)s and staged.name <= %(until)s
				and member.active_person is not null
			group by member.parent
		) as counted
		straight_join `tabRegistry Household` home on home.name = counted.parent
		set home.member_count = counted.members, home.modified = %(now)s, home.modified_by = %(user)s
		where home.member_count <> counted.members
		""",
		run,
		after,
		until,
	)


PHASES: dict[str, Phase] = {
	"persons": add_persons,
	"known persons": update_persons,
	"households": add_households,
	"members": add_members,
	"settle": link_members,
}
