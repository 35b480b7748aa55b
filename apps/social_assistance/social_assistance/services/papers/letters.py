"""The words of decision letters and notice sheets (policy.md section 4.9), from the stored decision and notice only."""

import json

import frappe
import segno
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, get_url

from social_assistance.domain.money import format_plain_yuan
from social_assistance.domain.periods import Month
from social_assistance.services.cases import notices
from social_assistance.services.wording import get_bureau_name

# What the sheet says outside its table.
_IN_WORDS = ("scheme", "office_phone", "complaint_phone")


def build_decision_letter(decision: Document) -> dict:
	"""Title, paragraphs and table of amounts of a confirmation or refusal letter."""
	case = frappe.get_doc("Assistance Application", decision.application)
	scheme = _(frappe.get_cached_value("Assistance Scheme", case.scheme, "scheme_name"))
	confirmed = decision.outcome == "Confirmed"
	body = _confirmation(decision, case, scheme) if confirmed else _refusal(decision, scheme)
	return {
		"title": _("Notice of Confirmation") if confirmed else _("Notice of Refusal"),
		"number": decision.decision_no,
		"applicant": case.applicant_name,
		"paragraphs": [text for text in (*body, decision.remedy, decision.referral_offer) if text],
		"table": _parts(case) if confirmed else [],
		"office": _issuer(case),
		"dated": formatdate(decision.decided_on),
	}


def _issuer(case: Document) -> str:
	"""Who decided: the district's bureau, or the township where the procedure delegates confirmation to it."""
	authority = frappe.get_cached_value("Process Template", case.process_template, "decision_authority")
	if authority != "Township":
		return get_bureau_name()
	township = frappe.get_cached_value("Administrative Division", case.township, "division_name")
	words = _("{0} Subdistrict Office") if township.endswith("街道") else _("People's Government of {0}")
	return words.format(township)


def build_notice_sheet(notice: Document) -> dict:
	"""Title, opening, table and closing of the sheet that is posted; only the published fields appear."""
	fields = json.loads(notice.content or "{}")
	rows = notices.labelled({name: value for name, value in fields.items() if name not in _IN_WORDS})
	preliminary = notice.notice_kind == "Preliminary"
	office = frappe.db.get_value("Assistance Application", notice.application, "township")
	return {
		"title": _("Public Notice") if preliminary else _("Publication of Result"),
		"opening": _opening(notice, fields, preliminary),
		"heads": [heading for heading, _value in rows],
		"cells": [value for _heading, value in rows],
		"closing": _(
			"Whoever objects to this may tell the township within the period, with or without a name: {0}."
		).format(fields.get("office_phone") or fields.get("complaint_phone") or "-"),
		"office": frappe.db.get_value("Administrative Division", office, "division_name"),
		"dated": formatdate(notice.posted_on),
		"qr": _qr_of(notice) if preliminary else "",
	}


def _qr_of(notice: Document) -> str:
	"""Address of the notice's public page, where whoever objects can write, as a QR code."""
	if not notice.notice_key:
		return ""
	return str(segno.make(get_url(f"/notice?key={notice.notice_key}"), error="m").svg_inline(scale=2))


def _opening(notice: Document, fields: dict, preliminary: bool) -> str:
	scheme = fields.get("scheme") or _("Social Assistance")
	if preliminary:
		return _(
			"After investigation the following family is proposed for {0}. Notice period: {1} to {2}."
		).format(scheme, formatdate(notice.posted_on), formatdate(notice.ends_on))
	return _("The following family has been confirmed for {0}.").format(scheme)


def _confirmation(decision: Document, case: Document, scheme: str) -> list[str]:
	month = Month.parse(decision.start_month)
	household = frappe.get_doc("Registry Household", case.household)
	return [
		_("After review your household meets the conditions of {0}.").format(scheme),
		_("From {0} on {1} yuan a month are paid for {2} persons, to the account ending in {3}.").format(
			formatdate(month.first_day, "yyyy-MM"),
			format_plain_yuan(decision.monthly_amount),
			sum(1 for row in case.members if row.is_covered),
			(household.bank_account or "")[-4:],
		),
		*_care_lines(decision),
		_(
			"Legal basis: {0}. Please tell the township at once when members, income or property of the household change."
		).format(decision.clause),
	]


def _care_lines(decision: Document) -> list[str]:
	"""For 特困: level and form; the person chooses the form (国务院令第649号 art. 19)."""
	if not decision.care_level:
		return []
	return [
		_("Self-care level: {0}; form of support: {1}. You may choose the form of support.").format(
			_(decision.care_level), _(decision.care_form) if decision.care_form else "-"
		)
	]


def _refusal(decision: Document, scheme: str) -> list[str]:
	return [
		_(
			"Your application for {0} was reviewed. Because {1}, it does not meet {2} and is not confirmed."
		).format(scheme, (decision.grounds or "").strip("。. "), decision.clause)
	]


def _parts(case: Document) -> list[list[str]]:
	"""Base amount and top-ups of the frozen assessment, those above zero."""
	if not case.means_assessment:
		return []
	sheet = frappe.db.get_value(
		"Means Assessment",
		case.means_assessment,
		["base_amount", "topup_amount", "total_amount"],
		as_dict=True,
	)
	rows = (
		(_("Base amount"), sheet.base_amount),
		(_("Top-ups"), sheet.topup_amount),
		(_("Total a month"), sheet.total_amount),
	)
	return [[label, format_plain_yuan(value)] for label, value in rows if value]
