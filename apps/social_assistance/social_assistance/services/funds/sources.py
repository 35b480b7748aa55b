"""Who gives the money: one source at most pays what no share names."""

import frappe
from frappe.model.document import Document

DOCTYPE = "Fund Source"


def keep_one_default(source: Document) -> None:
	"""The source that pays the rest takes this from the one before, which keeps a history of its own; called by the controller."""
	if not source.is_default:
		return
	others = frappe.get_all(DOCTYPE, {"is_default": 1, "name": ("!=", source.name)}, pluck="name")
	for name in others:
		other = frappe.get_doc(DOCTYPE, name)  # allow: PERF-read-in-loop there is one
		other.is_default = 0
		other.save()  # allow: PERF-write-in-loop there is one
