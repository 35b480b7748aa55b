"""Site Health (运行状况): what `assist doctor` prints, for the administrator's desk."""

from typing import Any

from frappe import _

from social_assistance.engines.health import inspection


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows, the worst first."""
	return _columns(), inspection.as_rows(inspection.inspect_site())


def _columns() -> list[dict]:
	return [
		{"fieldname": "level_label", "label": _("Verdict"), "fieldtype": "Data", "width": 90},
		{"fieldname": "title", "label": _("Looked At"), "fieldtype": "Data", "width": 200},
		{"fieldname": "found", "label": _("What Was Seen"), "fieldtype": "Data", "width": 380},
		{"fieldname": "remedy", "label": _("What to Do"), "fieldtype": "Data", "width": 520},
		{"fieldname": "code", "label": _("Code"), "fieldtype": "Data", "width": 130},
	]
