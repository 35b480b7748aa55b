"""Bank Account Change: prepared with proof by one person, confirmed by another in another role (财办〔2020〕37号, 一卡通).

The confirmation alone writes the account of a household and of its awards in force; what was there before stays on the
change, encrypted. A run that was approved before is stopped by its fingerprint, so that the change holds from the next one.
"""

from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.model import no_value_fields
from frappe.model.document import Document

from social_assistance import constants as c
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.field_rows import is_same
from social_assistance.permissions.transition_permits import allow_transition, is_transition_allowed
from social_assistance.services import clock
from social_assistance.services.awards import grants, shared_accounts
from social_assistance.services.awards.exceptions import AccountChangeError
from social_assistance.services.privacy.encrypted_fields import copy_encrypted_field, encrypt_fields
from social_assistance.services.registry.household_facts import ACCOUNT_FIELDS
from social_assistance.services.registry.kin import require_no_tie

DOCTYPE, HOUSEHOLD, AWARD = "Bank Account Change", "Registry Household", "Benefit Award"
PROPOSED, CONFIRMED, REJECTED, TAKEN_BACK = "Proposed", "Confirmed", "Turned Down", "Taken Back"
MEMBER = "Member of the Household"
PREPARING_ROLES = (c.TOWNSHIP_CLERK, c.DISTRICT_REVIEWER)
CONFIRMING_ROLES = (c.TOWNSHIP_REVIEWER, c.TOWNSHIP_LEADER, c.DISTRICT_REVIEWER, c.DISTRICT_APPROVER)
LONGEST_SHARED_TEXT = 140


def prepare(change: Document) -> None:
	"""Fill in and check a new change; called by the controller."""
	own = set(frappe.get_roles())
	role = next((role for role in PREPARING_ROLES if role in own), None) or _refuse_role(PREPARING_ROLES)
	home = frappe.get_doc(HOUSEHOLD, change.household)
	if home.household_status != "Active":
		frappe.throw(_("Household {0} is closed.").format(home.household_no), AccountChangeError)
	change.head_name, change.division = home.head_name, home.division
	_take_account(change, home)
	_take_former(change, home)
	_check_holder(change, home)
	_refuse_second(change)
	found = shared_accounts.others_with(change.bank_account_digest, change.household)
	change.update(
		{
			"change_status": PROPOSED,
			"prepared_by": frappe.session.user,
			"prepared_role": role,
			"prepared_on": clock.now(),
			"shared_count": found.count,
			"shared_text": str(found)[:LONGEST_SHARED_TEXT],
			"open_key": change.household,
		}
	)
	shared_accounts.warn(change.bank_account_digest, change.household)


def keep_as_prepared(change: Document) -> None:
	"""Nothing of a stored change is edited: a mistake is taken back and prepared anew; called by the controller."""
	stored = change.get_doc_before_save()
	if is_transition_allowed(DOCTYPE, change.name, "change_status"):
		return
	fields = [field.fieldname for field in change.meta.fields if field.fieldtype not in no_value_fields]
	if not all(is_same(change, field, stored.get(field)) for field in fields):
		frappe.throw(
			_("A prepared change of account is not edited. Take it back and prepare a new one."),
			AccountChangeError,
		)


def confirm(name: str, shared_reason: str = "") -> None:
	"""Make the account the household's and its awards', as a second person in another role.

	An account that others have too needs the reason why that is right.
	"""
	change = frappe.get_doc(DOCTYPE, name, for_update=True)
	role = _require_answer(change)
	require_no_tie(change.household)
	found = shared_accounts.others_with(change.bank_account_digest, change.household)
	reason = " ".join(shared_reason.split())
	if found.count and not reason:
		frappe.throw(
			_(
				"This account belongs to {0} as well. Write down why that is right, or reject the change."
			).format(found),
			AccountChangeError,
		)
	_write_household(change)
	_answer(
		change,
		CONFIRMED,
		confirmed_role=role,
		shared_count=found.count,
		shared_text=str(found)[:LONGEST_SHARED_TEXT],
		shared_reason=reason if found.count else None,
	)
	_write_awards(change.household)


def reject(name: str, remark: str) -> None:
	"""Refuse a prepared change as the second person, with the reason."""
	change = frappe.get_doc(DOCTYPE, name, for_update=True)
	role = _require_answer(change)
	if not remark.strip():
		frappe.throw(_("Say why the change is rejected."), AccountChangeError)
	_answer(change, REJECTED, confirmed_role=role, answer_remark=remark.strip())


