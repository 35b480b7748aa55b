"""Public notices: what is posted comes from the whitelist of publishable fields, the period from policy and calendar."""

import json
import secrets
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.clocks.time_limits import NoticePeriod, notice_period
from social_assistance.domain.money import plain_yuan
from social_assistance.domain.periods import age_on
from social_assistance.domain.policy.parameters import Administration
from social_assistance.domain.privacy.masking import mask_name
from social_assistance.domain.vocabulary import Scheme
from social_assistance.permissions.transition_token import allow_transition
from social_assistance.services import clock
from social_assistance.services.cases.exceptions import NoticeError
from social_assistance.services.clocks.deadlines import calendar_for
from social_assistance.services.policy import in_force as policy
from social_assistance.services.procedure import step_log

DOCTYPE = "Public Notice"
STEPS = {"Preliminary": "NOTICE", "Result": "PUBLISH"}
_KEY_BYTES = 12


def compose(notice: Document) -> None:
	"""Fill division, period and the published fields when a notice is posted; later it stays as it hangs on the board.

	Source: 民发〔2021〕57号 art. 19, 24.
	"""
	case = frappe.get_doc("Assistance Application", notice.application)
	notice.division = case.division
	if not notice.is_new():
		return
	_check_step(notice, case)
	_take_family(notice, case)
	if notice.notice_kind == "Preliminary":
		last = _period(case, getdate(notice.posted_on)).last_day
		notice.ends_on, notice.takes_down_on = last, last + timedelta(days=1)
	fields = published_fields(case, notice.notice_kind)
	notice.content = json.dumps(fields, ensure_ascii=False, indent=1)
	notice.notice_text = _("{0}: {1}, {2} persons, {3} yuan a month. Objections to {4} until {5}.").format(
		fields["scheme"],
		fields["applicant_name"],
		fields["persons"],
		fields.get("amount", "-"),
		fields["phone"],
		notice.ends_on or "-",
	)


def _take_family(notice: Document, case: Document) -> None:
	"""Whom the notice is about, so that a decision can be held to the family that was posted."""
	notice.update({"household": case.household, "applicant": case.applicant, "scheme": case.scheme})


def replace_corrected(notice: Document) -> None:
	"""A notice that corrects another hangs in its place: the old one is taken down and keeps its number and words."""
	if not notice.corrects:
		return
	with allow_transition(DOCTYPE, notice.corrects, ["taken_down_on"]):
		frappe.db.set_value(DOCTYPE, notice.corrects, "taken_down_on", clock.today())


def check_corrected(notice: Document) -> None:
	"""What is corrected is a notice of the same case and kind that still hangs; its whole period runs anew."""
	if not (notice.is_new() and notice.corrects):
		return
	fields = ["application", "notice_kind", "taken_down_on"]
	old = frappe.db.get_value(DOCTYPE, notice.corrects, fields, as_dict=True)
	if (old.application, old.notice_kind) != (notice.application, notice.notice_kind):
		frappe.throw(
			_("Corrects Notice: {0} is not a notice of this kind for this application.").format(
				notice.corrects
			),
			NoticeError,
		)
	if old.taken_down_on:
		frappe.throw(
			_("Corrects Notice: {0} was taken down on {1}.").format(
				notice.corrects, frappe.format(old.taken_down_on, "Date")
			),
			NoticeError,
		)


def give_key(notice: Document) -> None:
	"""The part of the public address that nobody guesses: notices are posted one by one, never listed."""
	with allow_transition(DOCTYPE, notice.name, ["notice_key"]):
		notice.db_set("notice_key", secrets.token_urlsafe(_KEY_BYTES), update_modified=False)


def administration_of(case: Document) -> Administration:
	"""The rules of notices, objections and checks that the case follows."""
	return policy.rules_of(case).administration


def posts_again(case: Document) -> bool:
	"""Whether an opinion after an upheld objection needs a new notice (民发〔2021〕43号 art. 15 for 特困)."""
	return administration_of(case).posts_again(Scheme(case.scheme))


def in_force(case: Document) -> Document | None:
	"""The preliminary notice that stands for the case now: the newest one, with the amount that is proposed now.

	Where the rule asks for a new notice after an objection, one of an earlier visit to the step does not count.
	"""
	names = frappe.get_all(
		DOCTYPE,
		filters={"application": case.name, "notice_kind": "Preliminary"},
		pluck="name",
		order_by="posted_on desc, creation desc",
		limit=1,
	)
	if not names:
		return None
	notice = frappe.get_doc(DOCTYPE, names[0])
	amount = json.loads(notice.content or "{}").get("amount")
	if amount is not None and amount != plain_yuan(case.proposed_amount):
		return None
	if posts_again(case) and getdate(notice.posted_on) < _step_began(case):
		return None
	return notice


def _step_began(case: Document) -> date:
	opened = step_log.reached_on(case, "NOTICE")
	return opened.date() if opened else date.max


def published_fields(case: Document, kind: str) -> dict:
	"""The whitelist: applicant's name, number of persons, scheme, amount and the phone to object to; nothing else.

	Of a minor only the number of the case and of persons is shown (浙江省社会救助条例 art. 55; policy on names).
	"""
	amount = case.proposed_amount if kind == "Preliminary" else case.decided_amount
	shown = {
		"scheme": _(frappe.get_cached_value("Assistance Scheme", case.scheme, "scheme_name")),
		"applicant_name": case.name,
		"persons": sum(1 for row in case.members if row.is_counted),
		"covered_persons": sum(1 for row in case.members if row.is_covered),
		"phone": frappe.db.get_value("Administrative Division", case.township, "office_phone") or "",
	}
	if not _is_minor(case):
		masked = administration_of(case).publish_masked_name
		shown["applicant_name"] = mask_name(case.applicant_name) if masked else case.applicant_name
		shown["amount"] = plain_yuan(amount)
	return shown


def check_photos(notice: Document) -> None:
	"""One photo proves the beginning, the other that the whole period passed; neither can be made up later."""
	if notice.notice_kind != "Preliminary":
		return
	ends_on = getdate(notice.ends_on)
	if notice.photo_end and clock.today() <= ends_on:
		frappe.throw(
			_("Photo at End: the notice runs until {0}. Add the photo on the following day.").format(
				notice.ends_on
			),
			NoticeError,
		)
	before = notice.get_doc_before_save()
	is_added = notice.photo_start and (not before or before.photo_start != notice.photo_start)
	if is_added and clock.today() > ends_on:
		frappe.throw(
			_(
				"Photo at Start: the notice ended on {0}; its beginning can no longer be proven. Post it again."
			).format(notice.ends_on),
			NoticeError,
		)


def _period(case: Document, posted: date) -> NoticePeriod:
	rules = administration_of(case)
	return notice_period(
		posted,
		rules.notice_days,
		calendar_for(posted),
		close_on_working_day=rules.notice_closes_on_working_day,
	)


def _is_minor(case: Document) -> bool:
	born = frappe.db.get_value("Registry Person", case.applicant, "birth_date")
	return bool(born) and age_on(born, clock.today()) < policy.rules_of(case).household.adult_age


def _check_step(notice: Document, case: Document) -> None:
	wanted = STEPS[notice.notice_kind]
	if case.current_step != wanted:
		frappe.throw(
			_("Kind: a notice of this kind belongs to step {0}; the case is at {1}.").format(
				_(wanted), _(case.workflow_state)
			),
			NoticeError,
		)
