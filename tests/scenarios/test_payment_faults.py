"""Payment runs in processes of their own: killed in any stage, the database restarted, two at once; everybody is paid once."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.bench import BenchSite
from standup import processes, services
from standup.settings import PYTHON

PROGRAM = Path(__file__).resolve().parent / "programs" / "payment_faults.py"
KILLED = -9
Program = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Waiting:
	"""A process that waits for a word."""

	process: subprocess.Popen[str]

	def go_on(self) -> None:
		assert self.process.stdin
		self.process.stdin.write("go\n")
		self.process.stdin.flush()

	def end(self) -> subprocess.CompletedProcess[str]:
		out, errors = self.process.communicate()
		return subprocess.CompletedProcess(self.process.args, self.process.returncode, out, errors)


def words_for(site: BenchSite, *words: str) -> dict[str, Any]:
	return {
		"args": [PYTHON, PROGRAM, site.bench.instance.sites, site.name, *words],
		"env": processes.environment(site.bench.instance),
		"text": True,
	}


@pytest.fixture
def program(bench_site: BenchSite) -> Iterator[Program]:
	"""The faults program on the demo site; its district is gone afterwards."""

	def run(*words: str) -> subprocess.CompletedProcess[str]:
		return subprocess.run(**words_for(bench_site, *words), capture_output=True, check=False)

	yield run
	assert run("clear").returncode == 0


@pytest.fixture
def waiting(bench_site: BenchSite) -> Callable[..., Waiting]:
	"""Starts the faults program with a command that waits, and returns when it does."""

	def start(*words: str) -> Waiting:
		pipe = subprocess.PIPE
		process = subprocess.Popen(**words_for(bench_site, *words), stdin=pipe, stdout=pipe, stderr=pipe)
		assert process.stdout and process.stdout.readline() == "ready\n"
		return Waiting(process)

	return start


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
