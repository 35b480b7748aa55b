"""Every kind of run killed in each stage, and whether it goes on without a hand: nothing lost, nothing doubled, nothing stuck.

`python benchmarks/runs.py [--kills N] [--minutes N] [--seed N] [--kinds NAME …]` prints one JSON object. It opens a bench of its own with a
scheduler and workers that are started again a second after they die, as a supervisor does. Each stage of each run is killed
(SIGKILL of the worker and its work-horse) at a checkpoint drawn by lot; the scheduler alone brings it back. The longest time
is that from the kill until another worker has the work.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import _own_bench
import frappe
from _runs_subjects import SUBJECTS, Subject
from _runs_worker import KILLED, order_of

from standup import processes, services, snapshots, testbench
from standup.settings import PYTHON

HERE = Path(__file__).resolve().parent
# Two of each: one that hangs in a long piece of work keeps none of the others waiting.
QUEUES = ("long", "long", "long", "short", "default")
DELAY_SECONDS, LOOK_SECONDS = 1.0, 0.5
# From the kill until another worker must have the work; from when on a stage without signs of life for so long counts as stuck.
MOST_SECONDS, STUCK_SECONDS, SILENT_SECONDS = 90, 300, 150
LATEST_CHECKPOINT = 14


@dataclass
class Workers:
	"""Worker processes that are started again whenever one has died."""

	bench: testbench.TestBench
	orders: Path
	running: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
	died: dict[int, float] = field(default_factory=dict)

	def keep_up(self) -> None:
		"""Start what has been dead for long enough."""
		now = time.monotonic()
		for number in range(len(QUEUES)):
			process = self.running.get(number)
			if process and process.poll() is None:
				continue
			if now - self.died.setdefault(number, now - DELAY_SECONDS * (process is None)) >= DELAY_SECONDS:
				self.died.pop(number)
				self.running[number] = self._start(number)

	def _start(self, number: int) -> subprocess.Popen[bytes]:
		instance = self.bench.instance
		with (instance.logs / f"runs_worker_{number}.log").open("ab") as log:
			return subprocess.Popen(
				[str(PYTHON), str(HERE / "_runs_worker.py"), QUEUES[number], str(self.orders)],
				cwd=instance.sites,
				env=processes.environment(instance),
				stdin=subprocess.DEVNULL,
				stdout=log,
				stderr=log,
				start_new_session=True,
			)

	def stop(self) -> None:
		"""End all of them."""
		for process in self.running.values():
			services.stop(process)


@dataclass
class Tally:
	"""What the program prints."""

	kills: Counter[str] = field(default_factory=Counter)
	resumed: int = 0
	missed: int = 0
	stuck: list[str] = field(default_factory=list)
	seconds: list[float] = field(default_factory=list)


@dataclass
class Track:
	"""One subject and the stage that it is in."""

	subject: Subject
	stages: Iterator[Callable[[], None]] = field(default_factory=lambda: iter(()))
	work: str = ""
	began: float = 0
	killed: float = 0
	claimed: object = None
	is_back: bool = False
	is_open: bool = False

	def advance(self, orders: Path, dice: random.Random, *, again: bool) -> bool:
		"""Start the next stage, with an order to kill it; False after the last one, unless `again` begins anew."""
		start = next(self.stages, None)
		frappe.db.commit()
		if not start and again:
			self.stages = self.subject.begin(self.subject)
			start = next(self.stages)
		self.is_open = start is not None
		if not start:
			return False
		start()
		self.work = "|".join(self.subject.document)
		order_of(orders, self.work).write_text(str(dice.randint(1, LATEST_CHECKPOINT)))
		# The job is sent by the commit: no worker may be faster than the order.
		frappe.db.commit()
		self.began, self.killed, self.is_back, self.claimed = time.monotonic(), 0, False, None
		return True

	def look(self, orders: Path, tally: Tally) -> bool:
		"""Note a kill and a return; True when the stage is over."""
		state, claimed, kind, failure, seen = frappe.db.get_value(
			"Background Work", self.work, ["work_state", "claimed_on", "work_kind", "failure", "seen_on"]
		)
		now = time.monotonic()
		order = order_of(orders, self.work)
		if order.with_suffix(KILLED).exists():
			order.with_suffix(KILLED).unlink()
			self.killed, self.claimed = now, claimed
			tally.kills[kind] += 1
		elif self.killed and not self.is_back and (claimed != self.claimed or state == "Done"):
			self.is_back = True
			tally.resumed += 1
			tally.seconds.append(now - self.killed)
			sys.stderr.write(f"{kind}: went on after {now - self.killed:.0f} s\n")
		if state == "Done":
			tally.missed += order.exists()
			order.unlink(missing_ok=True)
			return True
		# On a slow machine a worker may need long, but it gives signs of life.
		is_silent = (frappe.utils.now_datetime() - seen).total_seconds() > SILENT_SECONDS
		if state in ("Failed", "Stopped", "Dropped") or (is_silent and now - self.began > STUCK_SECONDS):
			raise StuckError(f"{kind} {self.work} {state} {failure or ''}")
		return False


class StuckError(Exception):
	"""A stage that did not come to its end by itself."""


@contextmanager
def site() -> Iterator[testbench.TestBench]:
	"""A fresh demo site with its scheduler, connected as its administrator."""
	with _own_bench.opened() as bench:
		bench.command(snapshots.APP_SITE, "disable-scheduler")
		bench.servers.append(processes.spawn(bench.instance, "schedule"))
		_own_bench.wake_scheduler(str(bench.instance.sites), snapshots.DEMO_SITE)
		try:
			yield bench
		finally:
			frappe.destroy()


def kill_all(
	bench: testbench.TestBench, options: argparse.Namespace, orders: Path
) -> tuple[Tally, list[Track]]:
	"""All subjects at once, each from stage to stage, until there were enough kills and all of them are through."""
	tally, dice, workers = Tally(), random.Random(options.seed), Workers(bench, orders)
	tracks = [Track(Subject(name, SUBJECTS[name])) for name in options.kinds]
	open_tracks, over = list(tracks), time.monotonic() + options.minutes * 60
	try:
		while open_tracks:
			workers.keep_up()
			frappe.db.rollback()
			for track in list(open_tracks):
				wanted = tally.kills.total() < options.kills and time.monotonic() < over
				_go_on(track, open_tracks, tally, orders, dice, again=wanted)
			time.sleep(LOOK_SECONDS)
	finally:
		workers.stop()
	return tally, tracks


def _go_on(
	track: Track, open_tracks: list[Track], tally: Tally, orders: Path, dice: random.Random, *, again: bool
) -> None:
	try:
		if track.work and not track.look(orders, tally):
			return
		if not track.advance(orders, dice, again=again):
			open_tracks.remove(track)
	except StuckError as error:
		sys.stderr.write(f"stuck: {error}\n")
		tally.stuck.append(str(error))
		open_tracks.remove(track)


def report(tally: Tally, tracks: list[Track], failing: list[str]) -> dict[str, object]:
	"""The figures; the ratio is the longest time over the most that is allowed."""
	longest = max(tally.seconds, default=0)
	return {
		"name": "runs",
		"figures": {
			"kills": tally.kills.total(),
			"kills_by_kind": dict(tally.kills),
			"resumed": tally.resumed,
			"lost": sum(track.subject.found.lost for track in tracks),
			"doubled": sum(track.subject.found.doubled for track in tracks),
			"contradictions": {
				track.subject.name: [track.subject.found.lost, track.subject.found.doubled]
				for track in tracks
				if track.subject.found.lost or track.subject.found.doubled
			},
			"stuck": tally.stuck,
			"through_before_the_kill": tally.missed,
			"longest_seconds": round(longest, 1),
			"mean_seconds": round(sum(tally.seconds) / max(1, len(tally.seconds)), 1),
			"verify_failing": failing,
		},
		"ratios": {"longest_over_allowed": round(longest / MOST_SECONDS, 2)},
	}


def main() -> int:
	"""Run, print the JSON, and fail when something was lost, doubled, stuck or late."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--kills", type=int, default=200)
	parser.add_argument("--minutes", type=float, default=240, help="begin nothing anew after so long")
	parser.add_argument("--seed", type=int, default=1)
	parser.add_argument("--kinds", nargs="+", choices=sorted(SUBJECTS), default=list(SUBJECTS))
	options = parser.parse_args()
	with site() as bench, TemporaryDirectory() as folder:
		from social_assistance.engines.verify.runs import check_standing_runs

		tally, tracks = kill_all(bench, options, Path(folder))
		frappe.db.rollback()
		failing = [example for check in check_standing_runs() for example in check.examples]
	found = report(tally, tracks, failing)
	sys.stdout.write(json.dumps(found) + "\n")
	figures = found["figures"]
	assert isinstance(figures, dict)
	is_clean = not (figures["lost"] or figures["doubled"] or figures["stuck"] or failing)
	return int(not is_clean or figures["longest_seconds"] > MOST_SECONDS)


if __name__ == "__main__":
	sys.exit(main())
