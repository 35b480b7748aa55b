"""One job through each queue: `python _processes_probe.py SITES SITE`; code 1 when a worker leaves its job undone."""

import os
import sys
import time

import frappe
from frappe.utils.background_jobs import get_queue

QUEUES = ("short", "default", "long")
LOOK_SECONDS, MOST_SECONDS = 0.5, 120


def main(sites: str, site: str) -> int:
	os.chdir(sites)
	frappe.init(site=site)
	frappe.connect()
	return int(bool(run_jobs()))


def run_jobs() -> list[str]:
	"""Give each queue a job; the queues whose job nobody did in time."""
	jobs = [
		frappe.enqueue("frappe.ping", queue=queue, job_id=f"probe {queue} {time.monotonic_ns()}")
		for queue in QUEUES
	]
	limit = time.monotonic() + MOST_SECONDS
	while any(not job.is_finished for job in jobs) and time.monotonic() < limit:
		time.sleep(LOOK_SECONDS)
	undone = [queue for queue, job in zip(QUEUES, jobs, strict=True) if not job.is_finished]
	for queue in undone:
		sys.stderr.write(f"{queue}: job not done, {len(get_queue(queue))} waiting\n")
	return undone


if __name__ == "__main__":
	sys.exit(main(*sys.argv[1:]))
