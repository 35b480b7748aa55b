"""Refusals of the subject registry: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


class DuplicateIdentityError(AssistanceError):
	"""The ID number is already registered."""


class IdentityChangeError(AssistanceError):
	"""The ID number of a registered person may only be corrected with a reason."""


class ImpossibleDateError(AssistanceError):
	"""A date lies in the future, before birth, or before its own beginning."""


class PersonFactsError(AssistanceError):
	"""Facts of one person contradict each other."""


class ProtectionMarkError(AssistanceError):
	"""A mark of protection without a subject, or for a reason that the policy does not name."""


class KinContradictionError(AssistanceError):
	"""A kin link or guardian that cannot be true."""


class HouseholdHeadError(AssistanceError):
	"""A household has exactly one head, who is one of its members."""


class HouseholdMembershipError(AssistanceError):
	"""A membership row is incomplete or contradicts another row."""


class AccountKeptError(AssistanceError):
	"""The account of a household, once entered, changes by a confirmed Bank Account Change only."""


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


class DivisionChangeError(AssistanceError):
	"""A list of divisions with bad rows, or a merge of villages that is not possible."""


class RegistryImportError(AssistanceError):
	"""A registry file that cannot be read, or an action that the state of its run does not allow."""


class DivisionStructureError(AssistanceError):
	"""Code, level and parent of a division do not fit together."""


class StaffAssignmentPeriodError(AssistanceError):
	"""An assignment that contradicts its own dates or another assignment."""


class InstitutionInvalidError(AssistanceError):
	"""A care institution whose beds or dates contradict each other."""


class StayInvalidError(AssistanceError):
	"""A stay in an institution that cannot be: no bed, no licence, two at once, dates that contradict."""
