"""One class per rule that refuses: tests assert the class, users read the message."""  # allow: SIZE-file a flat catalogue, one class per refusable rule

import frappe


class AssistanceError(frappe.ValidationError):
	"""Base of every refusal of this app."""


class RequestRefusedError(frappe.PermissionError):
	"""The request gate does not open this function, address or parameter to this caller."""


class TransitionNotAllowedError(frappe.PermissionError):
	"""State, docstatus or amounts of a protected document were changed outside the step service."""


class StoredDocumentNotPermittedError(frappe.PermissionError):
	"""The user may not change the document as it is stored, whatever the new values say."""


class UnsafeFileError(AssistanceError):
	"""A file whose name, address, type or content may not be stored as evidence."""


class ReferenceNotPermittedError(frappe.PermissionError):
	"""A note, assignment, share or link would point a user at a document that he may not see."""


class OutOfScopeError(frappe.PermissionError):
	"""A document belongs, or would belong, to a division outside the user's area."""


class MissingEvidenceError(AssistanceError):
	"""A step was to be left while papers that it requires are not on file."""


class StaleCaseError(AssistanceError):
	"""The case moved on since the user's page was loaded."""


class StepNotAllowedError(frappe.PermissionError):
	"""The user's role does not carry this move of this step."""


class SeparationOfDutiesError(frappe.PermissionError):
	"""The same person would do two steps that must be separated, or decide a case of kin."""


class ReasonRequiredError(AssistanceError):
	"""A return, skip, rejection or exit without a reason from the closed list."""


class OpenCaseExistsError(AssistanceError):
	"""The household or person already has an open application for the scheme."""


class ApplicantMissingError(AssistanceError):
	"""An application or household without an applicant who belongs to it."""


class ProcessTemplateError(AssistanceError):
	"""A process template that cannot be carried out."""


class CorrectionAlreadySentError(AssistanceError):
	"""A second correction notice for one application (一次性补正)."""


# Working days and clocks


class HolidayCalendarError(AssistanceError):
	"""A year of the holiday calendar with bad rows, or a file that cannot be read as one."""


class ClockProfileError(AssistanceError):
	"""A clock profile that contradicts itself, overlaps another one, or is in use."""


class CaseClockError(AssistanceError):
	"""A pause or extension that the clock profile of the case does not allow, or not now."""


# Policy


class PolicyNotFoundError(AssistanceError):
	"""No submitted policy version holds for the place and day."""


class PolicyExpiredError(PolicyNotFoundError):
	"""The last policy version of the place ended before the day."""


class PolicyOverlapError(AssistanceError):
	"""Two versions would hold for the same division on the same day."""


class PolicyPeriodInvalidError(AssistanceError):
	"""A policy version ends before it starts, or reaches behind the one it replaces."""


class PolicyParametersInvalidError(AssistanceError):
	"""A row or field of a policy version is missing, contradictory or outside its range."""


class PolicyFrozenError(AssistanceError):
	"""A submitted policy version is law for decided cases and changes only by a new version."""


class SchemeRuleInvalidError(AssistanceError):
	"""Exclusions and dependencies of a scheme contradict each other."""


class SchemeConflictError(AssistanceError):
	"""A person or household already has a scheme that excludes the one asked for."""


# Means assessment


class AssessmentLineInvalidError(AssistanceError):
	"""A line of an assessment has an impossible amount, period or value."""


class PersonNotInHouseholdError(AssistanceError):
	"""A line or visit names a person who is not a member of the application."""


class PersonDeceasedError(AssistanceError):
	"""A member died before the application."""


class AssessmentFrozenError(AssistanceError):
	"""A submitted assessment backs a decision and is not changed."""


class ApplicationNotReadyError(AssistanceError):
	"""The application has not reached the point at which this document may be made."""


class VisitIncompleteError(AssistanceError):
	"""A home visit lacks investigators, a member, a reason or a signature."""


class EvidenceClaimError(AssistanceError):
	"""A claim about income elsewhere is incomplete, or was decided already."""


