"""Who is covered by an award in which months: nobody in two running living benefits at once.

The unique key of a running row is the person; it falls when the person leaves the award or the award ends.
"""

from collections.abc import Collection, Iterable

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.periods import Month
from social_assistance.services.awards.exceptions import SchemeConflictError

ROW = "Award Person"
# What is paid month by month for living; recognitions and sums that are paid once stand beside it.
_LIVING = {"pays_cash": 1, "is_recurring": 1}


def cover(award: Document, people: Iterable[str], first: Month) -> None:
	"""The people of an award from a month on: who left ends the month before, who came begins; the caller saves."""
	wanted = list(dict.fromkeys(people))
	running = {row.person: row for row in award.covered if not row.to_month}
	for person, row in running.items():
		if person not in wanted:
			_end(row, first)
	joining = [person for person in wanted if person not in running]
	is_living = _is_living(award.scheme)
	if is_living:
		refuse_second(joining, str(award.name or ""))
	for person in joining:
		award.append(
			"covered", {"person": person, "from_month": str(first), "open_key": person if is_living else None}
		)
	if wanted:
		award.covered_persons = len(wanted)


def uncover(award: Document) -> None:
	"""Nobody is covered after the award's last month; the caller saves."""
	for row in award.covered:
		row.open_key = None
		if not row.to_month or (award.end_month and row.to_month > award.end_month):
			row.to_month = award.end_month


def refuse_second(people: Collection[str], award: str) -> None:
	"""Refuse people whom another running living benefit covers; the unique key decides between two at one moment."""
	rows = frappe.get_all(
		ROW,
		filters={"open_key": ("in", list(people) or [""]), "parent": ("!=", award)},
		fields=["parent", "person"],
	)
	if not rows:
		return
	other = frappe.db.get_value("Benefit Award", rows[0].parent, ["award_no", "scheme"], as_dict=True)
	frappe.throw(
		_(
			"{0} is covered by award {1} ({2}) already. Decide the review of that award first, so that nobody is paid twice."
		).format(
			frappe.db.get_value("Registry Person", rows[0].person, "person_name"),
			other.award_no,
			_(frappe.get_cached_value("Assistance Scheme", other.scheme, "scheme_name")),
		),
		SchemeConflictError,
	)


def _end(row: Document, first: Month) -> None:
	row.to_month, row.open_key = str(first.plus(-1)), None


def _is_living(scheme: str) -> bool:
	found = frappe.get_cached_doc("Assistance Scheme", scheme)
	return all(bool(found.get(field)) == bool(value) for field, value in _LIVING.items())
