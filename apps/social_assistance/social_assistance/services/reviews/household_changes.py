"""Reviews that a change of the household opens by itself, for every award of both sides."""

from collections.abc import Iterable
from datetime import date

import frappe

from social_assistance.services.registry.household_open_matters import get_open_matters
from social_assistance.services.reviews import tasks


def open_reviews(households: Iterable[str], kind: str, day: date, text: str) -> int:
	"""Open a review of each open award of the households; one under review keeps its review and gets the words.

	Hook `household_changed`.
	"""
	awards = [award for household in households for award in get_open_matters(household).awards]
	for award in awards:
		_open(award, kind, day, text)
	return len(awards)


def _open(award: str, kind: str, day: date, text: str) -> None:
	running = frappe.db.get_value(tasks.DOCTYPE, {"open_task_key": award})
	if running:
		frappe.get_doc(tasks.DOCTYPE, running).add_comment("Info", frappe.utils.escape_html(text))
		return
	task = frappe.get_doc(
		{
			"doctype": tasks.DOCTYPE,
			"award": award,
			"review_cause": tasks.HOUSEHOLD_CHANGED,
			"change_kind": kind,
			"changed_on": day,
			"change_text": text,
		}
	)
	task.flags.ignore_permissions = True  # allow: PERM-ignore-permissions the change of the household was checked; whoever makes it may not open reviews
	task.insert()
