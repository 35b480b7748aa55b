"""Category Payments: who was granted what for which cause, and what of it is held or came back from the bank."""

from typing import Any

from frappe import _

from social_assistance.domain.periods import Month
from social_assistance.engines.payments import category_reports
from social_assistance.report_columns import build_column
from social_assistance.services import clock
from social_assistance.services.awards.grants import parse_month_field


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; payments of the reader's area."""
	given, today = filters or {}, clock.today()
	first = parse_month_field(given.get("from_month") or f"{today.year}-01", "From Month")
	last = parse_month_field(given.get("to_month") or str(Month.of(today)), "Last Month")
	rows = category_reports.summarise_category_payments(first, last, given.get("category_rule"))
	return _columns(), [row | {"scheme": _(row["scheme"])} for row in rows]


def _columns() -> list[dict]:
	return [
		build_column("cause", _("Cause of Payment"), "Data", 170),
		build_column("category_rule", _("Category Payment Rule"), "Link", 130, "Category Payment Rule"),
		build_column("payment_month", _("Payment Month"), "Data", 100),
		build_column("township_name", _("Township"), "Data", 130),
		build_column("scheme", _("Class"), "Data", 170),
		build_column("households", _("Households"), "Int", 90),
		build_column("persons", _("Persons"), "Int", 90),
		build_column("amount", _("Amount Granted"), "Currency", 130),
		build_column("open_amount", _("Held or Returned"), "Currency", 130),
		build_column("paid_amount", _("Paid or at the Bank"), "Currency", 130),
	]
