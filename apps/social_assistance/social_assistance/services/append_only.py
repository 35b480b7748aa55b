"""Books that are only ever written at their end."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import AppendOnlyEntryError


def refuse_change(doc: Document) -> NoReturn:
	"""Refuse to change or delete an entry, for every user."""
	message = _("{0} {1} belongs to an append-only book and can be neither changed nor deleted.")
	frappe.throw(message.format(_(doc.doctype), doc.name), AppendOnlyEntryError)
