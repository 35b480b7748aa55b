"""Who may call what: the table itself, without a site."""

import ast
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from social_assistance.permissions import gate_lists
from social_assistance.permissions.gate_rules import (
	Audience,
	ExtraRules,
	get_audience,
	get_qualified_name,
	matches_any_pattern,
)

ROOT = Path(__file__).resolve().parents[3]
FRAPPE = ROOT / "apps" / "frappe" / "frappe"
PACKAGE = ROOT / "apps" / "social_assistance" / "social_assistance"


@pytest.mark.parametrize(
	("name", "audience"),
	[
		("social_assistance.api.public.status.look_up", Audience.DESK),
		("social_assistance.api.public.look_up", Audience.DESK),
		("social_assistance.api.v1.cases.applications.move_case", Audience.DESK),
		("social_assistance.api.publicity.list", Audience.DESK),
		("frappe.handler.logout", Audience.GUEST),
		("frappe.core.doctype.user.user.reset_password", Audience.GUEST),
		("frappe.auth.get_logged_user", Audience.PORTAL),
		("frappe.client.get_list", Audience.DESK),
		("frappe.client.get_password", Audience.NOBODY),
		("frappe.desk.form.load.getdoc", Audience.DESK),
		("frappe.model.document.Document.submit", Audience.DESK),
		("frappe.model.document.Document.rename", Audience.MANAGER),
		("frappe.core.doctype.user.user.generate_keys", Audience.MANAGER),
		("frappe.core.doctype.data_import.data_import.form_start_import", Audience.MANAGER),
		(
			"frappe.integrations.doctype.google_settings.google_settings.get_file_picker_settings",
			Audience.DESK,
		),
		("frappe.integrations.oauth2.authorize", Audience.NOBODY),
		("frappe.www.printview.get_html_and_style", Audience.DESK),
		("frappe.www.list.get_list_data", Audience.NOBODY),
		("frappe.new_module.new_function", Audience.MANAGER),
		("erpnext.selling.customer.get", Audience.NOBODY),
		("os.system", Audience.NOBODY),
	],
)
def test_audience_of_a_function(name: str, audience: Audience):
	assert get_audience(name) == audience


@pytest.mark.parametrize(
	"name",
	[
		"frappe.utils.global_search.web_search",
		"frappe.website.doctype.web_form.web_form.accept",
		"frappe.website.doctype.web_form.web_form.get_link_options",
		"frappe.email.relink",
		"frappe.email.inbox.move_email",
		"frappe.core.doctype.sms_settings.sms_settings.send_sms",
		"frappe.integrations.doctype.ldap_settings.ldap_settings.reset_password",
		"frappe.desk.form.document_follow.follow_document",
		"frappe.templates.includes.comments.comments.add_comment",
		"frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
		"frappe.desk.doctype.system_console.system_console.execute_code",
	],
)
def test_dangerous_functions_are_for_nobody(name: str):
	assert get_audience(name) == Audience.NOBODY


@pytest.mark.parametrize(
	"name",
	[
		"frappe.share.add",
		"frappe.share.set_permission",
		"frappe.desk.form.assign_to.add",
		"frappe.desk.doctype.tag.tag.add_tag",
		"frappe.desk.doctype.workspace.workspace.save_page",
		"frappe.desk.desktop.update_onboarding_step",
		"frappe.desk.like.toggle_like",
		"frappe.utils.global_search.search",
		"frappe.desk.search.get_link_title",
		"frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat",
		"frappe.email.doctype.email_template.email_template.get_email_template",
		"frappe.model.mapper.make_mapped_doc",
		"frappe.core.doctype.user_permission.user_permission.get_user_permissions",
	],
)
def test_functions_without_own_check_are_not_for_officers(name: str):
	assert get_audience(name) > Audience.DESK


def test_other_apps_add_and_close_functions_by_hooks():
	extra = ExtraRules(guest=("erpnext.public.",), desk=("erpnext.selling.",), deny=("frappe.client.delete",))
	assert get_audience("erpnext.public.ping", extra) == Audience.GUEST
	assert get_audience("erpnext.selling.get", extra) == Audience.DESK
	assert get_audience("frappe.client.delete", extra) == Audience.NOBODY


