"""What a second person writes by confirming, releasing or putting into force; `protected_fields` joins it to the rest."""

TWO_PERSON_FIELDS = {
	"Bank Account Change": [
		"change_status",
		"prepared_by",
		"prepared_role",
		"prepared_on",
		"confirmed_by",
		"confirmed_role",
		"confirmed_on",
		"answer_remark",
		"former_bank_name",
		"former_account",
		"former_holder",
		"former_verified_on",
		"shared_count",
		"shared_text",
		"shared_reason",
		"open_key",
	],
	"Bank Return": [
		"return_status",
		"confirmed_by",
		"confirmed_on",
		"answer_remark",
	],
	"Holiday Calendar": ["force_status", "proposed_by", "in_force", "in_force_by", "in_force_on"],
	"Bank Layout": ["force_status", "proposed_by", "in_force", "in_force_by", "in_force_on"],
	"Staff Assignment": ["force_status", "proposed_by", "in_force", "in_force_by", "in_force_on"],
	"Policy Version": ["proposed_by", "in_force_by", "in_force_on"],
	"Registry Household": [
		"holder_name",
		"account_verified_on",
	],
}
