"""Funeral aid (丧葬): opened by the death of a person of a class, for an amount by the dated rule, granted and paid once."""

from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.money import from_storage, to_fen
from social_assistance.domain.vocabulary import ResidenceClass
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.awards import granted_sums
from social_assistance.services.awards.granted_sums import GrantedSum, refuse_sum
from social_assistance.services.policy import dated_rules, in_force
from social_assistance.services.registry.kin import require_no_tie

DOCTYPE, RULE, SCHEME = "Funeral Aid", "Funeral Aid Rule", "FUNERAL-AID"
OPEN = "Open"
_OPENING = "funeral_aid"
TEKUN_BASIC = "Basic Living of Extreme Difficulty"


def check_aid_rule(doc: Document) -> None:
	"""Each class has months of a standard or a fixed amount; called by the controller."""
	dated_rules.refuse_class_twice(doc.classes)
	for row in doc.classes:
		if bool(row.months) == bool(from_storage(row.amount)):
			dated_rules.refuse_row(row, _("Enter either months of a standard or a fixed amount."))
		if row.months and not row.standard:
			dated_rules.refuse_row(row, _("Choose the standard of which months are paid."))


def open_for(person: str) -> str | None:
	"""Open the aid of a death when a rule gives one and none was opened before; returns its name."""
	if frappe.db.exists(DOCTYPE, {"person": person}):
		return None
	doc = frappe.get_doc({"doctype": DOCTYPE, "person": person})
	if not _find(doc):
		return None
	doc.payee_household = _household_with_survivors(doc)
	with allow_transition(DOCTYPE):
		doc.insert(  # allow: PERM-ignore-permissions a recorded death opens it, whoever recorded it
			ignore_permissions=True
		)
	return str(doc.name)


def open_or_report(person: str) -> str | None:
	"""The same; what keeps the aid from being opened keeps nobody from recording the death, and is told. The daily job tries again."""
	frappe.db.savepoint(_OPENING)
	try:
		return open_for(person)
	except frappe.ValidationError as problem:
		frappe.db.rollback(
			save_point=_OPENING
		)  # allow: DB-manual-commit back to where the opening began, no further
		frappe.clear_last_message()
		frappe.log_error(title=f"{DOCTYPE} {person}")
		name = frappe.db.get_value("Registry Person", person, "person_name")
		frappe.msgprint(_("The funeral aid for {0} was not opened: {1}").format(name, problem))
		return None


def compute_funeral_aid(doc: Document) -> None:
	"""Fill in an aid that is not decided yet; called by the controller."""
	if doc.aid_status != OPEN:
		return
	_require_rule(doc)
	granted_sums.note_author(doc)


def decide_funeral_aid(name: str, *, granted: bool, reason: str = "") -> None:
	"""Grant or refuse as a second person."""
	doc = granted_sums.get_undecided(DOCTYPE, name, "aid_status", OPEN)
	if granted:
		_require_payee(doc)
		_require_rule(doc)
	granted_sums.store_decision(doc, "aid_status", "SZJ", _granted(doc) if granted else None, reason)


def _granted(doc: Document) -> GrantedSum:
	return GrantedSum(doc, SCHEME, doc.payee_household, frappe.db.get_value(RULE, doc.aid_rule, "citation"))


def _require_rule(doc: Document) -> None:
	if not _find(doc):
		refuse_sum(_("No rule gives funeral aid for {0}.").format(doc.person_name))


def _find(doc: Document) -> bool:
	"""Fill in death, class, rule and amount; whether there is a rule for the person at all."""
	person = frappe.db.get_value(
		"Registry Person", doc.person, ["person_name", "is_deceased", "deceased_on"], as_dict=True
	)
	doc.person_name = person.person_name
	if not person.is_deceased:
		refuse_sum(_("No death of {0} is recorded.").format(person.person_name))
	doc.deceased_on = getdate(person.deceased_on)
	found = granted_sums.find_class(RULE, doc.person, doc.deceased_on)
	if not found:
		return False
	doc.update({"aid_rule": found.rule.name, "scheme": found.row.scheme, "household": found.award.household})
	doc.division = found.award.division
	doc.granted_amount = _amount(found.row, found.award, doc.deceased_on)
	return True


def _amount(row: Document, award: frappe._dict, on: date) -> Decimal:
	"""Months of the standard in force on the day of death where the person was supported, or the fixed amount."""
	if not row.months:
		return from_storage(row.amount)
	rules = in_force.get_policy_parameters(in_force.get_policy_in_force(award.division, on))
	residence = ResidenceClass(award.residence_class or "Any")
	standard = rules.tekun_basic(residence) if row.standard == TEKUN_BASIC else rules.standard(residence)
	return to_fen(standard * row.months)


def _household_with_survivors(doc: Document) -> str | None:
	"""The own household while somebody lives in it who can be paid."""
	holder = frappe.db.get_value("Registry Household", doc.household, "account_holder")
	alive = holder and not frappe.db.get_value("Registry Person", holder, "is_deceased")
	return str(doc.household) if alive else None


def _require_payee(doc: Document) -> None:
	"""Money goes to whoever arranged the funeral, to a verified account of a living holder."""
	if not doc.payee_household or not (doc.arrangement or "").strip():
		refuse_sum(_("Enter who arranged the funeral and which household is paid."))
	home = frappe.db.get_value(
		"Registry Household",
		doc.payee_household,
		["household_no", "account_holder", "account_verified_on", "head_person"],
		as_dict=True,
	)
	require_no_tie(doc.payee_household)
	holder = home.account_holder or home.head_person
	if not home.account_verified_on or frappe.db.get_value("Registry Person", holder, "is_deceased"):
		refuse_sum(_("Household {0} has no verified account of a living holder.").format(home.household_no))
