"""What other subjects hear of a person: the functions of the hook `person_died`."""

import frappe
from frappe.model.document import Document


def announce_death(person: Document) -> None:
	"""Tell every listener of a death that is recorded with this save."""
	before = person.get_doc_before_save()
	if not person.is_deceased or (before and before.is_deceased):
		return
	for path in frappe.get_hooks("person_died"):
		frappe.get_attr(path)(person.name)
