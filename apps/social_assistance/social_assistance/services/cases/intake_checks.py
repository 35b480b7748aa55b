"""What is said at each field of the intake page before anything is saved, by the rules that hold for the save."""

from collections.abc import Iterator

import frappe
from frappe import _

from social_assistance.domain.errors import DomainError
from social_assistance.domain.registry.names import is_plausible_name, tidy_name
from social_assistance.domain.vocabulary import Relation
from social_assistance.permissions.region_scope import is_in_scope
from social_assistance.services import clock
from social_assistance.services.cases import aid_causes, intake_people
from social_assistance.services.cases.exceptions import IntakeRequestError
from social_assistance.services.cases.intake_request import IntakeMember, IntakeRequest, Problem
from social_assistance.services.domain_errors import translate_domain_error
from social_assistance.services.policy import in_force
from social_assistance.services.privacy.encrypted_fields import KINDS
from social_assistance.services.registry.household_facts import HOUSEHOLD, MEMBERSHIP
from social_assistance.services.registry.person_facts import PERSON

DIVISION, CASE, CHANGE = "Administrative Division", "Assistance Application", "Bank Account Change"
VILLAGE_LEVELS = ("Village", "Grid")
# Kinds of values that the page asks about, with the words for their field.
CHECKED_KINDS = {
	"phone": "Phone",
	"bank_account": "Bank Account",
	"disability_card": "Disability Card No.",
}
REFERRAL = "REFERRAL"


def check_value(kind: str, text: str) -> dict[str, str]:
	"""Whether a phone, account or card number is well formed: `problem` is empty then."""
	if kind not in CHECKED_KINDS:
		frappe.throw(_("The request is not well formed. Reload the page."), IntakeRequestError)
	return {"problem": _malformed(kind, text)}


def list_villages() -> list[dict[str, str]]:
	"""Villages and communities of the user's area, by code."""
	return list(
		frappe.get_list(
			DIVISION,
			filters={"division_level": ("in", VILLAGE_LEVELS), "valid_to": ("is", "not set")},
			fields=["name", "division_name", "residence_class"],
			order_by="name",
			limit_page_length=0,
		)
	)


def get_usual_village(villages: list[dict[str, str]]) -> str:
	"""The village to begin with: the only one of the area, else that of the case which the user filed last."""
	names = [village["name"] for village in villages]
	if len(names) == 1:
		return names[0]
	last = frappe.get_list(
		CASE, {"owner": frappe.session.user}, pluck="division", order_by="modified desc", limit=1
	)
	return last[0] if last and last[0] in names else ""


def get_adult_age(division: str) -> int:
	"""From which age on somebody signs for himself by the policy of the place."""
	version = in_force.get_policy_in_force(division, clock.today())
	return in_force.get_policy_parameters(version).household.adult_age


def may_write_address() -> bool:
	"""Whether the user's role may write addresses; villages hand them in with the papers."""
	return 1 in frappe.get_meta(HOUSEHOLD).get_permlevel_access("write")


def list_problems(request: IntakeRequest) -> list[Problem]:
	"""Everything that would keep the family from being filed, all at once, each at its field.

	Of a household out of sight nothing but that is said.
	"""
	if intake_people.list_unseen(HOUSEHOLD, [request.household]):
		unseen = _("This household is not on record in your area. Enter the ID number again.")
		return [Problem("members.0.id_number", unseen)]
	return [
		*_place_problems(request),
		*_member_problems(request),
		*_account_problems(request),
		*_scheme_problems(request),
		*_paper_problems(request),
	]


def _place_problems(request: IntakeRequest) -> Iterator[Problem]:
	level = frappe.db.get_value(DIVISION, request.division, "division_level") if request.division else None
	if level not in VILLAGE_LEVELS:
		yield Problem("division", _("Choose the village or community."))
	elif not is_in_scope(request.division):
		yield Problem("division", _("This village or community is outside your area."))
	if not request.household and request.residence_class not in ("Urban", "Rural"):
		yield Problem("residence_class", _("Choose whether the household counts as urban or rural."))
	if request.phone and (problem := _malformed("phone", request.phone)):
		yield Problem("phone", problem)
	if request.household and (request.address or request.phone):
		yield Problem("address", _("Address and phone of a household on record are changed on its own form."))
	if request.address and not may_write_address():
		yield Problem("address", _("Your role does not write addresses. Leave the field empty."))


