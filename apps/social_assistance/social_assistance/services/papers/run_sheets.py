"""The sheet of a payment run (发放汇总表): what is paid to whom on which ground, for the files of the bureau."""

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from social_assistance.domain.money import format_chinese_capitals, format_plain_yuan, from_storage
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.services.wording import get_bureau_name


def build_run_sheet(run: Document) -> dict[str, Any]:
	"""Heading, ground, tables and the two people of a previewed run."""
	if not run.preview_data:
		frappe.throw(_("Preview the run first; its sheet shows what the preview found."), StepNotAllowedError)
	data = json.loads(run.preview_data)
	return {
		"title": _("Sheet of Payments"),
		"number": run.name,
		"facts": _facts(run),
		"classes": [_class_row(row) for row in data.get("classes", [])],
		"townships": [_township_row(row) for row in data["townships"]],
		"office": get_bureau_name(),
		"prepared_by": _name_of(run.prepared_by),
		"approved_by": _name_of(run.approved_by),
		"dated": formatdate(run.approved_on or run.previewed_on),
	}


def _facts(run: Document) -> list[tuple[str, str]]:
	due, held = from_storage(run.due_amount), from_storage(run.held_amount)
	paid = due - held
	return [
		*_ground(run, json.loads(run.preview_data).get("ground")),
		(_("Payment Month"), run.payment_month),
		(_("Status"), _(run.run_status)),
		(_("Amount Due"), _("{0} yuan").format(format_plain_yuan(due))),
		(_("Held"), f"{run.held_count} / {_('{0} yuan').format(format_plain_yuan(held))}"),
		(
			_("To Be Paid"),
			f"{_('{0} yuan').format(format_plain_yuan(paid))}（{format_chinese_capitals(paid)}）",
		),
	]


def _ground(run: Document, ground: dict[str, Any] | None) -> list[tuple[str, str]]:
	"""Cause and document of a category payment; other runs pay what was decided case by case."""
	if not ground:
		return [(_("Kind"), _(run.run_kind))]
	rows = [(_("Cause of Payment"), ground["cause"]), (_("Legal Basis"), ground["citation"])]
	return [*rows, (_("Price Index"), _index(ground["price_index"]))] if ground["price_index"] else rows


def _index(figures: list[str]) -> str:
	return _("{0}: consumer prices +{1} % (start {2} %), food +{3} % (start {4} %); standard × {5} %").format(
		*figures
	)


def _class_row(row: dict[str, Any]) -> list[str]:
	return [
		_(row["scheme_name"]),
		_(row["unit"]),
		str(row["recipients"]),
		format_plain_yuan(row["each"]),
		format_plain_yuan(row["amount"]),
	]


def _township_row(row: dict[str, Any]) -> list[str]:
	return [
		row["division_name"] or "",
		_(row["scheme_name"]),
		str(row["awards"]),
		format_plain_yuan(row["amount"]),
		str(row["held"]),
		format_plain_yuan(row["held_amount"]),
	]


def _name_of(user: str | None) -> str:
	return str(frappe.db.get_value("User", user, "full_name") or "") if user else ""
