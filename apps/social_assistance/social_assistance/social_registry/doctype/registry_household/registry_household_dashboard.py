from frappe import _


def get_data() -> dict:
	"""Documents that hang on a household."""
	return {
		"fieldname": "household",
		"transactions": [
			{"label": _("Assistance"), "items": ["Assistance Application", "Benefit Award", "Payment Line"]},
			{"label": _("Charity"), "items": ["Charity Disbursement"]},
			{"label": _("History"), "items": ["Household Transfer"]},
		],
	}
