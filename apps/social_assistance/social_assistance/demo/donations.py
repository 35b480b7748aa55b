"""Seed donations: the running one-day campaign, and an ended appeal after a flood.

Sums and goods are those of the county report: 120,000 yuan on the day, 3,559,000 yuan for the appeal, with rice, clothes,
disinfectant and tents.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

import frappe

from social_assistance.demo.accounts import CHARITY_USERS, DOMAIN
from social_assistance.demo.bureau import CHARITY_NAME
from social_assistance.demo.numbers import build_mobile
from social_assistance.services import clock
from social_assistance.services.charity import campaign_moves as moves
from social_assistance.services.charity import refunds
from social_assistance.setup.acting import acting_as
from social_assistance.walkthrough.family import build_card_number

CAMPAIGN, DONATION = "Charity Campaign", "Charity Donation"
PARTNER_USER, REVIEWER = f"{CHARITY_USERS[0][0]}@{DOMAIN}", f"review@{DOMAIN}"
# Days before today: start, end (negative: still to come), filing
ONE_DAY_SPAN, APPEAL_SPAN = (60, -60, 75), (130, 45, 125)
ONE_DAY_DONORS = (
	# donor, organisation, days ago, yuan
	("平湛区第一中学工会", True, 55, "28600.00"),
	("平湛区人民医院工会", True, 54, "41250.00"),
	("惠民商贸有限公司", True, 50, "49100.00"),
	("郑国栋", False, 48, "500.00"),
	("范秀珍", False, 41, "200.00"),
	("郑国栋", False, 12, "300.00"),
)
APPEAL_DONORS = (
	("惠民商贸有限公司", True, 128, "2558000.00"),
	("平湛区人民医院工会", True, 127, "1000000.00"),
	("范秀珍", False, 126, "1000.00"),
)
APPEAL_GOODS = (
	("大米", "斤", 150, "2.80"),
	("衣物", "件", 3150, "20.00"),
	("消毒药品", "件", 1, "360.00"),
	("帐篷", "顶", 113, "480.00"),
)
SHELF_LIFE = {"大米": 365, "消毒药品": 730}


def ensure_donations() -> None:
	"""Create campaigns, donors and donations, once; entered by the partner's user, filed by the bureau's reviewer."""
	if frappe.db.exists(CAMPAIGN, {"charity_partner": CHARITY_NAME}):
		return
	one_day = _campaign(
		"慈善一日捐",
		"Public Fundraising",
		ONE_DAY_SPAN,
		target_amount=150000,
		purpose="资助困难家庭子女上学和重病患者治疗",
		beneficiaries="本区低保、特困和低保边缘家庭",
	)
	appeal = _campaign(
		"防汛救灾募捐",
		"Emergency Appeal",
		APPEAL_SPAN,
		target_amount=4000000,
		purpose="受灾群众应急救助和过渡安置",
		beneficiaries="本区受灾群众",
	)
	with acting_as(PARTNER_USER):
		firm = _donors()
		for name, _organisation, days, amount in ONE_DAY_DONORS:
			_give(one_day, days, donor=firm[name], amount=amount)
		_give(one_day, 30, is_anonymous=1, amount="50.00")
		for name, _organisation, days, amount in APPEAL_DONORS:
			_give(appeal, days, donor=firm[name], amount=amount)
		_give(appeal, 127, donor=firm["平湛区人民医院工会"], donation_kind="Goods", items=_goods(127))
		twice = _give(one_day, 20, donor=firm["范秀珍"], amount="200.00")
		refunds.refund_donation(twice, "200.00", "Paid Twice")


def _campaign(name: str, kind: str, span: tuple[int, int, int], **values: Any) -> str:
	starts, ends, filed = (_days_ago(days) for days in span)
	with acting_as(PARTNER_USER):
		plan = frappe.get_doc(
			{
				"doctype": CAMPAIGN,
				"campaign_name": f"{starts.year}年{name}",
				"campaign_kind": kind,
				"starts_on": starts,
				"ends_on": ends,
				"is_open_group": 1,
				"person_in_charge": CHARITY_USERS[0][1],
				"is_full_time": 1,
				"bank_name": "平湛农商银行",
				"bank_account": build_card_number(Random(name)),
				**values,
			}
		).insert()
	with acting_as(REVIEWER):
		moves.file_campaign(plan.name, f"募备{starts:%Y%m%d}{plan.name[-3:]}", str(filed))
	moves.open_and_close_due_campaigns()
	return str(plan.name)


def _donors() -> dict[str, str]:
	found: dict[str, str] = {}
	for number, (name, is_organisation, _days, _amount) in enumerate((*ONE_DAY_DONORS, *APPEAL_DONORS)):
		if name not in found:
			found[name] = _donor(name, is_organisation, build_mobile(999_100 + number))
	return found


def _donor(name: str, is_organisation: bool, phone: str) -> str:
	values = {
		"doctype": "Charity Donor",
		"donor_name": name,
		"donor_kind": "Organisation" if is_organisation else "Individual",
		"may_be_named": int(is_organisation),
		"phone": phone,
	}
	return str(frappe.get_doc(values).insert().name)


def _give(campaign: str, days: int, **values: Any) -> str:
	gift = frappe.get_doc(
		{
			"doctype": DONATION,
			"campaign": campaign,
			"donation_kind": "Cash",
			"received_on": _days_ago(days),
			**values,
		}
	)
	return str(gift.insert().submit().name)


def _goods(days: int) -> list[dict[str, Any]]:
	return [
		{
			"item_name": name,
			"unit": unit,
			"quantity": quantity,
			"unit_value": value,
			"expiry_date": _days_ago(days - SHELF_LIFE[name]) if name in SHELF_LIFE else None,
		}
		for name, unit, quantity, value in APPEAL_GOODS
	]


def _days_ago(days: int) -> date:
	return clock.today() - timedelta(days=days)
