"""Notices and policies from before the policy decided what a notice shows: their fields get the names of the whitelist.

Reasons for protection are entered into versions that know none, so that people can be marked under the policy in force.
"""

import json
from collections.abc import Iterable

import frappe
from pypika import CustomFunction
from pypika.terms import Term

from social_assistance.domain.policy.disclosure_rules import PUBLISHABLE
from social_assistance.setup.seed_policy import shipped_list

CONTENT = {"persons": "member_count", "covered_persons": "covered_count", "phone": "office_phone"}
POLICY = {"household_size": "member_count", "covered_persons": "covered_count", "monthly_amount": "amount"}
_replace = CustomFunction("REPLACE", ["text", "old", "new"])
_concat = CustomFunction("CONCAT", ["before", "value", "after"])


def execute() -> None:
	"""Rename what is stored; a second time it finds nothing to rename."""
	_rename_content()
	for name in frappe.get_all("Policy Version", pluck="name"):
		_name_fields(name)


def _rename_content() -> None:
	"""The keys of every notice; one that named the case in place of a minor shows it as its number."""
	notice = frappe.qb.DocType("Public Notice")
	content: Term = notice.content
	for old, new in CONTENT.items():
		content = _replace(content, f'"{old}": ', f'"{new}": ')
	hidden = _concat('"applicant_name": "', notice.application, '"')
	content = _replace(content, hidden, _concat('"case_no": "', notice.application, '"'))
	frappe.qb.update(notice).set(notice.content, content).where(
		notice.content.like('%"persons": %')
	).run()  # allow: DB-update-without-modified what was published stays the same


def _name_fields(name: str) -> None:
	version = frappe.get_doc("Policy Version", name)
	compiled = json.loads(version.parameters or "{}")
	rules = compiled.get("administration")
	if rules is None or rules.get("protected_kinds"):
		return
	names = [POLICY.get(field, field) for field in rules.get("publish_fields") or []]
	rules["publish_fields"] = [field for field in names if field in PUBLISHABLE]
	rules["protected_kinds"] = shipped_list("protected_kinds")
	version.set("publish_fields", _rows(field.replace("_", " ").title() for field in rules["publish_fields"]))
	version.set("protected_kinds", _rows(rules["protected_kinds"]))
	for table in ("publish_fields", "protected_kinds"):
		version.update_child_table(table)
	version.db_set("parameters", json.dumps(compiled, ensure_ascii=False, indent=1))


def _rows(values: Iterable[str]) -> list[dict[str, str]]:
	return [{"value": value} for value in values]
