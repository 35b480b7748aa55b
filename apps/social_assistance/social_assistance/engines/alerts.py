"""Desk notifications, inserted in bulk; the same text about a document is sent to a user once."""

from collections.abc import Iterable

import frappe
from frappe.database.sequence import get_next_val
from frappe.model.naming import is_autoincremented

from social_assistance.engines.bulk_insert import insert_rows, split_into_batches

LOG = "Notification Log"
COLUMNS = ("name", "for_user", "type", "document_type", "document_name", "subject", "read")
ALERT = "Alert"
LOOKED_UP_AT_ONCE = 500
# User, kind of message, document's type and name, words, read.
Message = tuple[str, str, str, str, str, int]


def build_alert(user: str, doctype: str, name: str, subject: str) -> Message:
	"""Build one notification; its text is what makes it unique for a user and document."""
	return (user, ALERT, doctype, name, subject, 0)


def send_alerts(messages: Iterable[Message]) -> int:
	"""Insert the notifications that were not sent before; return their number."""
	fresh = [
		message for batch in split_into_batches(messages, LOOKED_UP_AT_ONCE) for message in _unsent(batch)
	]
	insert_rows(LOG, COLUMNS, ((_new_name(), *message) for message in fresh))
	return len(fresh)


def _unsent(messages: list[Message]) -> list[Message]:
	rows = frappe.get_all(
		LOG,
		filters={"type": ALERT, "document_name": ("in", list({message[3] for message in messages}))},
		fields=["for_user", "document_name", "subject"],
	)
	sent = {(row.for_user, row.document_name, row.subject) for row in rows}
	return [message for message in messages if (message[0], message[3], message[4]) not in sent]


def _new_name() -> str:
	"""Frappe numbers its logs, or gave them random names in other versions."""
	return str(get_next_val(LOG)) if is_autoincremented(LOG) else frappe.generate_hash(length=20)
