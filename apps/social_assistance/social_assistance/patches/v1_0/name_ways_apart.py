"""Ways of objecting and kinds of donors: words of their own, apart from deliveries, phone numbers and people on record."""

import frappe
from frappe.utils import now

RENAMED = (
	("Notice Objection", "channel", "In Person", "Face to Face"),
	("Notice Objection", "channel", "Phone", "By Phone"),
	("Notice Objection", "reply_method", "In Person", "Face to Face"),
	("Notice Objection", "reply_method", "Phone", "By Phone"),
	("Charity Donor", "donor_kind", "Person", "Individual"),
	("Charity Donation", "donor_kind", "Person", "Individual"),
)


def execute() -> None:
	"""Give stored values their new names; once renamed none is left, so it may run twice."""
	for doctype, fieldname, former, name in RENAMED:
		table = frappe.qb.DocType(doctype)
		(
			frappe.qb.update(table)
			.set(table[fieldname], name)
			.set(table.modified, now())
			.set(table.modified_by, frappe.session.user)
			.where(table[fieldname] == former)
			.run()
		)
