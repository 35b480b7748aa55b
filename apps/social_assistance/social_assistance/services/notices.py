"""Public notices: what is posted comes from the whitelist of publishable fields, the period from the calendar."""

import json

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.clocks import notice_period
from social_assistance.exceptions import NoticeError
from social_assistance.services import clock
from social_assistance.services.deadlines import calendar_for

NOTICE_DAYS = 7


def compose(notice: Document) -> None:
	"""Fill division, period and the published fields of a notice from its case (民发〔2021〕57号 art. 19, 24)."""
	case = frappe.get_doc("Assistance Application", notice.application)
	if notice.is_new():
		_check_step(notice, case)
	notice.division = case.division
	posted = frappe.utils.getdate(notice.posted_on)
	if notice.notice_kind == "Preliminary":
		notice.ends_on = notice_period(
			posted, NOTICE_DAYS, calendar_for(posted), close_on_working_day=False
		).last_day
	fields = published_fields(case, notice.notice_kind)
	notice.content = json.dumps(fields, ensure_ascii=False, indent=1)
	notice.notice_text = _("{0}: {1}, {2} persons, {3} yuan a month. Objections to {4} until {5}.").format(
		fields["scheme"],
		fields["applicant_name"],
		fields["persons"],
		fields["amount"],
		fields["phone"],
		notice.ends_on or "-",
	)


def published_fields(case: Document, kind: str) -> dict:
	"""The whitelist: applicant's name, number of persons, scheme, amount and the phone to object to; nothing else."""
	amount = case.proposed_amount if kind == "Preliminary" else case.decided_amount
	return {
		"scheme": _(frappe.get_cached_value("Assistance Scheme", case.scheme, "scheme_name")),
		"applicant_name": case.applicant_name,
		"persons": sum(1 for row in case.members if row.is_counted),
		"covered_persons": sum(1 for row in case.members if row.is_covered),
		"amount": f"{frappe.utils.flt(amount, 2):.2f}",
		"phone": frappe.db.get_value("Administrative Division", case.township, "office_phone") or "",
	}


def check_photos(notice: Document) -> None:
	"""The photo of the end proves the whole period, so it cannot be there before the period is over."""
	if (
		notice.notice_kind == "Preliminary"
		and notice.photo_end
		and clock.today() <= frappe.utils.getdate(notice.ends_on)
	):
		frappe.throw(
			_("Photo at End: the notice runs until {0}. Add the photo on the following day.").format(
				notice.ends_on
			),
			NoticeError,
		)


def _check_step(notice: Document, case: Document) -> None:
	wanted = {"Preliminary": "NOTICE", "Result": "PUBLISH"}[notice.notice_kind]
	if case.current_step != wanted:
		frappe.throw(
			_("Kind: a notice of this kind belongs to step {0}; the case is at {1}.").format(
				_(wanted), _(case.workflow_state)
			),
			NoticeError,
		)
