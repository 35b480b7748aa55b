"""Refusals of the subject cases: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class MissingEvidenceError(AssistanceError):
	"""A step was to be left while papers that it requires are not on file."""


class StaleCaseError(AssistanceError):
	"""The case moved on since the user's page was loaded."""


class OpenCaseExistsError(AssistanceError):
	"""The household or person already has an open application for the scheme."""


class ApplicationDateError(AssistanceError):
	"""An application is dated in the future, or before its household was formed."""


class ApplicantMissingError(AssistanceError):
	"""An application or household without an applicant who belongs to it."""


class CorrectionAlreadySentError(AssistanceError):
	"""A second correction notice for one application (一次性补正)."""


class NothingToCorrectError(AssistanceError):
	"""A correction notice although nothing is missing that the family could bring."""


class ApplicationNotReadyError(AssistanceError):
	"""The application has not reached the point at which this document may be made."""


class VisitDateInvalidError(AssistanceError):
	"""A home visit lies before acceptance or in the future."""


class AppraisalInvalidError(AssistanceError):
	"""A meeting without its occasion, officers, quorum or a complete record."""


class ObjectionInvalidError(AssistanceError):
	"""An objection out of its term, or handled without findings, in the wrong order or by the wrong person."""


class SpotCheckError(AssistanceError):
	"""A draw that was made before, overlaps another one, or has nothing to draw from."""


class DefectsMissingError(AssistanceError):
	"""A file was to go back to the township without saying what is wrong with it."""


class DeliveryInvalidError(AssistanceError):
	"""A delivery before the decision, in the future, or without its way and proof."""


class AppraisalRequiredError(AssistanceError):
	"""The appraisal of a disputed case was to be skipped."""


class HouseholdTransferError(AssistanceError):
	"""A move to another place, or the answer to one, that is not possible."""


class NoticeError(AssistanceError):
	"""A public notice that contradicts the procedure: wrong step, missing opinion, end photo before the end."""


class BulkRequestError(AssistanceError):
	"""A request for many cases names none, too many, or was made before."""


class VisitUnsignedError(AssistanceError):
	"""A signature under a home visit that is not the signer's own, or was drawn without time and place."""


class DecisionCorrectionError(AssistanceError):
	"""A correction of a decision that was corrected before, or that corrects nothing."""


class IntakeRequestError(AssistanceError):
	"""A family cannot be filed as it was entered; the problems name the fields."""
