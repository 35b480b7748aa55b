"""Seed needs and wishes, and disbursements of donated goods.

Rice for a family here, a wish that is claimed, and the county's only 113 tents sent on to an earthquake area, as the
prefecture's report tells.
"""

from datetime import date
from io import BytesIO
from typing import Any

import frappe
import segno

from social_assistance.demo.accounts import CHARITY_USERS, DOMAIN
from social_assistance.demo.bureau import CHARITY_NAME
from social_assistance.services import clock
from social_assistance.services.charity import deliveries, disbursements, wish_claims
from social_assistance.services.charity.deliveries import Delivery
from social_assistance.setup.acting import acting_as

NEED, DONATION, DISBURSEMENT = "Charity Need", "Charity Donation", "Charity Disbursement"
PARTNER_USER, APPROVER = f"{CHARITY_USERS[0][0]}@{DOMAIN}", f"{CHARITY_USERS[1][0]}@{DOMAIN}"
# What families asked for when the contact cards were handed out: kind, urgency, words, and what they want of it.
NEEDS: tuple[dict[str, Any], ...] = (
	{
		"need_kind": "Medical",
		"urgency": "Urgent",
		"description": "大病手术自付部分缺口",
		"wanted_amount": 6000,
	},
	{
		"need_kind": "Education",
		"urgency": "Normal",
		"description": "孩子下学期学费和住宿费",
		"wanted_amount": 1500,
	},
)
WISHES: tuple[dict[str, Any], ...] = (
	{"description": "过年想要一些大米", "wanted_item": "大米", "wanted_unit": "斤", "wanted_quantity": 20},
	{"description": "冬天缺少厚衣物", "wanted_item": "衣物", "wanted_unit": "件", "wanted_quantity": 4},
	{"description": "希望有人陪同去医院复查", "need_kind": "Medical"},
)


# Wishes of further families of the same township, enough that the public page may name the place.
MORE_WISHES: tuple[dict[str, Any], ...] = (
	{"description": "想要一床厚棉被", "wanted_item": "棉被", "wanted_unit": "床", "wanted_quantity": 1},
	{"description": "孩子想要一个书包", "wanted_item": "书包", "wanted_unit": "个", "wanted_quantity": 1},
	{"description": "老人想要一台收音机", "wanted_item": "收音机", "wanted_unit": "台", "wanted_quantity": 1},
	{"description": "想换一口电饭锅", "wanted_item": "电饭锅", "wanted_unit": "口", "wanted_quantity": 1},
	{"description": "冬天想要一个电暖器", "wanted_item": "电暖器", "wanted_unit": "台", "wanted_quantity": 1},
	{"description": "想要一根助行拐杖", "wanted_item": "拐杖", "wanted_unit": "根", "wanted_quantity": 1},
)
# Digits of a division code that name its township.
TOWNSHIP_DIGITS = 9


def ensure_giving() -> None:
	"""Create needs, wishes, donations and their disbursements, once."""
	homes = frappe.get_all("Registry Household", pluck="name", order_by="name", limit=5)
	if frappe.db.count(NEED) or len(homes) < 5:
		return
	today = clock.today()
	for home, facts in zip(homes, NEEDS, strict=False):
		_need(home, facts)
	rice, clothes, _company = (
		_need(home, {"need_kind": "Goods", "is_wish": 1, "is_public": 1, **facts})
		for home, facts in zip(homes[2:], WISHES, strict=True)
	)
	_more_wishes(homes)
	_receive_free_gift(today)
	gift = frappe.get_doc(
		DONATION, {"charity_partner": CHARITY_NAME, "donation_kind": "Goods", "docstatus": 1}
	)
	_hand_over(gift, today, {"大米": 20}, charity_need=rice)
	_hand_over(
		gift,
		today,
		{"帐篷": 113},
		disbursement_kind="Other District",
		receiving_organisation="四川省民政厅",
		receiving_place="四川灾区",
	)
	with acting_as(PARTNER_USER):
		wish_claims.claim_wish(clothes, CHARITY_NAME)


def _more_wishes(told: list[str]) -> None:
	place = frappe.db.get_value("Registry Household", told[0], "division")
	near = {"division": ("like", f"{place[:TOWNSHIP_DIGITS]}%"), "name": ("not in", told)}
	homes = frappe.get_all("Registry Household", near, order_by="name", limit=len(MORE_WISHES), pluck="name")
	for home, facts in zip(homes, MORE_WISHES, strict=False):
		_need(home, {"need_kind": "Goods", "is_wish": 1, "is_public": 1, **facts})


def _need(home: str, facts: dict[str, Any]) -> str:
	doc = frappe.get_doc(
		{"doctype": NEED, "household": home, "consent_given": 1, "consent_on": clock.today(), **facts}
	)
	doc.insert(ignore_permissions=True)  # allow: PERM-ignore-permissions demo set-up by the command line
	return str(doc.name)


def _receive_free_gift(today: date) -> None:
	"""The 680,000 yuan of the winter collection, bound to no purpose, so that the rules can propose them."""
	values = {"charity_partner": CHARITY_NAME, "donation_kind": "Cash", "amount": "680000.00"}
	with acting_as(PARTNER_USER):
		doc = frappe.get_doc({"doctype": DONATION, "is_anonymous": 1, "received_on": today, **values})
		doc.insert().submit()


def _hand_over(gift: Any, today: date, goods: dict[str, int], **facts: Any) -> None:
	"""Prepared by one user of the partner, approved by the other, delivered with its paper."""
	batches = [row for row in gift.items if row.item_name in goods]
	rows = [{"donation_item": row.name, "quantity": goods[row.item_name]} for row in batches]
	with acting_as(PARTNER_USER):
		doc = frappe.get_doc(
			{"doctype": DISBURSEMENT, "donation": gift.name, "disbursed_on": today, "items": rows, **facts}
		).insert()
	with acting_as(APPROVER):
		frappe.get_doc(DISBURSEMENT, doc.name).submit()
		is_elsewhere = doc.disbursement_kind == disbursements.TO_DISTRICT
		delivery = Delivery(
			delivered_on=today,
			signed_by="Receiving Organisation" if is_elsewhere else "Household Member",
			delivery_proof=_paper(doc),
			receiving_receipt_no="川民收〔2025〕113号" if is_elsewhere else "",
		)
		deliveries.deliver_disbursement(doc.name, delivery)


def _paper(doc: Any) -> str:
	"""The signed paper, here a picture with its number as a code."""
	picture = BytesIO()
	segno.make(doc.name).save(picture, kind="png", scale=6)
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"签收单-{doc.name}.png",
			"content": picture.getvalue(),
			"attached_to_doctype": DISBURSEMENT,
			"attached_to_name": doc.name,
			"is_private": 1,
		}
	)
	return str(file.insert().file_url)