class ScreeningStateError(AssistanceError):
	"""A screening run or proposal is not in the state that the action needs, or the answer lacks its reason."""


class VisitDateInvalidError(AssistanceError):
	"""A home visit lies before acceptance or in the future."""


# Investigation, notice and review


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


class LetterNotDueError(AssistanceError):
	"""A letter of a step that the case never took."""


class AppraisalRequiredError(AssistanceError):
	"""The appraisal of a disputed case was to be skipped."""


# Registry: people, households, places


class MalformedIdentifierError(AssistanceError):
	"""An ID number, account, phone, card or division code is not well formed."""


class MaskedValueChangedError(AssistanceError):
	"""Someone edited the stars of a sealed value instead of typing the whole value anew."""


class DataKeyMissingError(AssistanceError):
	"""The site has no key for personal data, so nothing can be sealed or opened."""


class RevealNotPermittedError(frappe.PermissionError):
	"""The user may read the document but not the clear value of this field."""


class PurposeMissingError(AssistanceError):
	"""A clear value was asked for without saying what for."""


class TooManyRequestsError(AssistanceError):
	"""One account asked for more personal data than its work can need in that time."""


class AppendOnlyEntryError(AssistanceError):
	"""An entry of an append-only book can be neither changed nor deleted."""


class DuplicateIdentityError(AssistanceError):
	"""The ID number is already registered."""


class IdentityChangeError(AssistanceError):
	"""The ID number of a registered person may only be corrected with a reason."""


class ImpossibleDateError(AssistanceError):
	"""A date lies in the future, before birth, or before its own beginning."""


class PersonFactsError(AssistanceError):
	"""Facts of one person contradict each other."""


class KinContradictionError(AssistanceError):
	"""A kin link or guardian that cannot be true."""


class HouseholdHeadError(AssistanceError):
	"""A household has exactly one head, who is one of its members."""


class HouseholdMembershipError(AssistanceError):
	"""A membership row is incomplete or contradicts another row."""


class ActiveInTwoHouseholdsError(AssistanceError):
	"""A person can be an active member of one household only."""


class HouseholdClosedError(AssistanceError):
	"""A household that was moved, merged, split or closed is no longer changed."""


class PersonMergeError(AssistanceError):
	"""Two records that cannot be one person, or not yet."""


class HouseholdChangeError(AssistanceError):
	"""A split or merge that would leave a household without head, members or order in time."""


class HouseholdBusyError(AssistanceError):
	"""An open application or award hangs on the household."""


class HouseholdTransferError(AssistanceError):
	"""A move to another place, or the answer to one, that is not possible."""


class DivisionChangeError(AssistanceError):
	"""A list of divisions with bad rows, or a merge of villages that is not possible."""


class RegistryImportError(AssistanceError):
	"""A registry file that cannot be read, or an action that the state of its run does not allow."""


class DivisionStructureError(AssistanceError):
	"""Code, level and parent of a division do not fit together."""


class StaffAssignmentPeriodError(AssistanceError):
	"""An assignment that contradicts its own dates or another assignment."""


class DemoNotAllowedError(AssistanceError):
	"""Invented people may be stored on demo sites only."""


class RecordIsFinalError(AssistanceError):
	"""A log row, snapshot, decision or ledger row that was to be changed or deleted."""


class NoticeError(AssistanceError):
	"""A public notice that contradicts the procedure: wrong step, missing opinion, end photo before the end."""


# Awards and payment


class OpenAwardExistsError(AssistanceError):
	"""The household or person already has an open award of the scheme, or one that overlaps in time."""


class AwardNotBackedError(AssistanceError):
	"""An award without a confirmed decision, or with an amount that the calculation does not give."""


class AwardStateError(AssistanceError):
	"""The award is in a state, or the month in an order, that does not allow this change."""


class PaymentMonthInvalidError(AssistanceError):
	"""A payment month that is not a month, or lies too far ahead."""


class MonthAlreadyPaidError(AssistanceError):
	"""A regular run for the month already covers the scheme and the division."""


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


