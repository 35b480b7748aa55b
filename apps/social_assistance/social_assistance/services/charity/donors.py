"""Donors on file: one record per partner and person or organisation, named in public only by consent."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.privacy.masking import mask_name
from social_assistance.services.charity.exceptions import DonationInvalidError, DonorInvalidError
from social_assistance.services.charity.partners import read_credit_code, require_partner
from social_assistance.services.privacy.encrypted_fields import decrypt_value, list_search_digests

DONOR = "Charity Donor"
ORGANISATION = "Organisation"


def check_donor(donor: Document) -> None:
	"""Number, name in public and the key that keeps a donor from being entered twice."""
	donor.charity_partner = require_partner(donor.charity_partner)
	donor.donor_name = " ".join((donor.donor_name or "").split())
	if donor.donor_kind != ORGANISATION:
		donor.update({"uscc": None, "contact_name": None})
	elif donor.uscc:
		donor.uscc = read_credit_code(donor, "uscc", DonorInvalidError)
	# 慈善法 art. 82: not published without consent.
	donor.public_name = donor.donor_name if donor.may_be_named else mask_name(donor.donor_name)
	donor.donor_key = _key(donor.charity_partner, donor.uscc, donor.phone_digest)
	_refuse_second(donor)


def fill_donor(donation: Document) -> None:
	"""Name and kind of the donor on file; an anonymous donation keeps neither."""
	if donation.is_anonymous:
		donation.update({"donor": None, "donor_name": None, "donor_phone": None, "donor_kind": None})
	if not donation.donor:
		return
	donor = frappe.get_doc(DONOR, donation.donor)
	if donor.charity_partner != donation.charity_partner:
		message = _("Donor {0} is not on the books of {1}.")
		frappe.throw(message.format(donor.name, donation.charity_partner), DonationInvalidError)
	donation.update({"donor_name": donor.donor_name, "donor_kind": donor.donor_kind, "donor_phone": None})


def find_or_create_donor(donation: Document) -> None:
	"""Put a named donor with a phone on file, so that the year's donations come together in one statement."""
	if donation.donor or donation.is_anonymous or not donation.donor_phone_cipher:
		return
	phone = decrypt_value("phone", donation.donor_phone_cipher)
	keys = [_key(donation.charity_partner, None, digest) for digest in list_search_digests("phone", phone)]
	found = frappe.db.get_value(DONOR, {"donor_key": ("in", keys)}, ["name", "donor_name"], as_dict=True)
	if not found:
		donation.donor = _add(donation, phone)
	elif found.donor_name == donation.donor_name:
		donation.donor = found.name


def _add(donation: Document, phone: str) -> str:
	values = {
		"doctype": DONOR,
		"donor_name": donation.donor_name,
		"donor_kind": donation.donor_kind or "Individual",
		"charity_partner": donation.charity_partner,
		"phone": phone,
	}
	return str(frappe.get_doc(values).insert().name)


def _key(partner: str, uscc: str | None, phone_digest: str | None) -> str | None:
	"""Organisations are known by their credit code, persons by their phone."""
	number = uscc or phone_digest
	return f"{partner}|{number}" if number else None


def _refuse_second(donor: Document) -> None:
	if not donor.donor_key:
		return
	same = frappe.db.get_value(DONOR, {"donor_key": donor.donor_key, "name": ("!=", donor.name)})
	if same:
		message = _("This donor is already on file as {0}: same credit code or phone.")
		frappe.throw(message.format(same), DonorInvalidError)
