"""Rules that every DocType's record must keep, whoever writes it."""

import re
from typing import Any

import pytest
from app_shape import PACKAGE, all_doctypes, constants_of, hook_values, literal_of

CONSTANTS = constants_of(PACKAGE / "constants.py")
SCOPED = literal_of(PACKAGE / "permissions" / "scoped_documents.py", "SCOPED_DOCTYPES")
TAKEN_WITH_PURPOSE = literal_of(PACKAGE / "permissions" / "gate_lists.py", "TAKEN_WITH_PURPOSE")
# Name a division but belong to no family: the district keeps them as a whole.
# Staging rows are seen by nobody below System Manager and auditors, who have no area.
# Care institutions take residents from every township; who lives in one is scoped (Institution Stay).
UNSCOPED = {
	"Staff Assignment",
	"Policy Version",
	"Category Payment Rule",
	"Medical Cap Rule",
	"Funeral Aid Rule",
	"Clock Profile",
	"Payment Run",
	"Award Rerating Run",
	"Registry Import Row",
	"Care Institution",
	"Review Campaign Run",
}
CHANGES = (
	"write",
	"create",
	"delete",
	"submit",
	"cancel",
	"amend",
	"import",
	"share",
	"set_user_permissions",
)
PERSONAL = re.compile(r"id_number|phone|bank_account|card_no|disability_card")
TABLES = [d for d in all_doctypes().values() if not d.get("istable")]


def fields(doctype: dict[str, Any]) -> dict[str, dict[str, Any]]:
	return {f["fieldname"]: f for f in doctype["fields"]}


def named(doctype: dict[str, Any]) -> str:
	return str(doctype["name"])


@pytest.mark.parametrize("doctype", SCOPED)
def test_scoped_documents_carry_an_indexed_division(doctype: str) -> None:
	division = fields(all_doctypes()[doctype]).get("division")
	assert division, "no division column"
	assert (division["fieldtype"], division["options"]) == ("Link", "Administrative Division")
	assert division.get("search_index"), "every list filters by it"


def test_whatever_carries_a_division_is_scoped() -> None:
	placed = {named(d) for d in TABLES if "division" in fields(d)}
	assert placed - set(hook_values()["permission_query_conditions"]) - UNSCOPED == set()


@pytest.mark.parametrize("doctype", TABLES, ids=named)
def test_roles_are_known_and_nobody_is_everybody(doctype: dict[str, Any]) -> None:
	roles = {p["role"] for p in doctype["permissions"]}
	assert roles, "nobody could open it"
	assert roles - {*CONSTANTS["APP_ROLES"], "System Manager"} == set()


@pytest.mark.parametrize("doctype", TABLES, ids=named)
def test_oversight_reads_and_changes_nothing(doctype: dict[str, Any]) -> None:
	for permission in doctype["permissions"]:
		if permission["role"] in CONSTANTS["OVERSIGHT_ROLES"]:
			assert [right for right in CHANGES if permission.get(right)] == []


def test_auditors_see_every_kind_of_document() -> None:
	unseen = [
		d["name"] for d in TABLES if "Auditor" not in {p["role"] for p in d["permissions"] if p.get("read")}
	]
	assert unseen == []


@pytest.mark.parametrize("doctype", all_doctypes().values(), ids=named)
def test_names_and_titles_carry_no_personal_number(doctype: dict[str, Any]) -> None:
	assert [
		doctype[key] for key in ("autoname", "title_field") if PERSONAL.search(doctype.get(key) or "")
	] == []
	searched = filter(PERSONAL.search, (doctype.get("search_fields") or "").split(","))
	unmasked = [name for name in map(str.strip, searched) if f"{name}_cipher" not in fields(doctype)]
	assert unmasked == [], (
		"link searches show these columns; only masked twins of sealed numbers may be among them"
	)


@pytest.mark.parametrize("doctype", all_doctypes().values(), ids=named)
def test_sealed_columns_are_out_of_every_reach(doctype: dict[str, Any]) -> None:
	"""Ciphers and digests live at permlevel 9, to which no role has a key, hidden and never copied or searched."""
	sealed = [
		f
		for f in doctype["fields"]
		if f["fieldname"].endswith(("_cipher", "_digest")) and is_sealed(f, doctype)
	]
	for field in sealed:
		assert field.get("permlevel") == 9, field["fieldname"]
		assert field.get("hidden"), field["fieldname"]
		assert not field.get("in_global_search") and not field.get("in_list_view"), field["fieldname"]
	assert [p["role"] for p in doctype.get("permissions", []) if p.get("permlevel") == 9] == []


def is_sealed(field: dict[str, Any], doctype: dict[str, Any]) -> bool:
	"""Digests of files and facts are fingerprints, not personal data."""
	stem = field["fieldname"].rpartition("_")[0]
	return (
		field["fieldname"].endswith("_cipher")
		or f"{stem}_cipher" in fields(doctype)
		or stem.startswith("former")
	)


@pytest.mark.parametrize("doctype", all_doctypes().values(), ids=named)
def test_evidence_stays_private(doctype: dict[str, Any]) -> None:
	assert not doctype.get("make_attachments_public")
	assert not doctype.get("allow_guest_to_view") and not doctype.get("has_web_view")
	assert not doctype.get("index_web_pages_for_search")


@pytest.mark.parametrize("doctype", TAKEN_WITH_PURPOSE)
def test_a_file_that_needs_a_purpose_is_on_no_print(doctype: str) -> None:
	"""A print loads each attachment by its address, which is refused."""
	attached = [f for f in all_doctypes()[doctype]["fields"] if f["fieldtype"].startswith("Attach")]
	assert attached and all(f.get("print_hide") for f in attached)


@pytest.mark.parametrize("doctype", all_doctypes().values(), ids=named)
def test_links_lead_to_known_doctypes(doctype: dict[str, Any]) -> None:
	foreign = {"User", "Role", "Workflow State", "DocType"}
	targets = {
		f["options"] for f in doctype["fields"] if f["fieldtype"] in ("Link", "Table", "Table MultiSelect")
	}
	assert targets - set(all_doctypes()) - foreign == set()


@pytest.mark.parametrize("doctype", TABLES, ids=named)
def test_dates_of_documents_are_not_editable_in_lists(doctype: dict[str, Any]) -> None:
	"""Quick entry and list editing go around the forms in which a clerk sees what is missing."""
	assert not doctype.get("editable_grid") or doctype.get("istable")
	assert not doctype.get("allow_rename"), "a case keeps its number"


@pytest.mark.parametrize("doctype", all_doctypes().values(), ids=named)
def test_money_has_two_places(doctype: dict[str, Any]) -> None:
	"""A Float would round cents away."""
	money = re.compile(r"(^|_)(amount|income|cost)$")
	wrong = [
		f["fieldname"]
		for f in doctype["fields"]
		if money.search(f["fieldname"]) and f["fieldtype"] == "Float"
	]
	assert wrong == []
