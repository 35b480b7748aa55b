"""Letters that answer somebody else than the family: the person who objected to a notice."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from social_assistance.services.cases.objections import get_objector
from social_assistance.services.papers.record_sheets import get_township_office
from social_assistance.services.wording import get_scheme_name


def build_objection_reply(objection: Document) -> dict[str, Any]:
	"""异议答复: what was objected, what was found, what follows; nothing of the family beyond the notice."""
	case = frappe.get_doc("Assistance Application", objection.application)
	upheld = objection.result in ("Upheld", "Partly Upheld")
	return {
		"title": _("Reply to an Objection"),
		"number": objection.name,
		"applicant": get_objector(objection) or _("To whoever objected"),
		"paragraphs": [
			_("On {0} we received your objection concerning the notice of {1}: {2}").format(
				formatdate(objection.received_on), get_scheme_name(case), objection.ground_text
			),
			_("We investigated it through a person who had not handled the case. Result: {0}.").format(
				_(objection.result) if objection.result else _("(draft)")
			),
			objection.reply_text or "",
			_("The case goes back to investigation; a new opinion will be formed.")
			if upheld
			else _("The procedure continues with the opinion that was posted."),
		],
		"closing": [_("Thank you for your supervision. What you told us is kept confidential.")],
		"office": get_township_office(case),
		"dated": formatdate(objection.replied_on or objection.handled_on),
		"is_receipted": True,
	}
