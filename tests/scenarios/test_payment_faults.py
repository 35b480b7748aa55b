"""A payment run whose process is killed by the system in any stage pays everybody once when it is started again."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.bench import BenchSite
from standup import processes
from standup.settings import PYTHON

PROGRAM = Path(__file__).resolve().parent / "programs" / "payment_faults.py"
KILLED = -9
Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def program(bench_site: BenchSite) -> Iterator[Program]:
	"""The faults program on the demo site; its district is gone afterwards."""

	def run(*words: str) -> subprocess.CompletedProcess[str]:
		return subprocess.run(
			[PYTHON, PROGRAM, bench_site.bench.instance.sites, bench_site.name, *words],
			env=processes.environment(bench_site.bench.instance),
			capture_output=True,
			text=True,
			timeout=300,
			check=False,
		)

	yield run
	assert run("clear").returncode == 0


def answer(done: subprocess.CompletedProcess[str]) -> Any:
	assert done.returncode == 0, done.stderr[-2000:]
	return json.loads(done.stdout)


# Commits of a run in three batches: start, three batches, end. Of its files: start, one per file, end.
@pytest.mark.parametrize(("stage", "at"), [("execute", 2), ("execute", 4), ("execute", 5), ("bank_files", 3)])
def test_a_killed_run_goes_on_and_pays_everybody_once(program: Program, stage: str, at: int) -> None:
	run = answer(program("prepare"))
	if stage == "bank_files":
		assert program("kill", run, "execute", "99").returncode == 0
	assert program("kill", run, stage, str(at)).returncode == KILLED
	answer(program("finish", run))
	found = answer(program("check", run))
	assert found["failing"] == []
	assert (found["status"], found["unfiled"]) == ("Filed", 0)
	assert found["lines"] == found["awards"] == 60
	assert found["vouchers"] == 2
