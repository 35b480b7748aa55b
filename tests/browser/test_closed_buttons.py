"""Buttons that the framework draws for everybody are shown only to those who may use them."""

from collections.abc import Callable
from typing import Any

import pytest

from harness.bench import BenchSite
from harness.browser import Desk
from harness.families import walked_family
from harness.http import Person

SITE = "@social.localhost"
ADMINISTRATOR = "Administrator"
OFFICERS = tuple(f"{name}{SITE}" for name in ("clerk.hedong", "leader.hedong", "approval", "audit"))
HOTLINE = f"hotline{SITE}"
ABOVE_WORKSPACES = ("编辑", "新建工作台")
# Sharing, mail and following, in the sidebar and at the foot of a form.
ON_FORMS = (".share-doc-btn", ".form-follow", '.timeline-actions button:has(use[href="#icon-mail"])')


@pytest.fixture(scope="module")
def case(bench_site: BenchSite) -> str:
	"""A case of the township that every account here reads."""
	return str(walked_family(bench_site, __file__, stages=2)["application"])


@pytest.fixture(scope="module")
def decided(bench_site: BenchSite) -> str:
	"""A case with its decision."""
	return str(walked_family(bench_site, __file__)["application"])


def shown(desk: Desk, selector: str) -> int:
	return desk.page.locator(f"{selector}:visible").count()


def buttons_above(desk: Desk) -> set[str]:
	"""Labels of the buttons at the head of the page in front."""
	texts = desk.page.locator(".page-head button:visible").all_inner_texts()
	return {text.strip() for text in texts}


@pytest.mark.parametrize("user", OFFICERS)
def test_officers_have_no_buttons_to_arrange_workspaces(desk: Callable[..., Desk], user: str) -> None:
	here = desk(user)
	here.open("", ".layout-main-section .widget")
	assert not buttons_above(here).intersection(ABOVE_WORKSPACES)


def test_the_administrator_has_them(desk: Callable[..., Desk]) -> None:
	here = desk(ADMINISTRATOR)
	here.open("township-desk", ".layout-main-section .widget")
	assert buttons_above(here).issuperset(ABOVE_WORKSPACES)


@pytest.mark.parametrize("user", OFFICERS)
def test_forms_offer_officers_no_mail_sharing_or_following(
	desk: Callable[..., Desk], case: str, user: str
) -> None:
	here = desk(user)
	here.open(f"assistance-application/{case}", ".form-sidebar .form-assignments")
	assert {selector: shown(here, selector) for selector in ON_FORMS} == dict.fromkeys(ON_FORMS, 0)
	assert not here.page.evaluate(
		"frappe.model.can_email(null, cur_frm) || frappe.model.can_share(null, cur_frm)"
	)


@pytest.mark.parametrize("user", [OFFICERS[-1], HOTLINE])
def test_a_decision_is_offered_to_its_readers(desk: Callable[..., Desk], decided: str, user: str) -> None:
	here = desk(user)
	here.open(f"assistance-application/{decided}", ".form-sidebar .form-assignments")
	may_read = here.page.evaluate("frappe.model.can_read('Application Decision')")
	assert may_read == (user != HOTLINE)
	assert ("审核确认决定" in buttons_above(here)) == may_read


@pytest.mark.parametrize("user", OFFICERS)
def test_lists_offer_changes_and_exports_to_those_who_may(desk: Callable[..., Desk], user: str) -> None:
	here = desk(user)
	here.open("assistance-application", ".list-row-container .list-row-checkbox")
	here.page.locator(".list-row-container .list-row-checkbox").first.check()
	here.page.locator(".actions-btn-group:visible").wait_for()
	offered = set(here.page.locator(".actions-btn-group .menu-item-label").all_text_contents())
	may_write, may_export = here.page.evaluate(
		"['Assistance Application'].flatMap((each) => [frappe.model.can_write(each), frappe.model.can_export(each)])"
	)
	assert offered.issuperset(("编辑", "添加标签")) == bool(may_write)
	assert bool(offered.intersection(("编辑", "添加标签"))) == bool(may_write)
	assert ("导出" in offered) == bool(may_export)


@pytest.mark.parametrize("user", OFFICERS)
def test_reports_and_cards_offer_no_settings(desk: Callable[..., Desk], user: str) -> None:
	here = desk(user)
	here.open("", ".layout-main-section .number-widget-box .card-actions")
	assert here.page.locator("[data-action=action-edit]").count() == 0
	here.open("query-report/Case Register", ".datatable .dt-row-0")
	offered = here.page.locator(".page-head .menu-btn-group .dropdown-item:not(.hide *) .menu-item-label")
	assert not {"编辑", "用户权限", "保存"}.intersection(offered.all_text_contents())


def test_an_auditor_is_offered_no_boards_and_tags_of_his_own(desk: Callable[..., Desk], case: str) -> None:
	here = desk(OFFICERS[-1])
	here.open(f"assistance-application/{case}", ".form-sidebar .form-assignments")
	assert shown(here, ".form-tags") == 0
	here.open("assistance-application", ".list-row-container")
	here.page.evaluate("frappe.views.KanbanView.show_kanban_dialog('Assistance Application')")
	assert shown(here, ".modal-dialog") == 0


def test_what_is_hidden_is_what_the_server_refuses(
	http: Callable[..., Person], desk: Callable[..., Desk]
) -> None:
	closed: list[str] = desk(OFFICERS[0]).page.evaluate("frappe.boot.assist_closed_calls")
	assert "frappe.share.add" in closed
	answers: dict[str, Any] = {name: http(OFFICERS[0]).try_call(name).status_code for name in closed}
	assert answers == dict.fromkeys(closed, 403)
	open_to_managers = desk(ADMINISTRATOR).page.evaluate("frappe.boot.assist_closed_calls")
	assert set(open_to_managers) < set(closed)
