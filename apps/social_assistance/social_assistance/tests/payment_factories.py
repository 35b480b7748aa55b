"""Awards and runs for tests, made as the decision and the officers make them, without the sixteen steps before."""

from decimal import Decimal
from io import BytesIO

import frappe
import segno

from social_assistance.api.v1.policy.second_person import put_into_force
from social_assistance.constants import (
	DISTRICT_APPROVER,
	FINANCE_OFFICER,
	POLICY_ADMINISTRATOR,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
)
from social_assistance.engines.payments import bank_files, monthly_run, return_posting
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.awards import account_changes
from social_assistance.services.numbering import take_number
from social_assistance.services.payments import finance_lists, runs
from social_assistance.services.privacy.encrypted_fields import copy_encrypted_field
from social_assistance.services.registry.divisions import get_township
from social_assistance.tests import factories


def finance() -> str:
	"""A finance officer of the whole district."""
	return factories.user(FINANCE_OFFICER, factories.DISTRICT)


def approver() -> str:
	"""A district approver of the whole district."""
	return factories.user(DISTRICT_APPROVER, factories.DISTRICT)


def award(home=None, amount: str = "291.00", scheme: str = "DIBAO-URBAN", start: str = "2026-01", **values):
	"""A Benefit Award with one amount part, paid to the household's account."""
	home = home or factories.household(ages=(44,), account_verified_on="2026-01-05")
	doc = frappe.new_doc("Benefit Award")
	doc.update(
		{
			"award_no": take_number("DY", frappe.utils.getdate("2026-01-01")),
			"scheme": scheme,
			"household": home.name,
			"payee": home.account_holder or home.head_person,
			"payee_name": home.head_name,
			"division": home.division,
			"start_month": start,
			"monthly_amount": Decimal(amount),
			"bank_name": home.bank_name,
			"account_verified_on": home.account_verified_on,
			"open_award_key": f"{scheme}|{home.name}",
			"amounts": [{"part": "Base", "from_month": start, "amount": Decimal(amount)}],
			**values,
		}
	)
	copy_encrypted_field(home, "bank_account", doc)
	with allow_transition("Benefit Award"):
		return doc.insert(ignore_permissions=True)


def paper() -> str:
	"""Address of a small picture in place of a photographed card, uploaded by the session's user."""
	picture = BytesIO()
	segno.make(frappe.generate_hash(length=10)).save(picture, kind="png", scale=2)
	values = {"doctype": "File", "file_name": f"{frappe.generate_hash(length=8)}.png", "is_private": 1}
	return str(frappe.get_doc({**values, "content": picture.getvalue()}).insert().file_url)


def prepared_change(home, by: str | None = None, **values):
	"""A Bank Account Change of a household, prepared by the clerk of its township with a new card."""
	before = frappe.session.user
	try:
		frappe.set_user(by or factories.user(TOWNSHIP_CLERK, get_township(home.division)))
		card = {"bank_account": factories.build_card_number(factories._random), "bank_name": home.bank_name}
		return frappe.get_doc(
			{
				"doctype": "Bank Account Change",
				"household": home.name,
				"change_reason": "New Card",
				"reason_text": "旧卡遗失",
				"proof_file": paper(),
				**card,
				**values,
			}
		).insert()
	finally:
		frappe.set_user(before)


def changed_account(home, shared_reason: str = "", **values):
	"""A change prepared by the clerk and confirmed by the leader of the township."""
	change = prepared_change(home, **values)
	before = frappe.session.user
	try:
		frappe.set_user(factories.user(TOWNSHIP_LEADER, get_township(home.division)))
		account_changes.confirm(change.name, shared_reason)
	finally:
		frappe.set_user(before)
	change.reload()
	return change


def booked_return(**values):
	"""A Bank Return that the session's user imports and the approver confirms."""
	doc = frappe.get_doc({"doctype": "Bank Return", **values}).insert()
	before = frappe.session.user
	try:
		frappe.set_user(approver())
		return_posting.confirm(doc.name)
	finally:
		frappe.set_user(before)
	doc.reload()
	return doc


def drafted(doctype: str, **values):
	"""A record that the policy officer writes and nobody has agreed with yet."""
	before = frappe.session.user
	try:
		frappe.set_user(factories.user(POLICY_ADMINISTRATOR))
		return frappe.get_doc({"doctype": doctype, **values}).insert()
	finally:
		frappe.set_user(before)


