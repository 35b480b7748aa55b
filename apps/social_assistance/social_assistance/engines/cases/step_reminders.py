"""Reminders before a step is due and escalation when it is overdue: one message per step, level, due date and person.

Handlers of a step hear of it when its light turns amber; once it is overdue they and the next level above hear again. What
a message says to whom about which case tells it from others, so that a second run writes nothing twice. An extension or pause gives a new
due date, and with it new messages.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import format_date

from social_assistance.constants import (
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	SUPERVISION_OFFICER,
	TOWNSHIP_LEADER,
)
from social_assistance.engines.alerts import Message, build_alert, send_alerts
from social_assistance.services import clock

DUE_SOON, OVERDUE = "Due Soon", "Overdue"
# Who hears of an overdue step beside its handlers, by the level that owns the step.
ABOVE = {
	"Village": (TOWNSHIP_LEADER,),
	"Township": (TOWNSHIP_LEADER, DISTRICT_REVIEWER),
	"District": (DISTRICT_APPROVER, SUPERVISION_OFFICER),
}


@dataclass(frozen=True)
class Person:
	"""A member of staff: account, language, and the ranges of the division tree; None sees everything."""

	user: str
	language: str
	ranges: tuple[tuple[int, int], ...] | None

	def covers(self, lft: int) -> bool:
		"""Whether a place lies in the person's area."""
		return self.ranges is None or any(low <= lft <= high for low, high in self.ranges)


def send_step_reminders() -> int:
	"""Write the messages of today; returns how many were new."""
	people = _people_by_role()
	handlers = _roles_by_step()
	messages: list[Message] = []
	for step in _steps_to_tell(clock.today()):
		level = OVERDUE if step.due_on < clock.today() else DUE_SOON
		roles = handlers.get((step.process_template, step.step_code), set())
		if level == OVERDUE:
			roles = roles | set(ABOVE.get(step.owner_level, ()))
		messages += [_message(step, level, person) for person in _concerned(people, roles, step.lft)]
	return send_alerts(messages)


def _steps_to_tell(today: date) -> Iterator[frappe._dict]:
	"""Open steps of running cases that are due soon or overdue, with the place of their case."""
	step, case = frappe.qb.DocType("Application Step"), frappe.qb.DocType("Assistance Application")
	place, row = frappe.qb.DocType("Administrative Division"), frappe.qb.DocType("Process Template Step")
	query = (
		frappe.qb.from_(step)
		.join(case)
		.on(case.name == step.application)
		.join(place)
		.on(place.name == case.division)
		.join(row)
		.on((row.parent == case.process_template) & (row.step_code == step.step_code))
		.where(
			step.done_on.isnull() & (step.due_on < today) | step.done_on.isnull() & (step.warn_on <= today)
		)
		.where(step.due_on.isnotnull())
		.select(
			step.name,
			step.application,
			step.step_code,
			step.step_name,
			step.due_on,
			case.process_template,
			place.lft,
			row.owner_level,
		)
	)
	return iter(query.run(as_dict=True))


def _roles_by_step() -> dict[tuple[str, str], set[str]]:
	"""Roles that can finish a step, by template and step code."""
	found: dict[tuple[str, str], set[str]] = defaultdict(set)
	for row in frappe.get_all(
		"Process Template Transition",
		filters={"action": ("in", ("Forward", "Skip", "Close"))},
		fields=["parent", "step_code", "role"],
	):
		found[row.parent, row.step_code].add(row.role)
	return found


def _people_by_role() -> dict[str, list[Person]]:
	"""Enabled accounts of every role of a step or above it, with their areas."""
	roles = {
		row.role for row in frappe.get_all("Process Template Transition", fields=["role"], distinct=True)
	}
	roles |= {role for above in ABOVE.values() for role in above}
	user, has_role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	rows = (
		frappe.qb.from_(has_role)
		.join(user)
		.on((user.name == has_role.parent) & (has_role.parenttype == "User"))
		.where(has_role.role.isin(sorted(roles)) & (user.enabled == 1))
		.select(user.name, user.language, has_role.role)
		.run(as_dict=True)
	)
	areas = _areas()
	found: dict[str, list[Person]] = defaultdict(list)
	for row in rows:
		ranges = None if row.role == SUPERVISION_OFFICER else tuple(areas.get(row.name, ()))
		found[row.role].append(Person(row.name, row.language or frappe.local.lang, ranges))
	return found


def _areas() -> dict[str, list[tuple[int, int]]]:
	"""Ranges of the division tree by user."""
	grant, place = frappe.qb.DocType("User Permission"), frappe.qb.DocType("Administrative Division")
	rows = (
		frappe.qb.from_(grant)
		.join(place)
		.on(place.name == grant.for_value)
		.where(grant.allow == "Administrative Division")
		.select(grant.user, place.lft, place.rgt)
		.run()
	)
	found: dict[str, list[tuple[int, int]]] = defaultdict(list)
	for user, low, high in rows:
		found[user].append((low, high))
	return found


def _concerned(people: dict[str, list[Person]], roles: Iterable[str], lft: int) -> list[Person]:
	"""Everyone of these roles whose area covers the place, once each."""
	found = {person.user: person for role in roles for person in people.get(role, ()) if person.covers(lft)}
	return [found[user] for user in sorted(found)]


def _message(step: frappe._dict, level: str, person: Person) -> Message:
	lang = person.language
	text = (
		_("Overdue: application {0}, step {1} was due on {2}.", lang)
		if level == OVERDUE
		else _("Due soon: application {0}, step {1} is due on {2}.", lang)
	)
	subject = text.format(step.application, _(step.step_name, lang), format_date(step.due_on))
	return build_alert(person.user, "Assistance Application", step.application, subject)
