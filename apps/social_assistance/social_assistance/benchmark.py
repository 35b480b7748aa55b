"""Finds and runs the programs of the bench's `benchmarks/` folder; they are no part of an installed app."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from frappe.utils import get_bench_path


class BenchmarkError(Exception):
	"""There is no such program, or it failed."""


def run_benchmark(name: str, site: str, options: Sequence[str]) -> dict[str, Any]:
	"""Run `benchmarks/<name>.py` for a site; its progress goes to the terminal, its JSON object is returned."""
	bench = Path(get_bench_path())
	folder = bench / "benchmarks"
	known = sorted(path.stem for path in folder.glob("[a-z]*.py"))
	if name not in known:
		names = ", ".join(known) or f"none: {folder} is not there, benchmarks come with the repository"
		raise BenchmarkError(f"Known benchmarks: {names}.")
	program = [sys.executable, str(folder / f"{name}.py"), *options]
	# Programs that open a bench of their own take no site; those that take one read it from here too.
	environment = {**os.environ, "PYTHONPATH": str(bench / "tools"), "BENCHMARK_SITE": site}
	done = subprocess.run(program, cwd=bench, env=environment, stdout=subprocess.PIPE, text=True, check=False)
	lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
	if not lines:
		raise BenchmarkError(f"{name} ended with code {done.returncode} and printed no figures.")
	report: dict[str, Any] = json.loads(lines[-1])
	if done.returncode:
		raise BenchmarkError(f"{name} found a contradiction: {report}")
	return report
