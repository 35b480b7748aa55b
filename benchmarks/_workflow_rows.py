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
# A district's cases are of all ages: most are paid or over, some wait.
VARIED = {
	"case_status": "elt(1 + number.seq % 4, 'In Payment', 'Closed', 'Refused', 'Open')",
	"workflow_state": "elt(1 + number.seq % 4, 'Maintenance', 'Closed', 'Refused', 'District Review')",
	"step_due_on": "curdate() - interval number.seq % 900 day",
}


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
		**VARIED,
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


# The lists that a clerk, a district reviewer and an auditor open every day: first page, a filter, the count.
LISTS: tuple[tuple[str, dict[str, Any]], ...] = (
	("Assistance Application", {}),
	("Assistance Application", {"case_status": "Open"}),
	("Assistance Application", {"workflow_state": "District Review"}),
	("Assistance Application", {"step_due_on": ("<", "2000-01-01"), "case_status": "Open"}),
	("Application Step", {}),
	("Application Step", {"application": "BM-1"}),
	("Registry Household", {}),
	("Registry Person", {}),
)


def list_plan() -> list[dict[str, Any]]:
	"""How the database answers the lists of three readers: list, reader, table, type, key, rows of each part."""
	from social_assistance.constants import AUDITOR, DISTRICT_REVIEWER, TOWNSHIP_CLERK
	from social_assistance.walkthrough import staff

	village = staff.urban_village_with_staff()
	auditor = frappe.db.get_value("Has Role", {"role": AUDITOR, "parenttype": "User"}, "parent")
	readers = [staff.account_for(role, village) for role in (TOWNSHIP_CLERK, DISTRICT_REVIEWER)]
	plans = [plan for user in (*readers, auditor) for plan in _plans_of(user)]
	frappe.set_user("Administrator")
	return plans


def _plans_of(user: str) -> list[dict[str, Any]]:
	frappe.set_user(user)
	page = {"order_by": "modified desc", "limit_page_length": 20, "fields": ["name", "division"]}
	count = {"fields": ["count(name) as total"], "order_by": None}
	found = []
	for doctype, filters in LISTS:
		for options in (page, count):
			query = frappe.get_list(doctype, filters=filters, run=False, **options)
			what = {"list": doctype, "filters": sorted(filters), "reader": user, "counts": options is count}
			found += [
				{**what, **{key: row[key] for key in ("table", "type", "key", "rows", "Extra")}}
				for row in frappe.db.sql(f"explain {query}", as_dict=True)
			]
	return found


def full_scans(plans: list[dict[str, Any]], small: int = 1000) -> list[dict[str, Any]]:
	"""Parts that read a whole table of more than a few rows."""
	return [row for row in plans if row["type"] == "ALL" and row["rows"] > small]
