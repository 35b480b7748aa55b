"""Resume, Stop and Drop of a run in the desk: the finance officer whose worker died, or who wants it to wait."""

import json
from collections.abc import Callable

import pytest

from harness.browser import Desk
from harness.faults import KILLED, Program, Waiting

FINANCE = "finance@social.localhost"
RESUME, STOP, DROP = "继续执行", "暂停作业", "放弃作业"


@pytest.fixture
def approved(program: Program) -> str:
	"""An approved run over a district of its own."""
	done = program("prepare")
	assert done.returncode == 0, done.stderr[-2000:]
	return str(json.loads(done.stdout.splitlines()[-1]))


def open_form(finance: Desk, run: str) -> None:
	finance.open(f"payment-run/{run}", wait_for=".form-layout")


def press(finance: Desk, label: str, *, confirmed: bool = False) -> str:
	"""Press a button of the form; returns what it answered, read and closed."""
	finance.page.get_by_role("button", name=label, exact=True).click()
	if confirmed:
		finance.page.locator(".modal.show .btn-modal-primary").click()
	answer = finance.page.locator(".modal.show .msgprint")
	answer.wait_for()
	words = answer.inner_text()
	finance.page.locator(".modal.show .btn-modal-close").click()
	finance.settle()
	return words


def standing(finance: Desk) -> str:
	finance.page.wait_for_selector(".run-standing")
	return finance.page.locator(".run-standing").first.inner_text()


def wait_for_state(finance: Desk, state: str) -> None:
	script = (
		"async (state) => (await frappe.db.get_value('Payment Run', cur_frm.docname, 'run_status'))"
		".message.run_status == state"
	)
	finance.page.wait_for_function(script, arg=state)


def test_a_run_whose_worker_died_says_so_and_goes_on_by_a_press(
	approved: str, program: Program, desk: Callable[..., Desk]
) -> None:
	assert program("kill", approved, "execute", "5").returncode == KILLED
	finance = desk(FINANCE)
	open_form(finance, approved)
	assert "无人执行" in standing(finance)
	assert "已转交新的执行程序" in press(finance, RESUME)
	wait_for_state(finance, "Executed")
	assert finance.errors == []


def test_a_run_under_way_stops_between_batches_and_goes_on(
	approved: str, waiting: Callable[..., Waiting], desk: Callable[..., Desk]
) -> None:
	worker = waiting("pause", approved, "execute", "3")
	finance = desk(FINANCE)
	open_form(finance, approved)
	assert "执行中" in standing(finance)
	assert finance.page.get_by_role("button", name=RESUME, exact=True).count() == 0
	assert "当前批次完成后暂停" in press(finance, STOP)
	worker.go_on()
	assert worker.end().returncode == 0
	open_form(finance, approved)
	assert "按要求暂停" in standing(finance)
	assert "从原处继续执行" in press(finance, RESUME)
	wait_for_state(finance, "Executed")


def test_a_run_without_a_line_is_dropped_and_the_desk_says_what_stays(
	approved: str, program: Program, desk: Callable[..., Desk]
) -> None:
	assert program("kill", approved, "execute", "3").returncode == KILLED
	finance = desk(FINANCE)
	open_form(finance, approved)
	assert "未生成任何发放明细" in press(finance, DROP, confirmed=True)
	wait_for_state(finance, "Discarded")
	open_form(finance, approved)
	assert finance.page.locator(".run-standing").count() == 0
