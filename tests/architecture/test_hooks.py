"""Hooks lead somewhere, guards come in pairs, patches are listed."""

import runpy

import pytest
from app_shape import FRAPPE, PACKAGE, all_doctypes, frappe_names, hook_values, literal_of

from checks import hooks

without_framework = pytest.mark.skipif(not FRAPPE.exists(), reason="apps/frappe is not provisioned yet")
SCOPE = PACKAGE / "permissions" / "scoped_documents.py"


def test_every_path_of_hooks_and_patches_resolves() -> None:
	found = [*hooks.check(PACKAGE, "app"), *hooks.check_patches(PACKAGE, "app")]
	assert [str(finding) for finding in found] == []


@without_framework
def test_hooks_name_doctypes_that_exist() -> None:
	values = hook_values()
	named = {d for hook in (*hooks.TWINS, "doc_events") for d in values.get(hook, {})}
	assert named - set(all_doctypes()) - set(frappe_names("doctype")) - {"*"} == set()


def test_scoped_doctypes_have_both_hooks() -> None:
	"""hooks.py is written out so that a search for a DocType finds its hooks; the lists of scoped DocTypes lead it."""
	values = hook_values()
	groups = {
		"SCOPED_DOCTYPES": "region_scope.has_permission",
		"PARTNER_DOCTYPES": "charity_scope.has_permission",
		"PARTNER_AND_LOCAL_DOCTYPES": "charity_scope.has_local_permission",
	}
	for group, check in groups.items():
		for doctype in literal_of(SCOPE, group):
			name = doctype.lower().replace(" ", "_").replace("-", "_")
			filter_path = f"social_assistance.permissions.list_filters.{name}"
			assert values["permission_query_conditions"].get(doctype) == filter_path, doctype
			assert values["has_permission"].get(doctype) == f"social_assistance.permissions.{check}", doctype


def test_values_that_are_saved_are_checked_for_their_place() -> None:
	checks = hook_values()["doc_events"]["*"]["validate"]
	assert "social_assistance.permissions.region_scope.check_saved_values" in checks


def test_what_oversight_is_not_offered_is_what_its_hooks_refuse() -> None:
	refusal = "social_assistance.overrides.references.refuse_oversight"
	refused = [
		doctype
		for doctype, events in hook_values()["doc_events"].items()
		if refusal in str(events.get("before_insert"))
	]
	assert sorted(refused) == list(literal_of(PACKAGE / "overrides" / "references.py", "CLOSED_TO_OVERSIGHT"))


@without_framework
def test_overridden_functions_exist_in_the_framework() -> None:
	gone = [p for p in hook_values().get("override_whitelisted_methods", {}) if not hooks.resolves(FRAPPE, p)]
	assert gone == []


def test_the_version_needs_no_framework() -> None:
	assert runpy.run_path(str(PACKAGE / "__init__.py"))["__version__"]
