"""Background work: one queued job per document and action, sent after the transaction that asks for it."""

from typing import Any

import frappe
from frappe.translate import get_user_lang

LONG_QUEUE = "long"
RUN_TIMEOUT = 6 * 60 * 60


def enqueue_for(
	method: str,
	doctype: str,
	name: str,
	*,
	stage: str = "",
	queue: str = LONG_QUEUE,
	timeout: int = RUN_TIMEOUT,
	**arguments: Any,
) -> None:
	"""Queue `method(name, **arguments)` once: a second request while the first waits or runs is dropped.

	`stage` tells attempts apart: the queue takes the job of a killed worker for running until it times out.
	"""
	frappe.enqueue(
		method,
		queue=queue,
		timeout=timeout,
		job_id="|".join((method, doctype, name, stage)),
		deduplicate=True,
		enqueue_after_commit=True,
		name=name,
		**arguments,
	)


def set_user_language(**_job: Any) -> None:
	"""Hook `before_job`: what a worker writes into documents is in the language of the person who asked for the work.

	Frappe's worker speaks English whoever the user is; jobs of the scheduler speak the site's language.
	"""
	frappe.local.lang = get_user_lang()
