"""Days of acts: refused when they lie ahead or too far back, in every document whose controller names them.

ACT_DAYS = ("held_on",)      what an office did: not ahead, not more than a year ago
PAST_DAYS = ("formed_on",)   what happened at any time: not ahead
"""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from social_assistance.domain.act_days import DayProblem, check_act_day, check_past_day
from social_assistance.overrides.exceptions import ActDayError
from social_assistance.services import clock

CHECKS = {"ACT_DAYS": check_act_day, "PAST_DAYS": check_past_day}


def check_days(doc: Document, method: str | None = None) -> None:
	"""`validate` of every document: the days that were typed since it was stored, its rows included, all told at once."""
	before = doc.get_doc_before_save()
	stored = {row.name: row for row in (before, *before.get_all_children())} if before else {}
	wrong = [text for row in (doc, *doc.get_all_children()) for text in _check(row, stored.get(row.name))]
	if wrong:
		frappe.throw("<br>".join(wrong), ActDayError, title=_("Check the Date"))


def _check(row: Document, stored: Document | None) -> Iterator[str]:
	controller = get_controller(row.doctype)
	for kind, check in CHECKS.items():
		for fieldname in getattr(controller, kind, ()):
			day = row.get(fieldname) and getdate(row.get(fieldname))
			if not day or (stored and stored.get(fieldname) and getdate(stored.get(fieldname)) == day):
				continue
			problem = check(day, clock.today())
			if problem:
				yield _describe(row, fieldname, problem)


def _describe(row: Document, fieldname: str, problem: DayProblem) -> str:
	place = _("Row {0}:").format(row.idx) if row.meta.istable else ""
	texts = {
		DayProblem.NOT_YET: _("{0}: {1} has not come yet."),
		DayProblem.TOO_OLD: _("{0}: {1} is more than a year ago."),
	}
	label = _(row.meta.get_label(fieldname))
	return place + texts[problem].format(label, formatdate(row.get(fieldname)))