class PaymentHoldStateError(AssistanceError):
	"""A hold that exists already, or was released before."""


class BankReturnInvalidError(AssistanceError):
	"""A return file that names unknown rows, other amounts or totals that do not add up; nothing of it is booked."""


class BankFileMismatchError(AssistanceError):
	"""The rows written to a bank file do not add up to its lines."""


class BankLayoutInvalidError(AssistanceError):
	"""A bank layout that lacks a column, or a second one for the same bank."""


class FinanceListError(AssistanceError):
	"""A finance list out of its order, or bank files without an approved one."""


class RecoveryInvalidError(AssistanceError):
	"""A recovery without overpaid months, out of its order, or of more than is outstanding."""


# Funds


class LedgerUnbalancedError(AssistanceError):
	"""A voucher whose debits and credits differ; nothing of it is booked."""


class PeriodClosedError(AssistanceError):
	"""A booking into a closed period, or the closing of a period that is not over."""


class FundsInsufficientError(AssistanceError):
	"""More would be allocated or used than there is."""


class BudgetExistsError(AssistanceError):
	"""A second budget for the same year, scheme and place."""


# Charity


class CharityPartnerInvalidError(AssistanceError):
	"""A partner that may not do this: not enabled, not licensed, or another partner's document."""


class DonationInvalidError(AssistanceError):
	"""A donation without a positive amount, a donor's name or a purpose."""


class DonationBalanceExceededError(AssistanceError):
	"""More would be disbursed than is left of the donation."""


class DonationInUseError(AssistanceError):
	"""A donation that was disbursed in part can no longer be cancelled."""


class CampaignInvalidError(AssistanceError):
	"""A campaign whose plan lacks what the law asks, or whose partner may not raise in this way."""


class CampaignNotFiledError(AssistanceError):
	"""A campaign would take gifts without its filing number."""


class CampaignPeriodError(AssistanceError):
	"""A day outside a campaign's period, or a period that the law does not allow."""


class CampaignStateError(AssistanceError):
	"""A campaign is in a state that does not allow the action."""


class DonorInvalidError(AssistanceError):
	"""A donor who is already on file, or whose number is wrong."""


class RefundInvalidError(AssistanceError):
	"""A refund of more than is left of a gift, of goods in part, or of another partner's gift."""


class ConsentMissingError(AssistanceError):
	"""A household's data or name would be handed to a partner without its consent."""


class NeedExposedError(AssistanceError):
	"""The text of a need that partners and the public read names a person or contains a personal number."""


class DisbursementStateError(AssistanceError):
	"""A hand-over is in a state that does not allow the action, or its approver prepared it."""


class DeliveryProofMissingError(AssistanceError):
	"""A delivery without paper or photo, signer, or the receiving organisation's receipt."""


class StockExceededError(AssistanceError):
	"""More goods would leave a batch than it has."""


class GoodsExpiredError(AssistanceError):
	"""Goods would be handed out that may no longer be used."""


class WishTakenError(AssistanceError):
	"""A wish that another partner claimed first, or that is not open."""


class WishClaimStateError(AssistanceError):
	"""A claim is over, or has hand-overs that must be ended first."""


class InstitutionInvalidError(AssistanceError):
	"""A care institution whose beds or dates contradict each other."""


class StayInvalidError(AssistanceError):
	"""A stay in an institution that cannot be: no bed, no licence, two at once, dates that contradict."""


class ReviewStateError(AssistanceError):
	"""A review is in a state that does not allow the action."""


class ReviewSheetError(AssistanceError):
	"""A review cannot be proposed or decided on what its sheet carries."""


class ReviewOpenError(AssistanceError):
	"""An award is under review already."""


class ExitNoticeError(AssistanceError):
	"""The intended end of 特困 was not posted for the full period."""


class BulkRequestError(AssistanceError):
	"""A request for many cases names none, too many, or was made before."""


class BusyRecordError(AssistanceError):
	"""Others hold the records that a request needs, and it did not get through within its attempts."""
