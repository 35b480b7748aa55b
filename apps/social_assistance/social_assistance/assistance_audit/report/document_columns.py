"""Columns of reports whose rows are documents of many kinds."""

from typing import Any

from frappe import _


def build_document_columns() -> list[dict[str, Any]]:
	"""Kind and link of a row's document; the row gives `kind` in words, `doctype` and `document`."""
	return [
		{"fieldname": "kind", "label": _("Kind of Document"), "fieldtype": "Data", "width": 150},
		# Names the type for the link beside it; a link to DocType itself would ask for the right to read that.
		{"fieldname": "doctype", "label": _("Kind of Document"), "fieldtype": "Data", "hidden": 1},
		{
			"fieldname": "document",
			"label": _("Document"),
			"fieldtype": "Dynamic Link",
			"options": "doctype",
			"width": 170,
		},
	]
