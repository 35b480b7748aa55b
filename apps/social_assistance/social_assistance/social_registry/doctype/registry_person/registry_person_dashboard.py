from frappe import _


def get_data() -> dict:
	"""Documents that hang on a person."""
	return {
		"fieldname": "person",
		"non_standard_fieldnames": {
			"Assistance Application": "applicant",
			"Benefit Award": "payee",
			"Registry Household": "head_person",
			"Person Merge Entry": "into_person",
		},
		"transactions": [
			{"label": _("Household"), "items": ["Registry Household"]},
			{"label": _("Assistance"), "items": ["Assistance Application", "Benefit Award"]},
			{"label": _("History"), "items": ["Person Merge Entry"]},
		],
	}
