"""Schemes of every site, and the policy versions of the demo district, from the data files beside this module."""

import json
from pathlib import Path
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

DATA = Path(__file__).parent / "data"


def seed_schemes() -> None:
	"""Insert the schemes that are missing with their exclusions; rows that a site has edited stay as they are."""
	content = _load("assistance_schemes.json")
	present = set(frappe.get_all("Assistance Scheme", pluck="name"))
	missing = [row for row in content["schemes"] if row["scheme_code"] not in present]
	added = [_insert("Assistance Scheme", row) for row in missing]
	for scheme in added:
		_add_relations(scheme, content)


def create_demo_policies(district: str) -> list[str]:
	"""Create and submit the versions of the demo district before and from 2025-07-01; returns their names, old first."""
	content = _load("demo_policies.json")
	known = dict(
		frappe.get_all(
			"Policy Version",
			filters={"division": district, "docstatus": 1},
			fields=["effective_from", "name"],
			as_list=True,
		)
	)
	return [
		known.get(getdate(version["effective_from"]))
		or _submit_policy({**content["rules"], **version, "division": district})
		for version in content["versions"]
	]


def shipped_list(field: str) -> list[str]:
	"""The values of a list as it ships, for versions that were made before the list existed."""
	return [row["value"] for row in _load("demo_policies.json")["rules"][field]]


def _submit_policy(content: dict[str, Any]) -> str:
	policy = frappe.get_doc({"doctype": "Policy Version", **content})
	policy.flags.ignore_permissions = True  # allow: PERM-ignore-permissions demo set-up by the command line
	policy.insert()
	policy.submit()
	return str(policy.name)


def _insert(doctype: str, values: dict[str, Any]) -> Document:
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def _add_relations(scheme: Document, content: dict[str, Any]) -> None:
	"""Exclusions hold both ways, so each pair of the file gives a row on both schemes."""
	for pair in content["exclusions"]:
		ends = (pair["scheme"], pair["excluded_scheme"])
		if scheme.name in ends:
			other = ends[1] if scheme.name == ends[0] else ends[0]
			scheme.append("exclusions", {**pair, "excluded_scheme": other})
	for row in content["requirements"]:
		if row["scheme"] == scheme.name:
			scheme.append("requirements", row)
	scheme.save()


def _load(file: str) -> dict[str, Any]:
	return dict(json.loads((DATA / file).read_text(encoding="utf-8")))
