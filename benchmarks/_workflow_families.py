"""The families of a large site before they have any rows: number, village, names, age and how far their case has come."""

from dataclasses import replace
from typing import Any

import frappe

FAMILIES_PER_VILLAGE = 800
LABEL, LABEL_WIDTH = "lpad(number.seq, 7, '0')", 7
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静磊洋艳勇军杰娟涛明超秀霞平刚桂英华建国志强文海波玉兰春梅红丽云峰"
PEOPLE = 3
SCHEMES = ("DIBAO-URBAN", "DIBAO-RURAL", "DIBIAN", "GANGZHI")
# Of a thousand cases: where they stand, as what. The others wait, as many at each step.
PAID, CLOSED, REFUSED = 620, 180, 80
PAID_STEP, REFUSED_STEP, LAST_STEP, CONFIRMED_STEP = 15, 12, 16, 13


def make_families(households: int, case: Any) -> None:
	"""Number, place, scheme, names, age and step of every family to come, in a table of their own."""
	places = _make_places(households)
	_make_stages(case.process_template)
	names = _make_names()
	people = "".join(f", name_{n} varchar(140), pinyin_{n} varchar(140)" for n in range(PEOPLE))
	frappe.db.sql_ddl(
		f"""create table bench_family (n int primary key, label char({LABEL_WIDTH}), division varchar(140),
		township varchar(140), scheme varchar(140), step_no int, step_code varchar(140), state varchar(140),
		status varchar(140), due_on date, days int, minutes int{people})"""
	)
	taken = ", ".join(f"name_{n}.person_name, name_{n}.name_pinyin" for n in range(PEOPLE))
	joins = " ".join(
		f"join bench_name name_{n} on name_{n}.n = (number.seq * 104729 + {n} * 7907) % {names}"
		for n in range(PEOPLE)
	)
	schemes = ", ".join(f"'{scheme}'" for scheme in SCHEMES)
	# Open cases are of the last weeks, the others of four years.
	age = "(number.seq * 7919) % if(stage.is_open, 86400, 2102400)"
	frappe.db.sql(
		f"""insert into bench_family
		select number.seq, {LABEL}, place.village, place.township,
			elt(1 + number.seq div 1000 % {len(SCHEMES)}, {schemes}), stage.step_no, stage.step_code, stage.state, stage.status,
			if(stage.is_open, curdate() + interval cast(number.seq % 45 as signed) - 8 day, null),
			({age}) div 1440, {age}, {taken}
		from seq_1_to_{int(households)} number
		join bench_place place on place.n = number.seq % {int(places)}
		join bench_stage stage on stage.n = (number.seq * 37) % 1000
		{joins}"""  # noqa: S608 names written above and whole numbers
	)
	frappe.db.commit()


def _make_places(households: int) -> int:
	"""A district of the demo's size grown to the number of families; returns the number of villages."""
	from social_assistance.demo import bureau
	from social_assistance.demo.district import DEMO_DISTRICT, District, build_synthetic_district

	inner = [
		replace(place, parent=DEMO_DISTRICT[0]) if place.level == "Township" else place
		for place in build_synthetic_district(households * 250 // FAMILIES_PER_VILLAGE).places
		if place.level in ("Township", "Village")
	]
	bureau.ensure_places(District(DEMO_DISTRICT[0], tuple(inner)))
	frappe.db.sql_ddl(
		"create table bench_place (n int primary key, village varchar(140), township varchar(140))"
	)
	frappe.db.sql(
		"""insert into bench_place
		select row_number() over (order by md5(village.name)) - 1, village.name, town.name
		from `tabAdministrative Division` village
		join `tabAdministrative Division` town
		on town.name = village.parent_administrative_division and town.division_level = 'Township'
		where village.division_level = 'Village'"""
	)
	return int(frappe.db.count("Administrative Division", {"division_level": "Village"}))


def _make_stages(template: str) -> None:
	"""For each of a thousand cases the step it stands at; a case that is over stands at none."""
	steps = {
		row.step_no: row
		for row in frappe.get_all(
			"Process Template Step",
			filters={"parent": template},
			fields=["step_no", "step_code", "workflow_state"],
		)
	}
	rows = [(PAID_STEP, steps[PAID_STEP].step_code, steps[PAID_STEP].workflow_state, "In Payment", 0)] * PAID
	rows += [(LAST_STEP, None, "Closed", "Closed", 0)] * CLOSED
	rows += [(REFUSED_STEP, None, "Refused", "Refused", 0)] * REFUSED
	waiting = [steps[number] for number in steps if number < PAID_STEP]
	for number in range(1000 - len(rows)):
		step = waiting[number % len(waiting)]
		status = "Open" if step.step_no < CONFIRMED_STEP else "Confirmed"
		rows.append((step.step_no, step.step_code, step.workflow_state, status, 1))
	frappe.db.sql_ddl(
		"""create table bench_stage (n int primary key, step_no int, step_code varchar(140), state varchar(140),
		status varchar(140), is_open int)"""
	)
	_insert("bench_stage", [(number, *row) for number, row in enumerate(rows)])


def _make_names() -> int:
	"""Names of two and three characters with their sound; returns how many."""
	from social_assistance.domain.registry.names import build_name_pinyin

	given = [*GIVEN, *(first + second for first in GIVEN for second in GIVEN)]
	names = [surname + rest for surname in SURNAMES for rest in given]
	frappe.db.sql_ddl(
		"create table bench_name (n int primary key, person_name varchar(140), name_pinyin varchar(140))"
	)
	_insert("bench_name", [(number, name, build_name_pinyin(name)) for number, name in enumerate(names)])
	return len(names)


def _insert(table: str, rows: list[tuple]) -> None:
	for start in range(0, len(rows), 1000):
		part = rows[start : start + 1000]
		places = ", ".join(["%s"] * len(part))
		frappe.db.sql(f"insert into {table} values {places}", part)  # noqa: S608 names written here


def drop_families() -> None:
	"""Take the helping tables away again."""
	frappe.db.sql_ddl("drop table bench_family, bench_place, bench_stage, bench_name")
