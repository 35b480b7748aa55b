"""Payment runs in processes of their own: killed in any stage, the database restarted, two at once; everybody is paid once."""

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from harness.bench import BenchSite
from harness.faults import KILLED, Program, Waiting
from standup import services


@pytest.fixture(scope="session")
def restart_database(bench_site: BenchSite) -> Iterator[Callable[[], None]]:
	"""Ends the test bench's database server as its administrator would, and starts it again."""
	started = []

	def restart() -> None:
		started.append(services.restart_database(bench_site.bench.instance))

	yield restart
	for server in started:
		services.stop(server)


def answer(done: subprocess.CompletedProcess[str]) -> Any:
	assert done.returncode == 0, done.stderr[-2000:]
	return json.loads(done.stdout.splitlines()[-1])


# Commits of a run in three batches: start, three batches, end. Of its files: start, one per file, end.
@pytest.mark.parametrize(("stage", "at"), [("execute", 2), ("execute", 4), ("execute", 5), ("bank_files", 3)])
def test_a_killed_run_goes_on_and_pays_everybody_once(program: Program, stage: str, at: int) -> None:
	run = answer(program("prepare"))
	if stage == "bank_files":
		assert program("kill", run, "execute", "99").returncode == 0
	assert program("kill", run, stage, str(at)).returncode == KILLED
	answer(program("finish", run))
	assert_paid_once(answer(program("check", run)))


# Its beginning, old rows gone, the second connection's beginning, and the first of the two to be ready.
@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_killed_preview_is_made_again(program: Program, at: int) -> None:
	run = answer(program("draft"))
	assert program("kill", run, "preview", str(at)).returncode == KILLED
	answer(program("agree", run))
	answer(program("finish", run))
	assert_paid_once(answer(program("check", run)))


def assert_paid_once(found: dict[str, Any]) -> None:
	assert found["failing"] == []
	assert (found["status"], found["unfiled"]) == ("Filed", 0)
	assert found["lines"] == found["awards"] == 60
	assert found["vouchers"] == 2


def test_a_run_goes_on_after_the_database_was_restarted(
	program: Program, waiting: Callable[..., Waiting], restart_database: Callable[[], None]
) -> None:
	run = answer(program("prepare"))
	worker = waiting("pause", run, "execute", "4")
	restart_database()
	worker.go_on()
	assert worker.end().returncode != 0
	assert answer(program("check", run))["status"] == "Running"
	answer(program("finish", run))
	assert_paid_once(answer(program("check", run)))


def test_of_two_runs_of_a_month_prepared_at_once_one_wins(
	program: Program, waiting: Callable[..., Waiting]
) -> None:
	answer(program("plant"))
	both = [waiting("open"), waiting("open")]
	for clerk in both:
		clerk.go_on()
	won, lost = sorted((answer(clerk.end()) for clerk in both), key=lambda found: "refused" in found)
	assert won["run"] in lost["refused"]


def test_of_two_workers_of_a_run_one_wins(program: Program, waiting: Callable[..., Waiting]) -> None:
	run = answer(program("prepare"))
	first = waiting("pause", run, "execute", "3")
	second = program("kill", run, "execute", "99")
	assert second.returncode != 0 and "RunIsBusyError" in second.stderr
	first.go_on()
	assert first.end().returncode == 0
	answer(program("finish", run))
	assert_paid_once(answer(program("check", run)))
