"""One family through all sixteen steps over HTTP, each step by the account whose step it is.

Every call goes to the running web server as a logged-in user; nothing is written past the API. The business dates of
the steps lie some weeks back and end today, so that the seven days of the notice really pass between posting and close.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import frappe
import segno
from frappe import _

from social_assistance.constants import (
	DISCLOSURE_OFFICER,
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	FINANCE_OFFICER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	TOWNSHIP_REVIEWER,
	VERIFICATION_OFFICER,
	VILLAGE_ASSISTANT,
)
from social_assistance.exceptions import AssistanceError
from social_assistance.services.deadlines import calendar_for
from social_assistance.walkthrough import family, staff
from social_assistance.walkthrough.client import DeskClient, RefusedError

SCHEME = "DIBAO-URBAN"
COUNTED_INCOME = Decimal("1800.00")
MOVE = "social_assistance.api.v1.application.move"
CASE = "Assistance Application"
COMPLETE = "Complete Step"


@dataclass
class Walk:
	"""The running walkthrough: clients by role, the case, and what was refused on the way."""

	base_url: str
	site: str
	password: str
	today: date
	village: str = ""
	case: str = ""
	people: list[dict] = field(default_factory=list)
	household: dict = field(default_factory=dict)
	refusals: list[dict] = field(default_factory=list)
	clients: dict[str, DeskClient] = field(default_factory=dict)
	run: dict = field(default_factory=dict)

	def as_role(self, role: str, day: date) -> DeskClient:
		"""The role's account for the village, speaking on that business date."""
		return self.as_user(staff.account_for(role, self.village), day)

	def as_user(self, user: str, day: date) -> DeskClient:
		"""A logged-in user on that business date."""
		if user not in self.clients:
			self.clients[user] = DeskClient(self.base_url, self.site, user, self.password)
		self.clients[user].day = day
		return self.clients[user]

	def day(self, offset: int) -> date:
		"""A working day about so many days from today."""
		return calendar_for(self.today).roll_forward(self.today + timedelta(days=offset))

	def edit(self, client: DeskClient, change: Callable[[dict], Any]) -> dict:
		"""Load the case, change it as a clerk would in the form, and save it."""
		doc = client.load(CASE, self.case)
		change(doc)
		return client.save(doc)

	def move(self, client: DeskClient, action: str = COMPLETE, **why: str) -> dict:
		"""Move the case."""
		return client.call(MOVE, application=self.case, action=action, **why)

	def must_refuse(self, what: str, client: DeskClient, action: str = COMPLETE) -> None:
		"""A wrong move that the server has to refuse; the case must stand where it stood."""
		before = self._state()
		try:
			self.move(client, action)
		except RefusedError as refusal:
			if self._state() != before:
				raise AssistanceError(_("The refused move changed the case.")) from refusal
			self.refusals.append({"move": what, "user": client.user, "error": refusal.kind, "message": refusal.message})
			return
		raise AssistanceError(_("A wrong move was accepted: {0}").format(what))

	def _state(self) -> str:
		frappe.db.rollback()  # see what the web server committed, not this connection's older view
		return frappe.db.get_value(CASE, self.case, "workflow_state")


def take(base_url: str, site: str, password: str, today: date, seed: int | None = None) -> Walk:
	"""Walk a new family through all sixteen steps; raises when a step that must work fails."""
	walk = Walk(base_url, site, password, today)
	rng = random.Random(seed)
	walk.village = staff.urban_village_with_staff()
	_register_family(walk, rng)
	for stage in STAGES:
		stage(walk)
		frappe.db.rollback()  # as in _state
	return walk


def _register_family(walk: Walk, rng: random.Random) -> None:
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(-45))
	walk.people = [clerk.save(person) for person in family.people(walk.village, walk.today, rng)]
	walk.household = clerk.save(family.household(walk.village, walk.people, walk.today - timedelta(days=3650), rng))


def _discover_and_apply(walk: Walk) -> None:
	assistant = walk.as_role(VILLAGE_ASSISTANT, walk.day(-44))
	case = assistant.save(
		{
			"doctype": CASE,
			"naming_series": "SQ-.YYYY.-",
			"scheme": SCHEME,
			"household": walk.household["name"],
			"applicant": walk.people[0]["name"],
			"division": walk.village,
			"discovery_channel": "Household Visit",
			"policy_told_on": assistant.day.isoformat(),
			"applicant_wish": "Wishes to Apply",
			"filing_channel": "Village Agency",
			"applied_on": assistant.day.isoformat(),
			"reason_text": "户主患病，家庭收入低于标准",
			"case_status": "Open",
		}
	)
	walk.case = case["name"]
	walk.move(assistant)
	assistant.day = walk.day(-43)
	walk.edit(assistant, lambda doc: doc["evidence"].extend(_papers("application_form", "identity_card")))
	walk.move(assistant)


