"""Taking a bank file out of the system: with a purpose, an entry for the auditors and, if wished, a password on the file.

The file holds the clear accounts of everybody who is paid; its address alone opens it to nobody (`overrides/file.py`).
"""

from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe import _

from social_assistance.constants import AUDITOR, DISTRICT_APPROVER, FINANCE_OFFICER, SUPERVISION_OFFICER
from social_assistance.services.payments.exceptions import BankFilePasswordError
from social_assistance.services.payments.sealed_archive import seal_archive
from social_assistance.services.privacy.exceptions import RevealNotPermittedError
from social_assistance.services.privacy.sensitive_access import record_access

DOCTYPE = "Bank File"
TAKERS = (FINANCE_OFFICER, DISTRICT_APPROVER, AUDITOR, SUPERVISION_OFFICER)
SHORTEST_PASSWORD = 8


@dataclass(frozen=True)
class TakenFile:
	"""Name and bytes that the browser is given."""

	name: str
	content: bytes


def take_file(name: str, purpose: str, password: str = "") -> TakenFile:
	"""The stored file, encrypted with the password if there is one; the entry and the bytes go out together or not at all."""
	if not set(TAKERS) & set(frappe.get_roles()):
		frappe.throw(_("Your role does not allow you to download bank files."), RevealNotPermittedError)
	file = frappe.get_doc(DOCTYPE, name)
	file.check_permission("read")
	_check_password(password)
	record_access(file, "file", purpose)
	stored = Path(frappe.get_site_path(*file.file.strip("/").split("/")))
	content = stored.read_bytes()
	if not password:
		return TakenFile(stored.name, content)
	return TakenFile(f"{stored.stem}.zip", seal_archive(stored.name, content, password))


def _check_password(password: str) -> None:
	"""Archive programs disagree about how a password in Chinese is written."""
	if password and (len(password) < SHORTEST_PASSWORD or not password.isascii()):
		message = _("The password of the file needs at least {0} characters: letters, digits and signs.")
		frappe.throw(message.format(SHORTEST_PASSWORD), BankFilePasswordError)
