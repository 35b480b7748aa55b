"""Public notices: what is posted comes from the whitelist of publishable fields, the period from policy and calendar."""

import json
import secrets
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.cases.disclosure import build_published_item, is_protected
from social_assistance.domain.clocks.time_limits import NoticePeriod, compute_notice_period
from social_assistance.domain.errors import DisclosureError
from social_assistance.domain.money import format_plain_yuan
from social_assistance.domain.periods import age_on
from social_assistance.domain.policy.parameters import Administration
from social_assistance.domain.vocabulary import Scheme
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.cases.exceptions import NoticeError
from social_assistance.services.clocks.deadlines import get_work_calendar
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.policy import in_force as policy
from social_assistance.services.procedure import step_log
from social_assistance.services.registry import protections

DOCTYPE = "Public Notice"
STEPS = {"Preliminary": "NOTICE", "Result": "PUBLISH"}
_KEY_BYTES = 12


def compose_notice(notice: Document) -> None:
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
	notice.update(_written(get_published_fields(case, notice.notice_kind), notice))


def _written(fields: dict, notice: Document) -> dict[str, str]:
	"""Content and text of a notice, both from what is published."""
	lines = [_("{0}: {1}").format(heading, value) for heading, value in labelled(fields)]
	if notice.ends_on:
		lines.append(_("Objections until {0}").format(notice.ends_on))
	return {"content": json.dumps(fields, ensure_ascii=False, indent=1), "notice_text": "\n".join(lines)}


def labelled(fields: dict) -> list[tuple[str, str]]:
	"""What is published with its headings, as text, page and print show it."""
	headings = {
		"case_no": _("Case No."),
		"scheme": _("Scheme"),
		"applicant_name": _("Applicant's Name"),
		"member_count": _("Persons in Household"),
		"covered_count": _("Covered Persons"),
		"amount": _("Monthly Amount (yuan)"),
		"village": _("Village or Community"),
		"office_phone": _("Township's Phone"),
		"complaint_phone": _("Bureau's Phone"),
	}
	return [(heading, str(fields[name])) for name, heading in headings.items() if name in fields]


def withdraw_names(mark: Document) -> None:
	"""Take everything but number and count from the notices that still hang for the people of a new mark."""
	for name in _hanging(mark):
		_withdraw_name(name)


def _withdraw_name(name: str) -> None:
	notice = frappe.get_doc(DOCTYPE, name)
	case = frappe.get_doc("Assistance Application", notice.application)
	if _is_protected(case):
		notice.db_set(_written(get_published_fields(case, notice.notice_kind), notice))


def _hanging(mark: Document) -> list[str]:
	"""Notices that nobody took down yet, of the marked case or of cases of which the marked person is a member."""
	cases = [mark.application]
	if mark.protected_person:
		cases = frappe.get_all("Application Member", {"person": mark.protected_person}, pluck="parent")
	return frappe.get_all(
		DOCTYPE, {"application": ("in", cases or [""]), "taken_down_on": ("is", "not set")}, pluck="name"
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


def assign_notice_key(notice: Document) -> None:
	"""The part of the public address that nobody guesses: notices are posted one by one, never listed."""
	with allow_transition(DOCTYPE, notice.name, ["notice_key"]):
		notice.db_set("notice_key", secrets.token_urlsafe(_KEY_BYTES), update_modified=False)


def get_case_administration(case: Document) -> Administration:
	"""The rules of notices, objections and checks that the case follows."""
	return policy.get_case_policy(case).administration


def needs_new_notice(case: Document) -> bool:
	"""Whether an opinion after an upheld objection needs a new notice (民发〔2021〕43号 art. 15 for 特困)."""
	return get_case_administration(case).posts_again(Scheme(case.scheme))


def get_notice_in_force(case: Document) -> Document | None:
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
	if amount is not None and amount != format_plain_yuan(case.proposed_amount):
		return None
	if needs_new_notice(case) and getdate(notice.posted_on) < _step_began(case):
		return None
	return notice


def _step_began(case: Document) -> date:
	opened = step_log.get_step_arrival(case, "NOTICE")
	return opened.date() if opened else date.max


def get_published_fields(case: Document, kind: str) -> dict:
	"""What the policy publishes of a case; of minors and people under protection number and count alone.

	Source: 民发〔2021〕57号 art. 19, 24; 浙江省社会救助条例 art. 55.
	"""
	facts = {
		"case_no": case.name,
		"scheme": _(frappe.get_cached_value("Assistance Scheme", case.scheme, "scheme_name")),
		"applicant_name": case.applicant_name,
		"member_count": sum(1 for row in case.members if row.is_counted),
		"covered_count": sum(1 for row in case.members if row.is_covered),
		"amount": format_plain_yuan(case.proposed_amount if kind == "Preliminary" else case.decided_amount),
		"village": frappe.db.get_value("Administrative Division", case.division, "division_name"),
		"office_phone": frappe.db.get_value("Administrative Division", case.township, "office_phone"),
		"complaint_phone": frappe.get_cached_doc("Assistance Settings").bureau_phone,
	}
	try:
		return build_published_item(facts, get_case_administration(case).disclosure, _is_protected(case))
	except DisclosureError as error:
		throw_domain_error(error, labelled({error.field: ""})[0][0], NoticeError)


def check_notice_photos(notice: Document) -> None:
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
	rules = get_case_administration(case)
	return compute_notice_period(
		posted,
		rules.notice_days,
		get_work_calendar(posted),
		close_on_working_day=rules.notice_closes_on_working_day,
	)


def _is_protected(case: Document) -> bool:
	"""A minor applicant, or a member or the case itself marked for a reason of the policy, that of acceptance or of today."""
	today, rules = clock.today(), policy.get_case_policy(case)
	born = frappe.db.get_value("Registry Person", case.applicant, "birth_date")
	adult = rules.household.adult_age
	people = {case.applicant, *(row.person for row in case.members)}
	marked = protections.kinds_in_force(people, case.name, today)
	named = (
		{*rules.administration.protected_kinds, *protections.kinds_of_policy(case.division, today)}
		if marked
		else ()
	)
	return is_protected(age_on(born, today) if born else adult, adult, marked, named)


def _check_step(notice: Document, case: Document) -> None:
	wanted = STEPS[notice.notice_kind]
	if case.current_step != wanted:
		frappe.throw(
			_("Kind: a notice of this kind belongs to step {0}; the case is at {1}.").format(
				_(wanted), _(case.workflow_state)
			),
			NoticeError,
		)
