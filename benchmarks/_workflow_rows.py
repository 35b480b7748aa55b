"""Rows of a large district for the workflow benchmark, copied inside the database, and the plan of the list's query."""

from typing import Any

import frappe

CASE = "Assistance Application"
# Table, rows per family, column that points at the family's case.
COPIES = (
	("Registry Household", 1, ""),
	("Registry Person", 2, ""),
	("Assistance Application", 1, ""),
	("Application Member", 2, "parent"),
	("Application Step", 4, "application"),
)


def fill(households: int) -> None:
	"""Copy one stored row of every table so many times, spread over villages and past years; commits."""
	frappe.db.sql(
		"create temporary table bench_place (n int primary key, village varchar(140), township varchar(140))"
	)
	frappe.db.sql(
		"""insert into bench_place
		select row_number() over (order by village.name) - 1, village.name, town.name
		from `tabAdministrative Division` village
		join `tabAdministrative Division` town
		on town.lft < village.lft and town.rgt > village.rgt and town.division_level = 'Township'
		where village.division_level = 'Village'"""
	)
	places = frappe.db.sql("select count(*) from bench_place")[0][0]
	for doctype, per_family, parent in COPIES:
		_copy(doctype, households * per_family, per_family, parent, places)
		frappe.db.commit()
		frappe.db.sql(f"analyze table `tab{doctype}`")


def _copy(doctype: str, rows: int, per_family: int, parent: str, places: int) -> None:
	table = f"tab{doctype}"
	own = {
		"name": "concat('BM-', number.seq)",
		"creation": "now() - interval number.seq * 60 second",
		"modified": "now() - interval number.seq * 60 second",
		"division": "place.village",
		"township": "place.township",
		**dict.fromkeys(_unique_columns(table), "concat('BM-', number.seq)"),
	}
	if parent:
		own[parent] = f"concat('BM-', ceiling(number.seq / {per_family}))"
	columns = [row[0] for row in frappe.db.sql(f"show columns from `{table}`")]
	values = [own.get(column, f"template.`{column}`") for column in columns]
	names = ", ".join(f"`{column}`" for column in columns)
	# Every part is a name of the schema or written above; nothing comes from outside.
	statement = f"""insert into `{table}` ({names})
		select {", ".join(values)} from seq_1_to_{int(rows)} number
		join bench_place place on place.n = number.seq % {int(places)}
		join (select * from `{table}` order by creation desc limit 1) template"""  # noqa: S608
	frappe.db.sql(statement)


def _unique_columns(table: str) -> list[str]:
	rows = frappe.db.sql(
		f"show index from `{table}` where Non_unique = 0 and Key_name <> 'PRIMARY'", as_dict=True
	)
	return [row.Column_name for row in rows]


def list_plan() -> list[dict[str, Any]]:
	"""How the database answers the first page and the count of a township clerk's list: table, type, key, rows."""
	from social_assistance.constants import TOWNSHIP_CLERK
	from social_assistance.walkthrough import staff

	frappe.set_user(staff.account_for(TOWNSHIP_CLERK, staff.urban_village_with_staff()))
	page = {"order_by": "modified desc", "limit_page_length": 20, "fields": ["name", "workflow_state"]}
	queries = [
		frappe.get_list(CASE, run=False, **options)
		for options in (page, {"fields": ["count(name) as total"], "order_by": None})
	]
	frappe.set_user("Administrator")
	plans = [row for query in queries for row in frappe.db.sql(f"explain {query}", as_dict=True)]
	return [{key: row[key] for key in ("table", "type", "key", "rows", "Extra")} for row in plans]
