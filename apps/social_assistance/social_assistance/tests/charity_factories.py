"""Partners, donations and needs for tests."""

from datetime import date
from random import Random

import frappe
from stdnum.cn import uscc

from social_assistance.constants import CHARITY_PARTNER, DISTRICT_REVIEWER
from social_assistance.services.charity.deliveries import Delivery
from social_assistance.tests import factories
from social_assistance.walkthrough.family import build_card_number


def partner(name: str = "测试区慈善总会", body: str = "51410298MJ1234567", **values):
	"""An enabled partner with a valid code and one desk user."""
	code = body + uscc.calc_check_digit(body)
	found = frappe.db.exists("Charity Partner", name)
	if found:
		return frappe.get_doc("Charity Partner", name)
	user = partner_user(body[-4:])
	return frappe.get_doc(
		{
			"doctype": "Charity Partner",
			"partner_name": name,
			"uscc": code,
			"partner_kind": "Charity Federation",
			"is_enabled": 1,
			"users": [{"user": user}],
			**values,
		}
	).insert(ignore_permissions=True)


def partner_user(suffix: str) -> str:
	"""An account that is nothing but a charity partner's."""
	email = f"charity.{suffix}@test.localhost"
	if not frappe.db.exists("User", email):
		factories.insert_account(email, CHARITY_PARTNER)
	return email


def donation(of, amount: float = 1000, submit: bool = True, **values):
	"""A cash donation to a partner, as its user records it when that user is logged in."""
	doc = frappe.get_doc(
		{
			"doctype": "Charity Donation",
			"charity_partner": of.name,
			"donation_kind": "Cash",
			"received_on": "2026-03-01",
			"amount": amount,
			"donor_name": "王小明",
			"donor_phone": "13800138000",
			**values,
		}
	).insert()
	return doc.submit() if submit else doc


RICE = {"item_name": "大米", "unit": "斤", "quantity": 150, "unit_value": 2.8, "expiry_date": "2026-12-31"}
CLOTHES = {"item_name": "衣物", "unit": "件", "quantity": 3150, "unit_value": 20}


def goods(of, *lines, submit: bool = True, **values):
	"""A donation of goods; rice and clothes of the county's report when no lines are given."""
	items = [dict(line) for line in lines or (RICE, CLOTHES)]
	return donation(of, 0, submit, donation_kind="Goods", items=items, **values)


def campaign(of, status: str = "Running", **values):
	"""The one-day donation of the seeds, filed in time for 2026 and open unless told otherwise."""
	doc = frappe.get_doc(
		{
			"doctype": "Charity Campaign",
			"campaign_name": "慈善一日捐",
			"charity_partner": of.name,
			"campaign_kind": "Public Fundraising",
			"starts_on": "2026-02-01",
			"ends_on": "2026-03-31",
			"target_amount": 500000,
			"purpose": "困难家庭子女助学",
			"beneficiaries": "辖区困难家庭子女",
			"is_open_group": 1,
			"person_in_charge": "李会长",
			"is_full_time": 1,
			"bank_account": build_card_number(Random(77)),
			**values,
		}
	).insert()
	if status == "Draft":
		return doc
	return put_in(doc, status, filing_no=f"募备{doc.name}", filed_on="2026-01-20")


def put_in(doc, status: str, **values):
	"""A campaign in a state, without the way to it."""
	frappe.db.set_value("Charity Campaign", doc.name, {"campaign_status": status, **values})
	doc.reload()
	return doc


def paper(name: str = "agreement.pdf") -> str:
	"""Address of a private file of the session's user."""
	content = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
	values = {"doctype": "File", "file_name": name, "is_private": 1, "content": content}
	return frappe.get_doc(values).insert().file_url


def donor(of, **values):
	"""A person on the partner's books."""
	return frappe.get_doc(
		{
			"doctype": "Charity Donor",
			"donor_name": "王小明",
			"donor_kind": "Individual",
			"charity_partner": of.name,
			"phone": "13900139000",
			**values,
		}
	).insert()


def need(home=None, consent: bool = True, **values):
	"""A need of a household, consented unless told otherwise."""
	home = home or factories.household(ages=(44,))
	return frappe.get_doc(
		{
			"doctype": "Charity Need",
			"household": home.name,
			"need_kind": "Education",
			"description": "学费",
			"wanted_amount": 800,
			"consent_given": int(consent),
			"consent_on": "2026-03-01" if consent else None,
			**values,
		}
	).insert(ignore_permissions=True)


def disbursement(gift, to, amount: float = 300, submit: bool = True, **values):
	"""A disbursement from a donation to a need, prepared by the session's user and approved by another person."""
	doc = frappe.get_doc(
		{
			"doctype": "Charity Disbursement",
			"donation": gift.name,
			"charity_need": to.name if to else None,
			"disbursed_on": "2026-03-02",
			"amount": amount,
			**values,
		}
	).insert()
	return approve(doc) if submit else doc


def approve(doc):
	"""Approve a disbursement as the office's reviewer; returns it as it stands then."""
	user = frappe.session.user
	frappe.set_user(factories.user(DISTRICT_REVIEWER, factories.DISTRICT))
	try:
		return frappe.get_doc(doc.doctype, doc.name).submit()
	finally:
		frappe.set_user(user)


def wish(home=None, **values):
	"""A consented micro wish for goods: ten 斤 of rice."""
	asked = {"wanted_item": "大米", "wanted_unit": "斤", "wanted_quantity": 10}
	text = {"need_kind": "Goods", "description": "想要过年的大米", "wanted_amount": None}
	return need(home, is_wish=1, **{**text, **asked, **values})


def proof(doc) -> str:
	"""A small private file that hangs on the document, as the delivery dialog uploads it."""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"proof-{frappe.generate_hash(length=6)}.pdf",
			"content": "%PDF-1.4 signed",
			"attached_to_doctype": doc.doctype,
			"attached_to_name": doc.name,
			"is_private": 1,
		}
	).insert(ignore_permissions=True)
	return str(file.file_url)


def delivery(doc, **values) -> Delivery:
	"""A complete delivery of today, signed by the household."""
	facts = {"delivered_on": date(2026, 3, 2), "signed_by": "Household Member", "delivery_proof": proof(doc)}
	return Delivery(**{**facts, **values})
