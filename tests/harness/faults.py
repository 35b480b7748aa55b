"""Payment runs in processes of their own that are killed or wait at a chosen commit: `scenarios/programs/payment_faults.py`."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.bench import BenchSite
from standup import processes
from standup.settings import PYTHON

PROGRAM = Path(__file__).resolve().parents[1] / "scenarios" / "programs" / "payment_faults.py"
KILLED = -9
Program = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Waiting:
	"""A process that waits for a word."""

	process: subprocess.Popen[str]

	def go_on(self) -> None:
		"""Give it the word."""
		assert self.process.stdin
		self.process.stdin.write("go\n")
		self.process.stdin.flush()

	def end(self) -> subprocess.CompletedProcess[str]:
		"""Wait until it has ended."""
		out, errors = self.process.communicate()
		return subprocess.CompletedProcess(self.process.args, self.process.returncode, out, errors)


def words_for(site: BenchSite, *words: str) -> dict[str, Any]:
	"""How the program is started for a site."""
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