def test_prefix_ends_at_a_dot():
	assert matches_any_pattern("frappe.email.inbox.move", ["frappe.email.inbox."])
	assert not matches_any_pattern("frappe.email.inboxes.move", ["frappe.email.inbox."])
	assert not matches_any_pattern("frappe.email.relinked", ["frappe.email.relink"])


def test_alias_and_wrappers_do_not_change_the_name():
	def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
		@functools.wraps(function)
		def wrapper(*args: Any) -> Any:
			return function(*args)

		return wrapper

	def original() -> None: ...

	class Sheet:
		def total(self) -> None: ...

	expected = f"{__name__}.{original.__qualname__}"
	assert get_qualified_name(original) == get_qualified_name(decorate(decorate(original))) == expected
	assert get_qualified_name(Sheet().total) == f"{__name__}.{Sheet.total.__qualname__}"


def test_entries_contradict_each_other_nowhere():
	tables = (gate_lists.GUEST, gate_lists.PORTAL, gate_lists.DESK)
	names = [
		f"{module}.{name}" for table in tables for module, entry in table.items() for name in entry.split()
	]
	assert len(names) == len(set(names))
	assert not [name for name in names if name in gate_lists.NOBODY]


@functools.cache
def whitelisted_functions(package: Path = FRAPPE) -> frozenset[str]:
	"""Full names of all functions of the framework, or of another package, that carry `whitelist`, read from its source."""
	found: set[str] = set()
	for path in package.rglob("*.py"):
		source = path.read_text(encoding="utf-8")
		if "whitelist" in source and "node_modules" not in path.parts:
			module = path.relative_to(package.parent).with_suffix("").as_posix().replace("/", ".")
			found.update(_whitelisted_in(ast.parse(source), module.removesuffix(".__init__")))
	return frozenset(found)


def _whitelisted_in(node: ast.AST, prefix: str) -> Iterator[str]:
	for child in ast.iter_child_nodes(node):
		if isinstance(child, ast.ClassDef):
			yield from _whitelisted_in(child, f"{prefix}.{child.name}")
		elif isinstance(child, ast.FunctionDef) and _is_whitelisted(child):
			yield f"{prefix}.{child.name}"


def _is_whitelisted(function: ast.FunctionDef) -> bool:
	return any("whitelist" in ast.unparse(decorator) for decorator in function.decorator_list)


@pytest.mark.skipif(not FRAPPE.exists(), reason="the framework is not provisioned")
class TestWholeFramework:
	"""Every whitelisted function of the framework that this repository installs."""

	def test_guests_reach_only_the_short_list(self):
		open_to_guests = {name for name in whitelisted_functions() if get_audience(name) == Audience.GUEST}
		assert (
			open_to_guests
			== {
				"frappe.ping",
				"frappe.handler.logout",
				"frappe.handler.web_logout",
				"frappe.handler.ping",
				"frappe.core.doctype.user.user.reset_password",
				"frappe.core.doctype.user.user.update_password",
				"frappe.core.doctype.user.user.test_password_strength",
				"frappe.translate.get_all_languages",
			}
			& whitelisted_functions()
		)

	def test_every_function_is_classified(self):
		"""Nothing is open to officers that the table does not name, by itself or by its module."""
		modules = {module for module, entry in gate_lists.DESK.items() if entry == "*"}
		named = {f"{module}.{name}" for module, entry in gate_lists.DESK.items() for name in entry.split()}
		for name in whitelisted_functions():
			if get_audience(name) == Audience.DESK:
				assert name in named or any(name.startswith(f"{module}.") for module in modules), name

	def test_table_names_no_function_that_does_not_exist(self):
		known = whitelisted_functions() | whitelisted_functions(PACKAGE) | NEWER_FUNCTIONS
		tables = (gate_lists.GUEST, gate_lists.PORTAL, gate_lists.DESK)
		named = {
			f"{module}.{name}"
			for table in tables
			for module, entry in table.items()
			for name in entry.split()
		}
		assert not sorted(name for name in named - known if not name.endswith(".*"))


# In the table for stock Frappe 15 and newer, not in the pinned snapshot.
NEWER_FUNCTIONS = {
	"frappe.apps.get_apps",
	"frappe.apps.set_app_as_default",
	"frappe.model.document.unlock_document",
	"frappe.translate.get_app_translations",
	"frappe.utils.pdf.is_wkhtmltopdf_valid",
	"frappe.utils.print_format.download_multi_pdf_async",
}
