"""Every kind of run, one after the other, until told to end: `python _processes_work.py SITES SITE FLAG`; for `processes.py`.

When the file FLAG is there it lets what is under way come to its end, and prints what was lost, doubled or stuck and what is wrong
with the site then. A database that dies under it ends the present stage, which the workers finish; the subject begins anew.
"""

import json
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import _own_bench
import frappe
import pymysql
from _processes_probe import run_jobs
from _runs_subjects import SUBJECTS, Subject
from runs import StuckError, Tally, Track

LOOK_SECONDS, REST_SECONDS, PATIENCE_SECONDS = 1.0, 10.0, 240
# What a bench of a test cannot have, and what its site has on purpose.
NOT_OF_THE_BENCH = ("BACKUP", "DRILL", "VERIFY", "DOORS", "SETTINGS", "CALENDAR", "DISK", "MEMORY")


class Shift:
	"""All subjects on their way, each with a pause between two stages."""

	def __init__(self, orders: Path) -> None:
		self.orders, self.tally, self.dice = orders, Tally(), random.Random(1)
		self.tracks = {name: Track(Subject(name, begin)) for name, begin in SUBJECTS.items()}
		self.rests: dict[str, float] = {}
		self.stages = 0
		self.broken = 0

	def go_on(self, *, is_over: bool) -> bool:
		"""Look at each once; False when the shift is over and nothing is under way."""
		self._keep_connection()
		under_way = False
		for name, track in self.tracks.items():
			try:
				under_way |= self._look(name, track, is_over=is_over)
			except StuckError as error:
				self.tally.stuck.append(str(error))
				self._begin_anew(name, track)
			except Exception as error:  # noqa: BLE001 - the database or a queue died: workers go on without this program
				sys.stderr.write(f"{name}: {type(error).__name__}: {str(error)[:200]}\n")
				self.broken += 1
				self._begin_anew(name, track)
				self._keep_connection()
		return under_way

	def _look(self, name: str, track: Track, *, is_over: bool) -> bool:
		if track.work and not track.look(self.orders, self.tally):
			return True
		if track.work:
			self.stages += 1
			track.work, self.rests[name] = "", time.monotonic() + REST_SECONDS
		# A subject that is between two stages has checked nothing of the last yet: it goes on to its end.
		if time.monotonic() < self.rests.get(name, 0):
			return not is_over or track.is_open
		return track.advance(self.orders, self.dice, again=not is_over)

	def _begin_anew(self, name: str, track: Track) -> None:
		fresh = Subject(name, SUBJECTS[name], known=track.subject.known, reference=track.subject.reference)
		fresh.found = track.subject.found
		self.tracks[name] = Track(fresh)
		self.rests[name] = time.monotonic() + REST_SECONDS

	def _keep_connection(self) -> None:
		"""Begin a new look at the data; wait for a database that is being started again."""
		site, sites = frappe.local.site, frappe.local.sites_path
		limit = time.monotonic() + PATIENCE_SECONDS
		while True:
			try:
				frappe.db.rollback()
				return
			except pymysql.err.Error:
				if time.monotonic() > limit:
					raise
			time.sleep(LOOK_SECONDS)
			frappe.destroy()
			frappe.init(site=site, sites_path=sites)
			frappe.connect()


def look_at_site() -> dict[str, list[str]]:
	"""What is wrong once nothing is killed any more: work that stands, jobs that nobody does, invariants, signs."""
	from social_assistance.domain.health.signs import Level
	from social_assistance.engines.health import inspection
	from social_assistance.engines.runs import standing
	from social_assistance.engines.verify.invariants import verify_site

	limit = time.monotonic() + PATIENCE_SECONDS
	undone = run_jobs()
	while True:
		frappe.db.rollback()
		open_works = [row for row in standing.list_standing() if row["state"] != "Stopped"]
		signs = [sign for sign in inspection.inspect_site() if sign.level is Level.FAILURE]
		wrong = [f"{sign.code}: {sign.found}" for sign in signs if sign.code not in NOT_OF_THE_BENCH]
		if not (open_works or wrong) or time.monotonic() > limit:
			break
		time.sleep(LOOK_SECONDS * 5)
	return {
		"queues_without_worker": undone,
		"standing": [f"{row['doctype']} {row['document']} {row['words']}" for row in open_works],
		"signs": wrong,
		"verify": [check.code for check in verify_site() if not check.ok],
	}


def main(sites: str, site: str, flag: str) -> int:
	"""Work until the flag is there; 0 when all of it came to a clean end."""
	_own_bench.wake_scheduler(sites, site)
	with TemporaryDirectory() as folder:
		shift = Shift(Path(folder))
		while shift.go_on(is_over=Path(flag).exists()) or not Path(flag).exists():
			time.sleep(LOOK_SECONDS)
	found = {track.subject.name: track.subject.found for track in shift.tracks.values()}
	report = {
		"stages": shift.stages,
		"stages_cut_off_from_this_program": shift.broken,
		"lost": sum(each.lost for each in found.values()),
		"doubled": sum(each.doubled for each in found.values()),
		"contradictions": {
			name: [each.lost, each.doubled] for name, each in found.items() if each.lost or each.doubled
		},
		"stuck": shift.tally.stuck,
		"wrong_at_the_end": look_at_site(),
	}
	sys.stdout.write(json.dumps(report) + "\n")
	is_clean = not (
		report["lost"] or report["doubled"] or report["stuck"] or any(report["wrong_at_the_end"].values())
	)
	return int(not is_clean)


if __name__ == "__main__":
	sys.exit(main(*sys.argv[1:]))
