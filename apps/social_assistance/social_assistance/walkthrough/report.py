"""Result of the walkthrough: timeline, refusals, award, payment line and bank row."""

from typing import Any

import frappe
from frappe import _

from social_assistance.walkthrough.walk import CASE, Walk


def as_dict(walk: Walk) -> dict[str, Any]:
	"""Result as plain values for JSON output; before any stage the family alone."""
	if not walk.case:
		return {"household": walk.household["name"], "head": walk.people[0]["person_name"]}
	state = walk.look(CASE, walk.case, "workflow_state")
	award = frappe.db.get_value(
		"Benefit Award",
		{"application": walk.case},
		["name", "award_no", "monthly_amount", "start_month", "award_status"],
		as_dict=True,
	)
	if not award:
		return {
			"application": walk.case,
			"head": walk.people[0]["person_name"],
			"state": state,
			"timeline": list_timeline(walk.case),
			"refusals": walk.refusals,
		}
	line = frappe.db.get_value(
		"Payment Line",
		{"award": award.name},
		["name", "payment_month", "amount", "line_status", "bank_file"],
		as_dict=True,
	)
	return {
		"application": walk.case,
		"state": state,
		"timeline": list_timeline(walk.case),
		"refusals": walk.refusals,
		"award": award,
		"payment_run": walk.run.get("name"),
		"payment_line": line,
		"bank_row": get_bank_row(line),
	}


def list_timeline(case: str) -> list[dict]:
	"""Step, actor, state, due and done of every step, in order."""
	return frappe.get_all(
		"Application Step",
		filters={"application": case},
		fields=[
			"step_no",
			"step_code",
			"step_name",
			"actor_role",
			"done_by",
			"action",
			"opened_on",
			"due_on",
			"done_on",
		],
		order_by="sequence",
	)


def get_bank_row(line) -> str:
	"""Find the payment line's row in the bank file."""
	document = frappe.get_doc("Bank File", line.bank_file)
	content = frappe.get_doc("File", {"file_url": document.file}).get_content()
	text = (
		content
		if isinstance(content, str)
		else content.decode("gbk" if document.encoding == "GBK" else "utf-8-sig")
	)
	return next((row for row in text.splitlines() if line.name in row), "")


def as_text(walk: Walk) -> str:
	"""The result for people, in the site's language."""
	result = as_dict(walk)
	rows = [
		f"{row.step_no:>2}  {_(row.step_name)}  [{_(row.actor_role or '')} {row.done_by}]  {_(row.action)}  "
		f"{_('Due')} {row.due_on or '-'}  {_('Done')} {row.done_on:%Y-%m-%d}"
		for row in result["timeline"]
	]
	refused = [f"✗ {r['move']}: {r['error']}: {r['message']}" for r in result["refusals"]]
	award, line = result["award"], result["payment_line"]
	ends = [
		f"{_('Benefit Award')} {award.award_no}: {award.monthly_amount:.2f} {_('from')} {award.start_month}",
		f"{_('Payment Line')} {line.name}: {line.payment_month} {line.amount:.2f} {_(line.line_status)}",
		f"{_('Bank File')} {line.bank_file}: {result['bank_row']}",
	]
	return "\n".join([f"{result['application']}: {_(result['state'])}", *rows, "", *refused, "", *ends])
