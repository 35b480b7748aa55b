"""The stages of the walkthrough: what each role does at each step, as it would in the desk."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

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
from social_assistance.walkthrough import staff
from social_assistance.walkthrough.client import DeskClient
from social_assistance.walkthrough.month import pay_run
from social_assistance.walkthrough.walk import CASE, Walk

REVIEW = "social_assistance.api.v1.reviews.tasks.{}"


def _discover_and_apply(walk: Walk) -> None:
	assistant = walk.as_role(VILLAGE_ASSISTANT, walk.day(-44))
	case = assistant.save(
		{
			"doctype": CASE,
			"naming_series": "SQ-.YYYY.-",
			"scheme": walk.scheme,
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
	walk.must_refuse(
		_("acceptance by a village assistant (wrong role)"), walk.as_role(VILLAGE_ASSISTANT, day)
	)
	walk.must_refuse(
		_("acceptance by the clerk of another township"),
		walk.as_user(staff.find_another_clerk(walk.village), day),
	)
	clerk = walk.as_role(TOWNSHIP_CLERK, day)
	walk.move(clerk)
	walk.edit(clerk, lambda doc: doc.update(kin_declared="None"))
	walk.move(clerk)


def _verify(walk: Walk) -> None:
	officer = walk.as_role(VERIFICATION_OFFICER, walk.day(-38))
	report = {**_papers("verification_report")[0], "source": "Platform", "document_no": f"HD-{walk.case}"}
	report["document_date"] = officer.day.isoformat()
	walk.edit(officer, lambda doc: doc["evidence"].append(report))
	walk.move(officer)


def _visit(walk: Walk) -> None:
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(-36))
	walk.must_refuse(_("leaving the home visit without a visit on file (missing evidence)"), clerk)
	investigators = [clerk.user, staff.find_colleague(clerk.user, walk.village)]
	visit = clerk.save(
		{
			"doctype": "Home Visit",
			"naming_series": "RH-.YYYY.-",
			"application": walk.case,
			"household": walk.household["name"],
			"visited_on": clerk.day.isoformat(),
			"visit_mode": "On Site",
			"investigators": [
				{"doctype": "Visit Investigator", "investigator": user, "signed": int(user == clerk.user)}
				for user in investigators
			],
			"member_present": walk.people[0]["name"],
			"member_signed": 1,
			"living_conditions": "住房简陋，无贵重财产",
			"neighbour_notes": "邻居反映情况属实",
			"conclusion": "True",
			"findings": "情况属实",
		}
	)
	colleague = walk.as_user(investigators[1], clerk.day)
	visit = colleague.load("Home Visit", visit["name"])
	visit["investigators"][1]["signed"] = 1
	colleague.save(visit)
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
		"gross_amount": str(walk.monthly_income * 12),
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
	walk.edit(
		leader,
		lambda doc: doc.update(
			township_opinion="Approve", township_opinion_text="经核算人均收入低于标准，拟同意"
		),
	)
	walk.move(leader)


def _notice(walk: Walk) -> None:
	reviewer = walk.as_role(TOWNSHIP_REVIEWER, walk.day(-31))
	notice = post_notice(walk, reviewer, "Preliminary")
	reviewer.day = walk.day(-22)
	notice["photo_end"] = _photograph(reviewer, notice, "photo_end")
	reviewer.save(notice)
	walk.move(reviewer)


def _review_and_decide(walk: Walk) -> None:
	reviewer = walk.as_role(DISTRICT_REVIEWER, walk.day(-18))

	def check(doc: dict) -> None:
		for row in doc["file_checks"]:
			row["check_result"] = "In Order"
		doc.update(district_opinion="Approve", district_opinion_text="材料齐全，程序合规，建议确认")

	walk.edit(reviewer, check)
	walk.move(reviewer)
	walk.must_refuse(_("decision by the reviewer of the same case (wrong role)"), reviewer)
	approver = walk.as_role(DISTRICT_APPROVER, walk.day(-16))
	walk.move(approver, remark="经审核，你户人均收入低于本区城市低保标准，符合条件，予以确认")


def _publish(walk: Walk) -> None:
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(-14))
	decision = walk.look(CASE, walk.case, "application_decision")
	letter = clerk.load("Application Decision", decision)
	receipt = _photograph(clerk, letter, "delivery_proof")
	letter.update(delivered_on=clerk.day.isoformat(), delivery_method="In Person", delivery_proof=receipt)
	clerk.save(letter)
	officer = walk.as_role(DISCLOSURE_OFFICER, walk.day(-13))
	post_notice(walk, officer, "Result")
	walk.move(officer)


def _pay(walk: Walk) -> None:
	finance = walk.as_role(FINANCE_OFFICER, walk.today)
	approver = walk.as_role(DISTRICT_APPROVER, walk.today)
	walk.run = pay_run(finance, approver, _start_month(walk), walk.scheme)
	walk.move(finance)


def _maintain_and_exit(walk: Walk) -> None:
	_review(walk)
	walk.move(walk.as_role(TOWNSHIP_REVIEWER, walk.day(343)))
	district = walk.as_role(DISTRICT_REVIEWER, walk.day(345))
	walk.edit(
		district, lambda doc: doc.update(exit_reason="Voluntary", exit_text="已书面告知家庭，次月起停发")
	)
	walk.move(district, "Close Case", reason="ENDED")


def _review(walk: Walk) -> None:
	"""The family reports that it wishes to leave; the township proposes, the district decides, the family is told."""
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(340))
	review = clerk.save(
		{
			"doctype": "Review Task",
			"award": walk.look("Benefit Award", {"application": walk.case}, "name"),
			"review_cause": "Voluntary Exit",
			"reported_by": walk.people[0]["person_name"],
			"reported_on": clerk.day.isoformat(),
			"change_kind": "Wish to Leave",
			"change_text": "子女就业，家庭收入超过标准，自愿退出",
			"findings": "经核实，子女已就业，家庭人均收入超过标准",
			"proposed_result": "Stop",
			"exit_reason": "Voluntary",
			"proposal_text": "家庭自愿退出，建议停发",
		}
	)
	clerk.call(REVIEW.format("propose"), review=review["name"])
	walk.as_role(DISTRICT_APPROVER, walk.day(341)).call(REVIEW.format("decide"), review=review["name"])
	told = clerk.load("Review Task", review["name"])
	clerk.save({**told, "told_on": clerk.day.isoformat(), "told_by": "In Person"})


def _start_month(walk: Walk) -> str:
	return str(walk.look("Benefit Award", {"application": walk.case}, "start_month"))


def post_notice(walk: Walk, client: DeskClient, kind: str) -> dict:
	"""A notice posted at the community's board that day, with the photo of its beginning; returns the notice."""
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


def _photograph(client: DeskClient, doc: dict, fieldname: str) -> str:
	"""A small PNG in place of a photo of the notice board or of a signed receipt."""
	picture = BytesIO()
	segno.make(f"{doc['name']} {fieldname}").save(picture, kind="png", scale=4)
	return client.upload(
		doc["doctype"], doc["name"], fieldname, f"{doc['name']}-{fieldname}.png", picture.getvalue()
	)


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