def take_back(name: str) -> None:
	"""Withdraw one's own change before it is answered."""
	change = frappe.get_doc(DOCTYPE, name, for_update=True)
	_require_proposed(change)
	if frappe.session.user != change.prepared_by:
		frappe.throw(_("Only the person who prepared the change takes it back."), SeparationOfDutiesError)
	_answer(change, TAKEN_BACK)


def _take_account(change: Document, home: Document) -> None:
	"""The typed account, encrypted; with none typed, the one that the household has."""
	if change.bank_account:
		encrypt_fields(change, [field for field in change.SEALED if field.fieldname == "bank_account"])
	elif home.bank_account_digest:
		copy_encrypted_field(home, "bank_account", change)
		change.bank_name = change.bank_name or home.bank_name
	else:
		frappe.throw(_("Enter the new account: the household has none."), AccountChangeError)
	if not change.bank_name:
		frappe.throw(_("Enter the bank of the account."), AccountChangeError)


def _take_former(change: Document, home: Document) -> None:
	change.update(
		{
			"former_bank_name": home.bank_name,
			"former_account": home.bank_account,
			"former_account_cipher": home.bank_account_cipher,
			"former_account_digest": home.bank_account_digest,
			"former_holder": home.account_holder,
			"former_verified_on": home.account_verified_on,
		}
	)


def _check_holder(change: Document, home: Document) -> None:
	"""A member holds the card; guardians and institutions have an agreement on file and are named as the bank knows them."""
	if not change.proof_file:
		frappe.throw(_("Attach the photo of the card or the bank's confirmation."), AccountChangeError)
	change.account_holder = change.account_holder or home.account_holder or home.head_person
	if change.account_holder not in {row.person for row in home.members if not row.to_date}:
		frappe.throw(_("Account Holder must be an active member of the household."), AccountChangeError)
	if change.holder_kind == MEMBER:
		change.holder_name = change.agreement_file = None
	elif not change.holder_name or not change.agreement_file:
		frappe.throw(
			_("For a guardian or an institution, enter the name on the account and attach the agreement."),
			AccountChangeError,
		)


def _refuse_second(change: Document) -> None:
	other = frappe.db.get_value(DOCTYPE, {"open_key": change.household})
	if other:
		frappe.throw(
			_("Change {0} of this household's account is not answered yet.").format(other), AccountChangeError
		)


def _require_answer(change: Document) -> str:
	"""Another person, in a role other than that of the preparation; returns that role."""
	_require_proposed(change)
	if frappe.session.user in (change.prepared_by, change.owner):
		frappe.throw(
			_("You prepared change {0}; it must be confirmed by another person.").format(change.name),
			SeparationOfDutiesError,
		)
	own = set(frappe.get_roles())
	roles = tuple(role for role in CONFIRMING_ROLES if role != change.prepared_role)
	return next((role for role in roles if role in own), None) or _refuse_role(roles)


def _require_proposed(change: Document) -> None:
	if change.change_status != PROPOSED:
		frappe.throw(
			_("Change {0} was answered before: {1}.").format(change.name, _(change.change_status)),
			AccountChangeError,
		)


def _refuse_role(roles: tuple[str, ...]) -> NoReturn:
	frappe.throw(
		_("This action needs one of the roles {0}.").format(" / ".join(_(role) for role in roles)),
		StepNotAllowedError,
	)


def _write_household(change: Document) -> None:
	home = frappe.get_doc(HOUSEHOLD, change.household, for_update=True)
	if home.bank_account_digest != change.former_account_digest:
		frappe.throw(
			_("The household's account was changed meanwhile. Take the change back and prepare a new one."),
			AccountChangeError,
		)
	home.update(
		{
			"account_holder": change.account_holder,
			"holder_name": change.holder_name,
			"bank_name": change.bank_name,
			"account_verified_on": clock.today(),
		}
	)
	copy_encrypted_field(change, "bank_account", home)
	with allow_transition(HOUSEHOLD, home.name, ACCOUNT_FIELDS):
		home.save(  # allow: PERM-ignore-permissions the second person's role was checked; leaders confirm what clerks write
			ignore_permissions=True
		)


def _write_awards(household: str) -> None:
	"""Awards in force are paid to it from the next run on; stopped ones keep what they were paid to."""
	awards = frappe.get_all(
		AWARD, {"household": household, "award_status": ("!=", grants.STOPPED)}, pluck="name"
	)
	for name in awards:
		award = grants.get_locked_award(name)
		grants.take_account(award, award)
		grants.save_award(award)


def _answer(change: Document, status: str, **values: Any) -> None:
	change.update(
		{
			**values,
			"change_status": status,
			"confirmed_by": frappe.session.user if status != TAKEN_BACK else None,
			"confirmed_on": clock.now(),
			"open_key": None,
		}
	)
	with allow_transition(DOCTYPE, change.name):
		change.save()
