"""Township Quota Use: how many people a scheme covers in each township, beside the number it was given."""

from typing import Any

from frappe import _
from frappe.utils import getdate

from social_assistance.engines.awards import quota_use
from social_assistance.report_columns import build_column
from social_assistance.services import clock
from social_assistance.services.policy import township_quotas


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows of a scheme, or of all that have a table; townships of the reader's area."""
	given = filters or {}
	on = getdate(given.get("on_date") or clock.today())
	schemes = township_quotas.list_schemes(given.get("scheme"))
	rows = [
		{**row, "scheme_name": _(title)}
		for code, title in schemes.items()
		for row in quota_use.list_quota_use(code, on)
	]
	return _columns(), rows


def _columns() -> list[dict]:
	return [
		build_column("scheme_name", _("Scheme"), "Data", 150),
		build_column("township_name", _("Township"), "Data", 150),
		build_column("quota", _("Quota (Persons)"), "Int", 130),
		build_column("persons", _("Persons Covered"), "Int", 130),
		build_column("households", _("Households"), "Int", 110),
		build_column("left", _("Quota Left"), "Int", 110),
		build_column("share", _("Quota Used (%)"), "Float", 120),
		build_column("citation", _("Legal Basis"), "Data", 260),
	]