def in_force(draft):
	"""A draft that the approver puts into force."""
	before = frappe.session.user
	try:
		frappe.set_user(approver())
		put_into_force(draft.doctype, draft.name)
	finally:
		frappe.set_user(before)
	draft.reload()
	return draft


def granted(decide, doc):
	"""A medical cap or funeral aid that the approver grants."""
	before = frappe.session.user
	try:
		frappe.set_user(approver())
		decide(doc.name, True)
	finally:
		frappe.set_user(before)
	doc.reload()
	return doc


def gift_draft(*classes: tuple[str, str, str], **values):
	"""A rule for a gift of March per household; classes are scheme, residence class and yuan."""
	rows = classes or (("DIBAO-URBAN", "Any", "500"),)
	given = {
		"cause": "春节慰问金",
		"method": "Fixed Amount",
		"unit": "Household",
		"division": factories.DISTRICT,
		"from_month": "2026-03",
		"to_month": "2026-03",
		"citation": "测试民〔2026〕2号",
		"classes": [
			{"scheme": scheme, "residence_class": residence, "amount": amount}
			for scheme, residence, amount in rows
		],
	}
	return drafted("Category Payment Rule", **{**given, **values})


def subsidy_draft(*schemes: str, **values):
	"""A rule for the price subsidy of 2026 that starts at 3.5 or, for food, at 6 per cent."""
	given = {
		"cause": "价格临时补贴",
		"method": "Price Subsidy",
		"unit": "Person",
		"from_month": "2026-01",
		"to_month": "2026-12",
		"start_rise": 3.5,
		"start_food_rise": 6,
		"classes": [{"scheme": scheme, "residence_class": "Any"} for scheme in schemes or ("DIBAO-URBAN",)],
	}
	return gift_draft(**{**given, **values})


def reading_draft(
	month: str = "2026-02", published: str = "2026-03-02", consumer="3.6", food="2.0", **values
):
	"""What the statistics bureau published, entered by the policy officer."""
	given = {"index_month": month, "published_on": published, "consumer_rise": consumer, "food_rise": food}
	return drafted("Price Index Reading", citation="测试区统计局", **{**given, **values})


def approved_run(
	month: str = "2026-03",
	scheme: str | None = "DIBAO-URBAN",
	kind: str = "Regular",
	rule: str | None = None,
) -> str:
	"""A run that finance prepared and previewed and the approver agreed to; the session's user stays the same."""
	before = frappe.session.user
	try:
		frappe.set_user(finance())
		run = runs.create_payment_run(month, scheme, factories.DISTRICT, kind, rule)
		monthly_run.preview_payment_run(run, now=True)
		frappe.set_user(approver())
		runs.approve(run)
	finally:
		frappe.set_user(before)
	return run


def execute(run: str) -> None:
	"""Execute an approved run as the finance officer."""
	before = frappe.session.user
	try:
		frappe.set_user(finance())
		monthly_run.execute_payment_run(run)
	finally:
		frappe.set_user(before)


def listed(run: str) -> str:
	"""The finance list of an executed run, prepared and approved by the two officers; a second call changes nothing."""
	found = frappe.db.get_value("Finance List", {"payment_run": run, "list_status": "Approved"})
	if found:
		return found
	before = frappe.session.user
	try:
		frappe.set_user(finance())
		name = frappe.get_doc({"doctype": "Finance List", "payment_run": run}).insert().name
		frappe.set_user(approver())
		finance_lists.answer_finance_list(name, approved=True)
	finally:
		frappe.set_user(before)
	return name


def file(run: str) -> None:
	"""Have the finance list approved and write the bank files of an executed run as the finance officer."""
	listed(run)
	before = frappe.session.user
	try:
		frappe.set_user(finance())
		bank_files.write_missing_files(run)
	finally:
		frappe.set_user(before)


def paid_run(
	month: str = "2026-03",
	scheme: str | None = "DIBAO-URBAN",
	kind: str = "Regular",
	rule: str | None = None,
) -> str:
	"""A run that went all the way to its bank files."""
	run = approved_run(month, scheme, kind, rule)
	before = frappe.session.user
	try:
		frappe.set_user(finance())
		monthly_run.execute_payment_run(run)
		file(run)
	finally:
		frappe.set_user(before)
	return run


def paid_category(rule: str, month: str = "2026-03") -> str:
	"""A category payment that went all the way to its bank files."""
	return paid_run(month, None, runs.CATEGORY, rule)


def opened_line(found: str | dict[str, str]):
	"""A Payment Line as its form shows it."""
	line = frappe.get_doc("Payment Line", found)
	line.run_method("onload")
	return line
