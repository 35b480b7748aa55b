"""Programs that have to run: servers, workers, scheduler; and what waits for them."""

import socket
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.background_jobs import generate_qname, get_queue, get_redis_conn, get_workers
from frappe.utils.scheduler import is_dormant, is_scheduler_inactive

from social_assistance.domain.health.signs import Level, Sign
from social_assistance.engines.health.inspection import get_bound

QUEUES = ("short", "default", "long")
SERVERS = (("WEB", "webserver_port", 8000), ("REALTIME", "socketio_port", 9000))
SWEEP = "social_assistance.scheduled.resume_runs"
# A worker that waits says so every few minutes only.
HEARTBEAT_SECONDS = 600
SECONDS = 5


def look_at_servers() -> Iterator[Sign]:
	"""Web and realtime servers listen, the two Redis answer."""
	titles = {"WEB": _("Web server"), "REALTIME": _("Realtime server")}
	for code, setting, usual in SERVERS:
		port = int(frappe.conf.get(setting) or usual)
		yield _answer(code, titles[code], _is_listening(port), _("port {0}").format(port))
	yield _answer("CACHE", _("Redis of the cache"), bool(frappe.cache().ping()), "")
	yield _answer("JOBS", _("Redis of the queues"), bool(get_redis_conn().ping()), "")


def look_at_workers() -> Iterator[Sign]:
	"""Each queue has a worker that lives."""
	living = [worker for worker in get_workers() if _is_living(worker)]
	for queue in QUEUES:
		count = sum(generate_qname(queue) in worker.queue_names() for worker in living)
		yield Sign(
			f"WORKER-{queue}",
			_("Workers for {0}").format(queue),
			Level.GOOD if count else Level.FAILURE,
			str(count),
			_("Start a worker for this queue; its work waits until then."),
		)


def look_at_queues() -> Iterator[Sign]:
	"""How long the first in each queue has waited, and how many jobs failed."""
	bound = get_bound("queue_age_seconds")
	for name in QUEUES:
		queue = get_queue(name)
		jobs = queue.get_jobs(0, 1)
		age = _seconds_since(jobs[0].enqueued_at) if jobs and jobs[0].enqueued_at else None
		found = _("{0} waiting, the first for {1} s").format(queue.count, int(age or 0))
		remedy = _("Too little work is done: more workers, or look at what the present job does.")
		yield Sign(f"QUEUE-{name}", _("Queue {0}").format(name), bound.judge(age), found, remedy)


def look_at_scheduler() -> Iterator[Sign]:
	"""Scheduled work is done: the job that runs each minute ran a moment ago."""
	last = frappe.db.get_value("Scheduled Job Type", {"method": SWEEP}, "last_execution")
	age = (now_datetime() - last).total_seconds() if last else None
	level = get_bound("scheduler_age_seconds").judge(age)
	found = _("last seen {0}").format(last or _("never"))
	if is_scheduler_inactive():
		level, found = Level.FAILURE, _("switched off")
	elif is_dormant():
		level, found = Level.WARNING, _("rests, for nobody has logged in for days; {0}").format(found)
	remedy = _(
		"Start the process schedule; bench enable-scheduler if it is switched off; a login wakes one that rests."
	)
	yield Sign("SCHEDULER", _("Scheduler"), level, found, remedy)


def _answer(code: str, title: str, answers: bool, where: str) -> Sign:
	level = Level.GOOD if answers else Level.FAILURE
	found = (_("answers") if answers else _("does not answer")) + (f" ({where})" if where else "")
	return Sign(code, title, level, found, _("Look at its log; start it again."))


def _is_listening(port: int) -> bool:
	try:
		with socket.create_connection(("127.0.0.1", port), timeout=SECONDS):
			return True
	except OSError:
		return False


def _is_living(worker: Any) -> bool:
	"""The queue believes for minutes in a worker that was killed; its own machine knows better."""
	if worker.hostname == socket.gethostname():
		return Path(f"/proc/{worker.pid}").exists()
	return bool(worker.last_heartbeat) and _seconds_since(worker.last_heartbeat) < HEARTBEAT_SECONDS


def _seconds_since(moment: datetime) -> float:
	"""Older queues note moments without saying that they are those of Greenwich."""
	return (datetime.now(timezone.utc) - moment.replace(tzinfo=timezone.utc)).total_seconds()
