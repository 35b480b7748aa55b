"""Care institutions and who lives in them: licence, beds and one stay at a time (特困人员认定办法 art. 22, 国发〔2016〕14号)."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import cint, formatdate, getdate

from social_assistance.domain.errors import DomainError
from social_assistance.domain.registry.identifiers import parse_credit_code
from social_assistance.services import clock
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.registry.exceptions import InstitutionInvalidError, StayInvalidError

INSTITUTION, STAY, PERSON, ASSESSMENT = (
	"Care Institution",
	"Institution Stay",
	"Registry Person",
	"Self-care Assessment",
)


def check_institution(institution: Document) -> None:
	"""Code with its check character, beds that add up, dates in order; the number of residents is counted, not typed."""
	try:
		institution.uscc = parse_credit_code(institution.uscc or "", "uscc").value
	except DomainError as error:
		throw_domain_error(error, institution.meta.get_label("uscc"))
	residents, beds = _residents(institution.name), cint(institution.total_beds)
	institution.occupied_beds = residents
	if cint(institution.care_beds) > beds:
		message = _("Nursing Beds among Them: {0} are more than the {1} beds.")
		frappe.throw(message.format(cint(institution.care_beds), beds), InstitutionInvalidError)
	if residents > beds:
		message = _("Beds: {0} persons live here; there cannot be only {1} beds.")
		frappe.throw(message.format(residents, beds), InstitutionInvalidError)
	first, last = institution.agreement_from, institution.agreement_to
	if first and last and getdate(first) > getdate(last):
		message = _("Agreement To: {0} is before the agreement begins on {1}.")
		frappe.throw(message.format(formatdate(last), formatdate(first)), InstitutionInvalidError)


def fill_from_person(stay: Document) -> None:
	"""Name, division and care level come from the person, so that township scope cannot be chosen by hand."""
	person = frappe.db.get_value(PERSON, stay.person, ["person_name", "division"])
	stay.person_name, stay.division = person or (None, None)
	latest = frappe.get_all(
		ASSESSMENT,
		filters={"person": stay.person, "docstatus": 1, "assessed_on": ["<=", stay.to_date or clock.today()]},
		order_by="assessed_on desc",
		limit=1,
		pluck="care_level",
	)
	stay.care_level = latest[0] if latest else None
	stay.open_stay_key = None if stay.to_date else stay.person


def check_stay(stay: Document) -> None:
	"""Dates, life, licence, a free bed and no second stay at the same time.

	The institution's row is locked, so that two clerks cannot give the last bed twice.
	"""
	first, last = getdate(stay.from_date), getdate(stay.to_date) if stay.to_date else None
	_check_dates(stay, first, last)
	_check_life(stay, first, last)
	institution = frappe.db.get_value(
		INSTITUTION,
		stay.institution,
		["institution_name", "is_active", "licence_valid_to", "total_beds"],
		as_dict=True,
		for_update=True,
	)
	other = _overlapping(stay, first, last)
	if other:
		message = _("Moved In On: {0} already lives in {1} since {2}. End that stay first.")
		_refuse(message.format(stay.person_name, other.institution_name, formatdate(other.from_date)))
	if last is None and (stay.is_new() or stay.has_value_changed("to_date")):
		_check_place(institution, first, _residents(stay.institution, without=stay.name))


def _check_dates(stay: Document, first: date, last: date | None) -> None:
	if first > clock.today():
		_refuse(_("Moved In On: {0} is in the future.").format(formatdate(first)))
	if last and last < first:
		_refuse(
			_("Moved Out On: {0} is before the day of moving in, {1}.").format(
				formatdate(last), formatdate(first)
			)
		)
	if last and last > clock.today():
		_refuse(_("Moved Out On: {0} is in the future.").format(formatdate(last)))
	if last and not stay.end_reason:
		_refuse(_("Reason for Moving Out: choose one, because a day of moving out is given."))


def _check_life(stay: Document, first: date, last: date | None) -> None:
	died = frappe.db.get_value(PERSON, stay.person, "deceased_on")
	if died and (getdate(died) < first or last is None):
		message = _("Person: {0} died on {1}. Give the day and reason of moving out.")
		_refuse(message.format(stay.person_name, formatdate(died)))


def _check_place(institution: frappe._dict, first: date, residents: int) -> None:
	name = institution.institution_name
	if not institution.is_active:
		_refuse(_("Institution: {0} is no longer in operation.").format(name))
	if institution.licence_valid_to and getdate(institution.licence_valid_to) < first:
		message = _("Institution: the licence of {0} ended on {1}.")
		_refuse(message.format(name, formatdate(institution.licence_valid_to)))
	if residents >= cint(institution.total_beds):
		_refuse(_("Institution: all {0} beds of {1} are taken.").format(cint(institution.total_beds), name))


def _overlapping(stay: Document, first: date, last: date | None) -> frappe._dict | None:
	"""Another stay of the person that shares a day with this one."""
	table, home = frappe.qb.DocType(STAY), frappe.qb.DocType(INSTITUTION)
	query = (
		frappe.qb.from_(table)
		.join(home)
		.on(home.name == table.institution)
		.select(table.from_date, home.institution_name)
		.where((table.person == stay.person) & (table.name != (stay.name or "")))
		.where(table.to_date.isnull() | (table.to_date > first))
	)
	if last:
		query = query.where(table.from_date < last)
	found = query.limit(1).run(as_dict=True)
	return found[0] if found else None


def _residents(institution: str | None, without: str | None = None) -> int:
	"""Open stays of an institution."""
	table = frappe.qb.DocType(STAY)
	query = frappe.qb.from_(table).select(Count("*"))
	query = query.where((table.institution == (institution or "")) & table.to_date.isnull())
	return int(query.where(table.name != (without or "")).run()[0][0])


def update_resident_count(institution: str) -> None:
	"""Write the number of residents into the institution, for its list."""
	table = frappe.qb.DocType(INSTITUTION)
	residents = _residents(institution)
	frappe.qb.update(table).set(table.occupied_beds, residents).where(
		table.name == institution
	).run()  # allow: DB-update-without-modified a count of the stays


def _refuse(message: str) -> None:
	frappe.throw(message, StayInvalidError)
