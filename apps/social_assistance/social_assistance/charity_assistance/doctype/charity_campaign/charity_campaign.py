from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, open_while, written_by
from social_assistance.services.charity import campaigns
from social_assistance.services.charity.totals import get_campaign_totals
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields


class CharityCampaign(Document):
	"""A call for donations: its filing, its period, its purpose, and what came of it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agreement_file: DF.Attach | None
		assistance_scheme: DF.Link | None
		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		bank_name: DF.Data | None
		beneficiaries: DF.SmallText
		campaign_kind: DF.Literal["Public Fundraising", "Targeted Fundraising", "Emergency Appeal"]
		campaign_name: DF.Data
		campaign_status: DF.Literal["Draft", "Plan Filed", "Running", "Closed", "Reported"]
		charity_partner: DF.Link
		closing_text: DF.SmallText | None
		donation_count: DF.Int
		ends_on: DF.Date
		filed_by: DF.Link | None
		filed_on: DF.Date | None
		filing_file: DF.Attach | None
		filing_no: DF.Data | None
		is_full_time: DF.Check
		is_open_group: DF.Check
		is_restricted: DF.Check
		latest_amendment: DF.Link | None
		licensed_partner: DF.Data | None
		licensed_uscc: DF.Data | None
		naming_series: DF.Literal["MJ-.YYYY.-"]
		need_kind: DF.Literal["", "Living", "Medical", "Education", "Housing", "Goods", "Other"]
		next_publication_on: DF.Date | None
		person_in_charge: DF.Data
		plan_version: DF.Int
		published_on: DF.Date | None
		purpose: DF.SmallText | None
		raised_amount: DF.Currency
		report_due_on: DF.Date | None
		report_file: DF.Attach | None
		reported_on: DF.Date | None
		rule_text: DF.Data | None
		starts_on: DF.Date
		target_amount: DF.Currency
		target_division: DF.Link | None
	# end: auto-generated types

	SEALED = (EncryptedField("bank_account", "bank_account", cipher="bank_account_cipher"),)

	FIELD_RULES = (
		written_by(
			"services/charity/campaign_moves.py",
			"campaign_status",
			"raised_amount",
			"donation_count",
			"filing_no",
			"filed_on",
			"filed_by",
			"rule_text",
			"report_due_on",
			"published_on",
			"next_publication_on",
			"reported_on",
			"closing_text",
			"plan_version",
			"latest_amendment",
		),
		derived("licensed_partner"),
		open_while(
			"campaign_status",
			("Draft",),
			"campaign_name",
			"campaign_kind",
			"starts_on",
			"ends_on",
			"target_amount",
			"is_restricted",
			"purpose",
			"need_kind",
			"assistance_scheme",
			"target_division",
			"beneficiaries",
			"person_in_charge",
			"licensed_uscc",
			"agreement_file",
			"bank_name",
			"bank_account",
			"filing_file",
		),
		open_while("campaign_status", ("Draft", "Plan Filed", "Running", "Closed"), "report_file"),
	)

	def onload(self) -> None:
		self.set_onload("totals", get_campaign_totals(self.name))

	def validate(self) -> None:
		campaigns.check_campaign(self)
		encrypt_fields(self)
