"""Refusals that several subjects share; those of one subject stand beside its rules, in `services/<subject>/exceptions.py`."""

import frappe
from frappe import _


class AssistanceError(frappe.ValidationError):
	"""Base of every refusal of this app; pages that come instead of the wanted one show title and message."""

	@property
	def title(self) -> str:
		"""Heading of the page."""
		return _("Not possible")

	@property
	def message(self) -> str:
		"""The words of the refusal."""
		return str(self)


class StepNotAllowedError(frappe.PermissionError):
	"""The user's role does not carry this move of this step."""


class SeparationOfDutiesError(frappe.PermissionError):
	"""The same person would do two steps that must be separated, or decide a case of kin."""


class SecondPersonError(AssistanceError):
	"""What a second person has to put into force first, or has put into force already."""


class ReasonRequiredError(AssistanceError):
	"""A return, skip, rejection or exit without a reason from the closed list."""


class MalformedIdentifierError(AssistanceError):
	"""An ID number, account, phone, card or division code is not well formed."""


class UnreadableSheetError(AssistanceError):
	"""A file that should hold rows is neither a workbook nor text in a known encoding."""


class AppendOnlyEntryError(AssistanceError):
	"""An entry of an append-only book can be neither changed nor deleted."""


class RecordIsFinalError(AssistanceError):
	"""A log row, snapshot, decision or ledger row that was to be changed or deleted."""


class PaymentRunStateError(AssistanceError):
	"""The run is not in the state that this action needs."""


class PreviewOutdatedError(AssistanceError):
	"""Awards changed since the preview was approved: what would be paid is not what was approved."""


class NothingToPayError(AssistanceError):
	"""No award is due for the month, the scheme and the division."""


class RunIsBusyError(AssistanceError):
	"""Another worker is at this run right now."""


class RunScopeInvalidError(AssistanceError):
	"""A re-rating without a difference of standards, or otherwise with nothing to do."""


class BusyRecordError(AssistanceError):
	"""Others hold the records that a request needs, and it did not get through within its attempts."""


class AlreadyOnFileError(AssistanceError):
	"""A key that the system works out stands there already: filed before, or by somebody else at the same moment."""


class DiskFullError(AssistanceError):
	"""The disk of the server had no room for what a request wrote."""


class DamagedBackupError(AssistanceError):
	"""A file of a backup is missing, altered, or does not open with the key."""


class BackupCopyError(AssistanceError):
	"""The command that takes a backup to another machine failed."""
