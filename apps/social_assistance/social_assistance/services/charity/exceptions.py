"""Refusals of the subject charity: tests assert class and words, users read the words."""

from social_assistance.exceptions import AssistanceError


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
	"""A campaign would take donations without its filing number."""


class CampaignPeriodError(AssistanceError):
	"""A day outside a campaign's period, or a period that the law does not allow."""


class CampaignStateError(AssistanceError):
	"""A campaign is in a state that does not allow the action."""


class DonorInvalidError(AssistanceError):
	"""A donor who is already on file, or whose number is wrong."""


class RefundInvalidError(AssistanceError):
	"""A refund of more than is left of a donation, of goods in part, or of another partner's donation."""


class ConsentMissingError(AssistanceError):
	"""A household's data or name would be handed to a partner without its consent."""


class NeedExposedError(AssistanceError):
	"""The text of a need that partners and the public read names a person or contains a personal number."""


class DisbursementStateError(AssistanceError):
	"""A disbursement is in a state that does not allow the action, or its approver prepared it."""


class DeliveryProofMissingError(AssistanceError):
	"""A delivery without paper or photo, signer, or the receiving organisation's receipt."""


class StockExceededError(AssistanceError):
	"""More goods would leave a batch than it has."""


class GoodsExpiredError(AssistanceError):
	"""Goods would be handed out that may no longer be used."""


class WishTakenError(AssistanceError):
	"""A wish that another partner claimed first, or that is not open."""


class WishClaimStateError(AssistanceError):
	"""A claim is over, or has disbursements that must be ended first."""


class ReceiptCorrectionError(AssistanceError):
	"""A correction of a receipt that is void already, or that corrects nothing."""
