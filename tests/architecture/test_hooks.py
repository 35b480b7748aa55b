"""Hooks lead somewhere, guards come in pairs, patches are listed."""

import runpy

import pytest
from app_shape import FRAPPE, PACKAGE, all_doctypes, frappe_names, hook_values, literal_of

from checks import hooks

SCOPE = PACKAGE / "permissions" / "scoped_documents.py"


def test_every_path_of_hooks_and_patches_resolves() -> None:
	found = [*hooks.check(PACKAGE, "app"), *hooks.check_patches(PACKAGE, "app")]
	assert [str(finding) for finding in found] == []


def test_hooks_name_doctypes_that_exist() -> None:
	values = hook_values()
	named = {d for hook in (*hooks.TWINS, "doc_events") for d in values.get(hook, {})}
	assert named - set(all_doctypes()) - set(frappe_names("doctype")) - {"*"} == set()


def test_scoped_doctypes_have_both_hooks_and_the_check_on_saving() -> None:
	values = hook_values()
	for doctype in literal_of(SCOPE, "SCOPED_DOCTYPES"):
		assert doctype in values["permission_query_conditions"], doctype
		assert doctype in values["has_permission"], doctype
		assert "check_saved_values" in str(values["doc_events"].get(doctype)), doctype


def test_overridden_functions_exist_in_the_framework() -> None:
	if not FRAPPE.exists():
		pytest.skip("apps/frappe is not provisioned yet")
	gone = [p for p in hook_values().get("override_whitelisted_methods", {}) if not hooks.resolves(FRAPPE, p)]
	assert gone == []


def test_the_version_needs_no_framework() -> None:
	assert runpy.run_path(str(PACKAGE / "__init__.py"))["__version__"]
