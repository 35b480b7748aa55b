"""Background work: one queued job per document and action, sent after the transaction that asks for it."""

from typing import Any

import frappe

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
