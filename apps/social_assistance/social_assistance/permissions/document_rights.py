"""What the user may do with one document, asked without a word to the user.

`Document.has_permission` shows each refusal in a dialog, an empty one where another question was asked in between.
"""

import frappe
from frappe.model.document import Document


def may_write(doc: Document) -> bool:
	"""Whether the session's user may write a loaded document, by role and area."""
	return bool(doc.flags.ignore_permissions or frappe.has_permission(doc.doctype, "write", doc=doc))
