"""What a refresh of due dates changed, readable beside the calendar or profile it followed."""

from collections.abc import Sequence

import frappe
from frappe import _

from social_assistance.engines.base import commit_batch
from social_assistance.services.clocks import case_clock

# Of the changed cases so many are listed beside the record; the clock log has all of them.
MOST_SHOWN = 50


def lines_of(kind: str, name: str, changed: int) -> list[str]:
	"""What changed for the cases, by the log that this run has just written."""
	if not changed:
		return []  # a limit of none would list the whole log
	rows = frappe.get_all(
		case_clock.ENTRY,
		filters={"remark": name, "entry_kind": kind},
		fields=["application", "step_due_before", "step_due_after", "case_due_before", "case_due_after"],
		order_by="creation desc",
		limit=min(changed, MOST_SHOWN),
	)
	return [
		_("Case {0}: step {1} → {2}, procedure {3} → {4}").format(
			row.application,
			*(
				row[field] or "-"
				for field in ("step_due_before", "step_due_after", "case_due_before", "case_due_after")
			),
		)
		for row in rows
	]


def write_down(source: str, name: str, lines: Sequence[str]) -> None:
	"""The changes stay readable beside the record they follow from; nothing is written where nothing changed."""
	if not lines:
		return
	items = "".join(f"<li>{frappe.utils.escape_html(line)}</li>" for line in lines)
	frappe.get_doc(source, name).add_comment("Info", f"<ul>{items}</ul>")
	commit_batch()


def notify_starter(source: str, name: str, changed: int) -> None:
	"""Tell the user who started the refresh how many cases got another date."""
	frappe.get_doc(  # allow: PERM-ignore-permissions a message of the job to the person who started it
		{
			"doctype": "Notification Log",
			"type": "Alert",
			"for_user": frappe.session.user,
			"document_type": source,
			"document_name": name,
			"subject": _("Due dates are computed anew: {0} cases got another one.").format(changed),
		}
	).insert(ignore_permissions=True)