def _member_problems(request: IntakeRequest) -> Iterator[Problem]:
	if not request.members:
		yield Problem("members.0.id_number", _("Enter the ID number of the head of household."))
	heads = [row for row in request.members if row.relation == Relation.HEAD.value]
	if request.members and len(heads) != 1:
		yield Problem(
			"members.0.relation",
			_("Exactly one member is the head of household; {0} were entered.").format(len(heads)),
		)
	if request.members and request.applicant >= len(request.members):
		yield Problem("members.0.relation", _("Choose the applicant among the members."))
	seen: set[str] = set()
	for index, row in enumerate(request.members):
		for field, text in _row_problems(row, request.household):
			yield Problem(f"members.{index}.{field}", text)
		identity = row.person or row.clear_id
		if identity and identity in seen:
			yield Problem(f"members.{index}.id_number", _("This person is in the list already."))
		seen.add(identity)


def _row_problems(row: IntakeMember, household: str) -> Iterator[tuple[str, str]]:
	if row.relation not in {relation.value for relation in Relation}:
		yield "relation", _("Choose the relation to the head of household.")
	if row.person:
		yield from _known_problems(row.person, household)
		return
	if not is_plausible_name(tidy_name(row.person_name)):
		yield "person_name", _("Full Name must be two or more Chinese characters or letters, without digits.")
	citizen, problem = intake_people.parse_id(row.id_number)
	problem = problem or (intake_people.explain_taken(citizen.value) if citizen else "")
	if problem:
		yield "id_number", problem
	if row.disability_card and (problem := _malformed("disability_card", row.disability_card)):
		yield "disability_card", problem


def _known_problems(person: str, household: str) -> Iterator[tuple[str, str]]:
	known = frappe.get_list(PERSON, filters={"name": person}, fields=["is_deceased", "merged_into"], limit=1)
	if not known or known[0].merged_into:
		yield "id_number", _("This person is not on record in your area. Enter the ID number again.")
		return
	if known[0].is_deceased:
		yield "id_number", _("This person is recorded as deceased.")
	home = frappe.db.get_value(MEMBERSHIP, {"active_person": person}, "parent")
	if home and home != household:
		yield (
			"id_number",
			_(
				"This person is a member of another household. End that membership first, or split or move it."
			),
		)


def _account_problems(request: IntakeRequest) -> Iterator[Problem]:
	if not request.bank_account:
		if request.card_photo:
			yield Problem("bank_account", _("Enter the account of the card on the photo."))
		return
	if problem := _malformed("bank_account", request.bank_account):
		yield Problem("bank_account", problem)
	if not request.bank_name:
		yield Problem("bank_name", _("Enter the bank of the account."))
	if request.account_holder >= len(request.members):
		yield Problem("bank_account", _("Account Holder must be an active member of the household."))
	may_propose = frappe.has_permission(CHANGE, "create")
	if request.household and not may_propose:
		yield Problem("bank_account", _("The account of a household on record is changed by the township."))
	if not request.card_photo and may_propose:
		yield Problem("card_photo", _("Attach the photo of the card or the bank's confirmation."))


def _scheme_problems(request: IntakeRequest) -> Iterator[Problem]:
	scheme = frappe.db.get_value(
		"Assistance Scheme",
		{"name": request.scheme, "is_enabled": 1},
		["residence_class", "process_column"],
		as_dict=True,
	)
	if not scheme or scheme.process_column == REFERRAL:
		yield Problem("scheme", _("Choose what the family applies for."))
		return
	if scheme.residence_class not in ("Any", "", None, _residence_class(request)):
		yield Problem("scheme", _("This scheme is for {0} households.").format(_(scheme.residence_class)))
	yield from (Problem(*found) for found in aid_causes.list_cause_problems(request))


def _paper_problems(request: IntakeRequest) -> Iterator[Problem]:
	for row in request.consents:
		if row.member >= len(request.members):
			yield Problem(f"consents.{row.member}", _("The signature belongs to no member."))
		if row.file and not (row.pledge or row.authorisation):
			yield Problem(f"consents.{row.member}", _("Tick what is signed on the photo."))
	for index, text in enumerate(request.asked_beside):
		if not text:
			yield Problem(f"asked_beside.{index}", _("Name the paper that the family is to bring."))


def _residence_class(request: IntakeRequest) -> str:
	if not request.household:
		return request.residence_class
	return str(frappe.db.get_value(HOUSEHOLD, request.household, "residence_class") or "")


def _malformed(kind: str, text: str) -> str:
	label = CHECKED_KINDS[kind]
	try:
		KINDS[kind].parse(text, label)
	except DomainError as error:
		return translate_domain_error(error, label)
	return ""
