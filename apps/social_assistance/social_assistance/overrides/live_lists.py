"""Lists that refresh by themselves tell nobody of changes in another area.

Frappe tells everybody who has a list of a DocType open the name of each changed row and who changed it. The event of the
document itself stays: only readers of the document get that one.
"""

from typing import Any

import frappe
from frappe.model.document import Document

from social_assistance.permissions.scoped_documents import (
	PARTNER_AND_LOCAL_DOCTYPES,
	PARTNER_DOCTYPES,
	PLACED_DOCTYPES,
)

EVENT = "list_update"
QUIET = PLACED_DOCTYPES | {*PARTNER_DOCTYPES, *PARTNER_AND_LOCAL_DOCTYPES}


def keep_lists_quiet(doc: Document, method: str | None = None) -> None:
	"""`on_change` of every document: take the event of its list back before the commit that would send it."""
	if doc.doctype in QUIET and not frappe.flags.assist_quiet_lists:
		frappe.flags.assist_quiet_lists = True
		frappe.db.before_commit.add(_drop_events)


def _drop_events() -> None:
	frappe.flags.assist_quiet_lists = False
	waiting: list[Any] = getattr(frappe.local, "_realtime_log", [])
	waiting[:] = [entry for entry in waiting if not _is_of_quiet_list(*entry)]


def _is_of_quiet_list(event: str, message: Any, _room: str) -> bool:
	return event == EVENT and isinstance(message, dict) and message.get("doctype") in QUIET