def _authorise(walk: Walk) -> None:
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(-42))
	adults = [person["name"] for person in walk.people[:2]]
	walk.edit(clerk, lambda doc: doc["consents"].extend(_consent(name, clerk.day) for name in adults))
	walk.move(clerk)


def _accept(walk: Walk) -> None:
	day = walk.day(-41)
	walk.must_refuse(_("acceptance by a village assistant (wrong role)"), walk.as_role(VILLAGE_ASSISTANT, day))
	walk.must_refuse(_("acceptance by the clerk of another township"), walk.as_user(staff.another_clerk(walk.village), day))
	clerk = walk.as_role(TOWNSHIP_CLERK, day)
	walk.move(clerk)
	walk.edit(clerk, lambda doc: doc.update(kin_declared="None"))
	walk.move(clerk)


def _verify(walk: Walk) -> None:
	officer = walk.as_role(VERIFICATION_OFFICER, walk.day(-38))
	report = {**_papers("verification_report")[0], "source": "Platform", "document_no": f"HD-{walk.case}"}
	walk.edit(officer, lambda doc: doc["evidence"].append(report))
	walk.move(officer)


def _visit(walk: Walk) -> None:
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(-36))
	walk.must_refuse(_("leaving the home visit without a visit on file (missing evidence)"), clerk)
	investigators = [clerk.user, staff.colleague_of(clerk.user, walk.village)]
	clerk.save(
		{
			"doctype": "Home Visit",
			"naming_series": "RH-.YYYY.-",
			"application": walk.case,
			"household": walk.household["name"],
			"visited_on": clerk.day.isoformat(),
			"visit_mode": "On Site",
			"investigators": [{"doctype": "Visit Investigator", "investigator": u, "signed": 1} for u in investigators],
			"member_present": walk.people[0]["name"],
			"member_signed": 1,
			"living_conditions": "住房简陋，无贵重财产",
			"neighbour_notes": "邻居反映情况属实",
			"conclusion": "True",
			"findings": "情况属实",
		}
	)
	walk.move(clerk)
	clerk.day = walk.day(-35)
	walk.move(clerk, "Skip Step", reason="NO_DISPUTE")


def _initial_review(walk: Walk) -> None:
	reviewer = walk.as_role(TOWNSHIP_REVIEWER, walk.day(-33))
	income = {
		"doctype": "Assessment Income",
		"person": walk.people[0]["name"],
		"income_kind": "Net Business Income",
		"description": "摆摊经营净收入",
		"gross_amount": str(COUNTED_INCOME * 12),
		"months": 12,
		"evidence_source": "Own Statement",
	}
	sheet = reviewer.save(
		{
			"doctype": "Means Assessment",
			"naming_series": "HS-.YYYY.-",
			"application": walk.case,
			"as_of_date": reviewer.day.isoformat(),
			"incomes": [income],
		}
	)
	reviewer.save(sheet, "Submit")
	leader = walk.as_role(TOWNSHIP_LEADER, walk.day(-32))
	walk.edit(leader, lambda doc: doc.update(township_opinion="Approve", township_opinion_text="经核算人均收入低于标准，拟同意"))
	walk.move(leader)


def _notice(walk: Walk) -> None:
	reviewer = walk.as_role(TOWNSHIP_REVIEWER, walk.day(-31))
	notice = _post_notice(walk, reviewer, "Preliminary")
	reviewer.day = walk.day(-22)
	notice["photo_end"] = _photograph(reviewer, notice, "photo_end")
	reviewer.save(notice)
	walk.move(reviewer)


def _review_and_decide(walk: Walk) -> None:
	reviewer = walk.as_role(DISTRICT_REVIEWER, walk.day(-18))

	def check(doc: dict) -> None:
		doc["evidence"].extend(_papers("file_checklist"))
		doc.update(district_opinion="Approve", district_opinion_text="材料齐全，程序合规，建议确认")

	walk.edit(reviewer, check)
	walk.move(reviewer)
	walk.must_refuse(_("decision by the reviewer of the same case (wrong role)"), reviewer)
	approver = walk.as_role(DISTRICT_APPROVER, walk.day(-16))
	walk.move(approver, remark="经审核，你户人均收入低于本区城市低保标准，符合条件，予以确认")


