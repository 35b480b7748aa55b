"""Each process of the Procfile killed many times: whether it comes back by itself while the others go on serving.

`python benchmarks/processes.py [--kills N]` prints one JSON object. It opens a bench of its own under the process manager,
kills each process (SIGKILL) N times, waits until it serves again, and looks whether any other process was lost over it. At the
end one job goes through each queue.

With `--minutes N` the processes are killed one after the other, round and round, for so long, while every kind of run is at work;
then nothing is touched any more, and everything must come to a clean end: no run lost, doubled or stuck, all queues served,
`verify` and `doctor` without a failure.
"""

import argparse
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from standup import identity, ownership, processes, services, snapshots, supervision, testbench
from standup.instance import Instance
from standup.settings import PYTHON

HERE = Path(__file__).resolve().parent
PROBE, WORK = HERE / "_processes_probe.py", HERE / "_processes_work.py"
LOOK_SECONDS, MOST_SECONDS, PATIENCE_SECONDS = 0.1, 60, 300
# Between two kills, so that something is at work again; and for the last runs and looks.
PAUSE_SECONDS, LAST_SECONDS = 3, 1200


def main(words: list[str]) -> int:
	"""Print the report; 0 if every process came back in time, none took another one with it, and work goes on."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--kills", type=int, default=10, help="of each process")
	parser.add_argument(
		"--minutes", type=float, help="kill in turn for so long while every kind of run is at work"
	)
	options = parser.parse_args(words)
	with testbench.supervised("demo") as bench:
		if options.minutes:
			# The other site of the snapshot would fill the queues with its first day's jobs.
			bench.command(snapshots.APP_SITE, "disable-scheduler")
			keep_queue(bench.instance)
			report = wear_down(bench.instance, options.minutes * 60)
		else:
			report = measure(bench.instance, options.kills)
	sys.stdout.write(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
	return 0 if report["figures"]["passed"] else 1


def measure(instance: Instance, kills: int) -> dict[str, Any]:
	"""Kill each process so many times; seconds until it serves again, and what was lost."""
	lost: list[str] = []
	followed = 0
	seconds: dict[str, list[float]] = {}
	for name in supervision.list_programs():
		for _number in range(kills):
			before = list_pids(instance)
			seconds.setdefault(name, []).append(kill(instance, name))
			gone = set(list_lost(before, list_pids(instance), name))
			followed += len(gone & list_dependents(name))
			lost += [f"{name} took {other} with it" for other in sorted(gone - list_dependents(name))]
		sys.stderr.write(f"{name}: {kills} kills, longest {max(seconds[name])} s\n")
	works = run_probe(instance)
	figures: dict[str, Any] = {f"{name}_longest_seconds": max(times) for name, times in seconds.items()}
	figures |= {
		"kills": kills * len(seconds),
		"lost": lost,
		"workers_ended_by_lost_queue": followed,
		"queues_work": works,
	}
	figures["passed"] = not lost and works and max(map(max, seconds.values())) <= MOST_SECONDS
	return {"name": "processes", "figures": figures, "ratios": {}}


def keep_queue(instance: Instance) -> None:
	"""Let Redis keep the queues through a death, as that of a bench for people does; those of tests keep nothing."""
	path = instance.state / "redis_queue.conf"
	text = path.read_text(encoding="utf-8").replace("appendonly no", "appendonly yes")
	path.write_text(text, encoding="utf-8")
	supervision.restart(instance, "redis_queue")
	for name in sorted(list_dependents("redis_queue")):
		supervision.restart(instance, name)


def wear_down(instance: Instance, seconds: float) -> dict[str, Any]:
	"""Kill one process after the other while runs are at work; what came of the work."""
	with tempfile.TemporaryDirectory() as folder:
		flag, answer = Path(folder) / "over", Path(folder) / "answer"
		words = [str(PYTHON), str(WORK), str(instance.sites), snapshots.DEMO_SITE, str(flag)]
		with answer.open("wb") as output:
			work = subprocess.Popen(words, env=processes.environment(instance), stdout=output)
		try:
			times = _kill_in_turn(instance, seconds, work)
			flag.touch()
			code = work.wait(LAST_SECONDS)
		finally:
			work.kill()
		lines = answer.read_text(encoding="utf-8").splitlines()
	figures: dict[str, Any] = {f"{name}_longest_seconds": max(found) for name, found in times.items()}
	figures |= {"kills": sum(map(len, times.values())), **json.loads(lines[-1] if lines else "{}")}
	down = [
		name for name, state in supervision.list_states(instance).items() if state["statename"] != "RUNNING"
	]
	figures |= {"down": down, "passed": code == 0 and not down}
	return {"name": "processes", "figures": figures, "ratios": {}}


def _kill_in_turn(
	instance: Instance, seconds: float, work: subprocess.Popen[bytes]
) -> dict[str, list[float]]:
	times: dict[str, list[float]] = {}
	over = time.monotonic() + seconds
	for name in itertools.cycle(supervision.list_programs()):
		if time.monotonic() > over:
			return times
		if work.poll() is not None:
			raise SystemExit(f"{WORK.name} ended by itself with code {work.returncode}")
		times.setdefault(name, []).append(kill(instance, name))
		sys.stderr.write(f"{name}: serves again after {times[name][-1]} s\n")
		time.sleep(PAUSE_SECONDS)
	return times


def kill(instance: Instance, name: str) -> float:
	"""End a process without warning; seconds until another one serves in its place."""
	old = list_pids(instance)[name]
	os.kill(old, signal.SIGKILL)
	began = time.monotonic()
	while list_pids(instance).get(name, 0) in (0, old) or not is_serving(instance, name):
		if time.monotonic() - began > PATIENCE_SECONDS:
			raise SystemExit(f"{name} did not come back within {PATIENCE_SECONDS} s")
		time.sleep(LOOK_SECONDS)
	return round(time.monotonic() - began, 1)


def is_serving(instance: Instance, name: str) -> bool:
	"""Whether a process answers on its port; one without a port serves as soon as it runs."""
	if name in services.NAMES:
		return ownership.is_ours(instance, name)
	return name not in processes.SERVERS or identity.is_ours(instance.ports()[name], instance.token())


def list_pids(instance: Instance) -> dict[str, int]:
	"""Process ids by name; 0 of one that is down."""
	return {name: program["pid"] for name, program in supervision.list_states(instance).items()}


def list_lost(before: dict[str, int], after: dict[str, int], killed: str) -> Iterator[str]:
	"""Processes beside the killed one that are not those of before."""
	return (name for name, pid in before.items() if name != killed and after.get(name) != pid)


def list_dependents(name: str) -> set[str]:
	"""A worker that is asking its queue in the moment of that queue's death ends by itself, and is started again."""
	workers = {other for other in supervision.list_programs() if other.startswith(processes.WORKER_PREFIX)}
	return workers if name == "redis_queue" else set()


def run_probe(instance: Instance) -> bool:
	"""Whether the workers still do what they are given."""
	words = [str(PYTHON), str(PROBE), str(instance.sites), snapshots.DEMO_SITE]
	done = subprocess.run(words, env=processes.environment(instance), check=False)
	return done.returncode == 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
