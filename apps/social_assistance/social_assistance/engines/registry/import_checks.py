"""Checks that need the other rows of the file or the registry, each one statement over the whole run.

An error is a pair of column and text as the row's own checks write it; column -1 stands for the row as a whole.
"""

import json

import frappe
from frappe import _

_ADD_ERROR = """
	update `tabRegistry Import Row` staged
	join ({condition}) as bad on bad.name = staged.name
	set staged.row_status = 'Error',
		staged.errors = concat(
			if(staged.errors is null, '[', concat(left(staged.errors, char_length(staged.errors) - 1), ', ')), %(error)s, ']'
		)
"""


def run_import_checks(run: str) -> None:
	"""Find every contradiction of the run with itself and with the registry, then hold back incomplete households."""
	_take_from_registry(run)
	for condition, text in _conditions():
		_mark(run, condition, text)
	_hold_households(run)


def get_import_figures(run: str) -> dict[str, int]:
	"""Figures of the preview: what the run would do."""
	row = frappe.db.sql(
		"""
		select sum(row_status = 'Error'), sum(row_status = 'Held'), sum(row_status = 'Ready'),
			sum(row_status = 'Ready' and is_new_person), sum(row_status = 'Ready' and not is_new_person),
			count(distinct if(row_status = 'Ready' and is_new_household, household, null)),
			count(distinct if(row_status = 'Ready' and not is_new_household, household, null))
		from `tabRegistry Import Row` where import_run = %s
		""",
		run,
	)[0]
	names = (
		"error_count",
		"held_count",
		"ready_count",
		"new_persons",
		"known_persons",
		"new_households",
		"known_households",
	)
	return {name: int(value or 0) for name, value in zip(names, row, strict=True)}


def _take_from_registry(run: str) -> None:
	"""Known people by digest; a household is known by its head; urban or rural comes from the village."""
	values = {"run": run}
	frappe.db.sql(
		"update `tabRegistry Import Row` set is_new_person = 1, is_new_household = 1 where import_run = %(run)s",
		values,
	)
	frappe.db.sql(
		"""
		update `tabRegistry Import Row` staged
		join `tabRegistry Person` person on person.id_number_digest = staged.id_number_digest
		set staged.person = coalesce(person.merged_into, person.name), staged.is_new_person = 0
		where staged.import_run = %(run)s
		""",
		values,
	)
	frappe.db.sql(
		"""
		update `tabRegistry Import Row` staged
		join `tabAdministrative Division` place on place.name = staged.division
		set staged.residence_class = place.residence_class
		where staged.import_run = %(run)s
		""",
		values,
	)
	frappe.db.sql(
		"""
		update `tabRegistry Import Row` staged
		join (
			select household_key, min(person) as head from `tabRegistry Import Row`
			where import_run = %(run)s and relation = 'Head' group by household_key
		) as heads on heads.household_key = staged.household_key
		left join `tabRegistry Household` known on known.head_person = heads.head and known.household_status = 'Active'
		set staged.household = coalesce(known.name, left(sha2(concat('household|', staged.import_run, heads.head), 256), 16)),
			staged.is_new_household = known.name is null
		where staged.import_run = %(run)s
		""",
		values,
	)


def _conditions() -> list[tuple[str, str]]:
	"""Statement that selects the bad rows as `name`, and the words for them."""
	return [
		(
			"""select staged.name from `tabRegistry Import Row` staged
			join (select id_number_digest from `tabRegistry Import Row`
				where import_run = %(run)s and id_number_digest is not null group by id_number_digest having count(*) > 1
			) as twice on twice.id_number_digest = staged.id_number_digest where staged.import_run = %(run)s""",
			_("This ID Number occurs more than once in the file."),
		),
		(
			"""select staged.name from `tabRegistry Import Row` staged
			left join (select household_key from `tabRegistry Import Row`
				where import_run = %(run)s and relation = 'Head' group by household_key having count(*) = 1
			) as headed on headed.household_key = staged.household_key
			where staged.import_run = %(run)s and staged.household_key is not null and headed.household_key is null""",
			_("The household has no head or more than one in the file."),
		),
		(
			"""select staged.name from `tabRegistry Import Row` staged
			join (select household_key from `tabRegistry Import Row` where import_run = %(run)s
				group by household_key having count(distinct division) > 1
			) as spread on spread.household_key = staged.household_key where staged.import_run = %(run)s""",
			_("The members of the household are given different villages."),
		),
		(
			"""select staged.name from `tabRegistry Import Row` staged
			join `tabRegistry Import Run` run on run.name = staged.import_run
			join `tabAdministrative Division` area on area.name = run.division
			left join `tabAdministrative Division` place on place.name = staged.division
				and place.lft >= area.lft and place.rgt <= area.rgt and place.division_level = 'Village'
			where staged.import_run = %(run)s and staged.division is not null and place.name is null""",
			_("The village is unknown or lies outside the division of this run."),
		),
		(
			"""select staged.name from `tabRegistry Import Row` staged
			join `tabHousehold Membership` member on member.active_person = staged.person
			where staged.import_run = %(run)s and not staged.is_new_person and member.parent <> staged.household""",
			_("This person is an active member of another household in the registry."),
		),
		(
			"""select staged.name from `tabRegistry Import Row` staged
			join `tabRegistry Person` person on person.name = staged.person
			where staged.import_run = %(run)s and not staged.is_new_person and person.is_deceased""",
			_("This person is recorded as deceased."),
		),
		(
			"""select staged.name from `tabRegistry Import Row` staged
			join `tabRegistry Person` person on person.name = staged.person
			join `tabRegistry Import Run` run on run.name = staged.import_run
			join `tabAdministrative Division` area on area.name = run.division
			left join `tabAdministrative Division` place on place.name = person.division
				and place.lft >= area.lft and place.rgt <= area.rgt
			where staged.import_run = %(run)s and not staged.is_new_person and place.name is null""",
			_("This person is registered outside the division of this run. Ask for a transfer."),
		),
		_other_account(),
	]


def _other_account() -> tuple[str, str]:
	"""An account on file changes by two persons, never by a file."""
	return (
		"""select staged.name from `tabRegistry Import Row` staged
			join `tabRegistry Household` home on home.name = staged.household
			where staged.import_run = %(run)s and not staged.is_new_household and staged.bank_account_digest is not null
				and not staged.bank_account_digest <=> home.bank_account_digest""",
		_("The household has another account or none in the registry. Change it by a Bank Account Change."),
	)


def _mark(run: str, condition: str, text: str) -> None:
	query = _ADD_ERROR.replace("{condition}", condition)
	frappe.db.sql(query, {"run": run, "error": json.dumps([-1, text], ensure_ascii=False)})


def _hold_households(run: str) -> None:
	"""Hold the other rows of a household that has one bad row."""
	frappe.db.sql(
		"""
		update `tabRegistry Import Row` staged
		join (select distinct household_key from `tabRegistry Import Row` where import_run = %(run)s and row_status = 'Error')
			as broken on broken.household_key = staged.household_key
		set staged.row_status = 'Held'
		where staged.import_run = %(run)s and staged.row_status = 'Ready'
		""",
		{"run": run},
	)
