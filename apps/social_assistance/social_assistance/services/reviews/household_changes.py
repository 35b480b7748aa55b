"""Reviews that a change of the household opens by itself, for every award of both sides."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _

from social_assistance.services.registry.household_busy import open_matters
from social_assistance.services.reviews import tasks

MEMBERS, RESIDENCE = "Members", "Residence"


def open_reviews(households: Iterable[str], kind: str, day: date, text: str) -> int:
	"""A review of each open award of the households; one under review already keeps its review and gets the words."""
	awards = [award for household in households for award in open_matters(household).awards]
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


def members_changed(household: str, joined: Iterable[str], left: Iterable[str]) -> str:
	"""What the review says: who came and who went."""
	names = dict(
		frappe.get_all(
			"Registry Person",
			filters={"name": ("in", [*joined, *left] or [""])},
			fields=["name", "person_name"],
			as_list=True,
		)
	)
	parts = [
		template.format(", ".join(names.get(person, person) for person in people))
		for template, people in ((_("Joined: {0}."), list(joined)), (_("Left: {0}."), list(left)))
		if people
	]
	return " ".join([_("The members of the household changed."), *parts])
