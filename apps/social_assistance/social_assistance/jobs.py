"""Background work: jobs that are sent after the transaction that asks for them."""

from datetime import datetime, timezone
from typing import Any

import frappe
from frappe.translate import get_user_lang
from frappe.utils.background_jobs import get_job, get_job_status
from rq.job import JobStatus

LONG_QUEUE = "long"
RUN_TIMEOUT = 6 * 60 * 60
# The scheduler's job that resumes runs, by the number that Frappe gives it, and how long it may take at most.
SWEEP_JOB = "scheduled_job::social_assistance.scheduled.resume_runs"
SWEEP_SECONDS = 60


def enqueue_job(
	method: str, job_id: str, *, queue: str = LONG_QUEUE, timeout: int = RUN_TIMEOUT, **arguments: Any
) -> None:
	"""Queue `method(**arguments)` under a number that no other job has: the queue never drops it for an older one."""
	frappe.enqueue(
		method, queue=queue, timeout=timeout, job_id=job_id, enqueue_after_commit=True, **arguments
	)


def is_job_waiting(job_id: str) -> bool:
	"""True while the job stands in its queue; the queue takes the job of a killed worker for running, so that says nothing."""
	return bool(get_job_status(job_id) == JobStatus.QUEUED)


def set_user_language(**_job: Any) -> None:
	"""Hook `before_job`: what a worker writes into documents is in the language of the person who asked for the work.

	Frappe's worker speaks English whoever the user is; jobs of the scheduler speak the site's language.
	"""
	frappe.local.lang = get_user_lang()


def forget_dead_sweep(**_job: Any) -> None:
	"""Hook `before_job`: the scheduler queues no second job that resumes runs while the first counts as started.

	Whose worker was killed in it would count so for fourteen minutes; any job of any worker takes it out of the way.
	"""
	job = get_job(SWEEP_JOB)
	if not job or job.get_status() != JobStatus.STARTED or not job.started_at:
		return
	# Older queues note the moment without saying that it is that of Greenwich.
	if (
		datetime.now(timezone.utc) - job.started_at.replace(tzinfo=timezone.utc)
	).total_seconds() > SWEEP_SECONDS:
		job.delete()