def _publish(walk: Walk) -> None:
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(-14))
	decision = frappe.db.get_value(CASE, walk.case, "application_decision")
	letter = clerk.load("Application Decision", decision)
	letter.update(delivered_on=clerk.day.isoformat(), delivery_method="In Person")
	clerk.save(letter)
	officer = walk.as_role(DISCLOSURE_OFFICER, walk.day(-13))
	_post_notice(walk, officer, "Result")
	walk.move(officer)


def _pay(walk: Walk) -> None:
	finance = walk.as_role(FINANCE_OFFICER, walk.today)
	approver = walk.as_role(DISTRICT_APPROVER, walk.today)
	walk.run = pay(finance, approver, _start_month(walk), SCHEME)
	walk.move(finance)


def pay(finance: DeskClient, approver: DeskClient, month: str, scheme: str | None) -> dict:
	"""Prepare, preview, approve, execute and file one run; a supplementary one when the month's regular run exists."""
	api = "social_assistance.api.v1.payments"
	kind = "Supplementary" if _has_regular_run(month, scheme) else "Regular"
	run = finance.call(f"{api}.prepare_run", payment_month=month, scheme=scheme or "", run_kind=kind)
	finance.call(f"{api}.preview_run", payment_run=run)
	approver.call(f"{api}.approve_run", payment_run=run)
	finance.call(f"{api}.execute_run", payment_run=run, now=1)
	finance.call(f"{api}.write_bank_files", payment_run=run)
	return finance.load("Payment Run", run)


def _maintain_and_exit(walk: Walk) -> None:
	reviewer = walk.as_role(TOWNSHIP_REVIEWER, walk.day(340))
	walk.edit(reviewer, lambda doc: doc.update(review_result="Stop", review_text="子女就业，家庭收入超过标准，自愿退出"))
	walk.move(reviewer)
	district = walk.as_role(DISTRICT_REVIEWER, walk.day(345))
	walk.edit(district, lambda doc: doc.update(exit_reason="Voluntary", exit_text="已书面告知家庭，次月起停发"))
	walk.move(district, "Close Case", reason="ENDED")


def _start_month(walk: Walk) -> str:
	return frappe.db.get_value("Benefit Award", {"application": walk.case}, "start_month")


def _has_regular_run(month: str, scheme: str | None) -> bool:
	return bool(frappe.db.exists("Payment Run", {"payment_month": month, "scheme": scheme, "run_kind": "Regular"}))


def _post_notice(walk: Walk, client: DeskClient, kind: str) -> dict:
	notice = client.save(
		{
			"doctype": "Public Notice",
			"naming_series": "GS-.YYYY.-",
			"application": walk.case,
			"notice_kind": kind,
			"posted_on": client.day.isoformat(),
			"place": "社区居务公开栏",
		}
	)
	notice["photo_start"] = _photograph(client, notice, "photo_start")
	return client.save(notice)


def _photograph(client: DeskClient, notice: dict, fieldname: str) -> str:
	"""A small PNG in place of the photo of the notice board."""
	picture = BytesIO()
	segno.make(f"{notice['name']} {fieldname}").save(picture, kind="png", scale=4)
	return client.upload("Public Notice", notice["name"], fieldname, f"{notice['name']}-{fieldname}.png", picture.getvalue())


def _papers(*keys: str) -> list[dict]:
	return [
		{
			"doctype": "Application Evidence",
			"evidence_key": key,
			"description": _(key),
			"source": "Platform" if key == "identity_card" else "Citizen",
			"document_no": f"{key}-1",
		}
		for key in keys
	]


def _consent(person: str, day: date) -> dict:
	return {
		"doctype": "Application Consent",
		"person": person,
		"capacity": "Household Member",
		"pledge_signed": 1,
		"authorisation_signed": 1,
		"signed_on": day.isoformat(),
		"signature_kind": "Paper",
	}


STAGES: tuple[Callable[[Walk], None], ...] = (
	_discover_and_apply,
	_authorise,
	_accept,
	_verify,
	_visit,
	_initial_review,
	_notice,
	_review_and_decide,
	_publish,
	_pay,
	_maintain_and_exit,
)
