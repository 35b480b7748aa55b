"""Columns of reports, for every module's reports alike."""

from typing import Any

from frappe import _


def build_column(fieldname: str, label: str, fieldtype: str, width: int, options: str = "") -> dict[str, Any]:
	"""A column; `label` is translated already, `options` the DocType of a link."""
	return {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": fieldtype,
		"width": width,
		"options": options,
	}


def build_document_columns() -> list[dict[str, Any]]:
	"""Kind and link of a row's document; the row gives `kind` in words, `doctype` and `document`."""
	return [
		build_column("kind", _("Kind of Document"), "Data", 150),
		# Names the type for the link beside it; a link to DocType itself would ask for the right to read that.
		{"fieldname": "doctype", "label": _("Kind of Document"), "fieldtype": "Data", "hidden": 1},
		build_column("document", _("Document"), "Dynamic Link", 170, "doctype"),
	]
