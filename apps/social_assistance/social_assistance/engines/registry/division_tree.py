"""Insert many divisions at once and renumber the nested set once."""

import json
from collections import defaultdict
from collections.abc import Sequence

import frappe

from social_assistance.engines.bulk_insert import Value, insert_rows
from social_assistance.permissions.region_scope import clear_place_cache

DIVISION = "Administrative Division"


def add_places(rows: Sequence[Sequence[Value]], columns: Sequence[str]) -> None:
	"""Insert places that are missing and number the tree anew."""
	insert_rows(DIVISION, columns, rows)
	renumber_tree()


def renumber_tree() -> None:
	"""Left and right numbers of every place from its parent alone, siblings in the order of their codes."""
	table = frappe.qb.DocType(DIVISION)
	query = (
		frappe.qb.from_(table).select(table.name, table.parent_administrative_division).orderby(table.name)
	)
	numbers = _numbered([(name, parent or "") for name, parent in query.for_update().run()])
	frappe.db.sql(
		"""
		update `tabAdministrative Division` place
		join json_table(%s, '$[*]' columns (
			name varchar(140) path '$[0]', lft int path '$[1]', rgt int path '$[2]'
		)) as numbered on numbered.name = place.name
		set place.lft = numbered.lft, place.rgt = numbered.rgt
		where place.lft <> numbered.lft or place.rgt <> numbered.rgt
		""",
		json.dumps(numbers),
	)
	frappe.clear_document_cache(DIVISION)
	clear_place_cache()


def _numbered(places: Sequence[tuple[str, str]]) -> list[tuple[str, int, int]]:
	"""Name, left and right in one walk without recursion; places of unknown parents count as roots."""
	names = {name for name, _parent in places}
	children: defaultdict[str, list[str]] = defaultdict(list)
	for name, parent in places:
		children[parent if parent in names else ""].append(name)
	found: list[tuple[str, int, int]] = []
	left: dict[str, int] = {}
	number, stack = 0, [(name, False) for name in reversed(children[""])]
	while stack:
		name, is_done = stack.pop()
		number += 1
		if is_done:
			found.append((name, left[name], number))
			continue
		left[name] = number
		stack.append((name, True))
		stack.extend((child, False) for child in reversed(children[name]))
	return found
