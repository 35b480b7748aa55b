"""All parameters that a district sets, as one checked record; numbers of law live here as data, never in code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from social_assistance.domain.codec import Record, from_plain, to_plain
from social_assistance.domain.errors import ParameterError
from social_assistance.domain.money import ZERO, Rounding, round_amount
from social_assistance.domain.policy.appraisal_rules import AppraisalRule
from social_assistance.domain.policy.asset_rules import AssetRules
from social_assistance.domain.policy.disclosure_rules import PUBLISHABLE, DisclosureRule
from social_assistance.domain.policy.income_rules import (
	Citation,
	HouseholdRules,
	IncomeRules,
	ObligorRules,
	Standards,
)
from social_assistance.domain.policy.referral_rules import ReferralRule
from social_assistance.domain.policy.scheme_rules import (
	BasicMethod,
	ChildRules,
	DibaoRules,
	LowMarginRules,
	RigidSpendingRules,
	SinglePersonRules,
	TekunRules,
	TemporaryAidRules,
	TopupRules,
)
from social_assistance.domain.vocabulary import (
	CareForm,
	CareLevel,
	Measure,
	ResidenceClass,
	Scheme,
	Scope,
)


@dataclass(frozen=True)
class Exclusion(Record):
	"""Two schemes that nobody has at once, looked at per person or per household; holds both ways."""

	scheme: Scheme
	other: Scheme
	scope: Scope
	citation: Citation | None = None


class Authority(Enum):
	"""Who decides."""

	DISTRICT = "District"
	TOWNSHIP = "Township"


@dataclass(frozen=True)
class SchemeAdministration(Record):
	"""Review, spot check, objections and delegation of one scheme; months of 0 mean no periodic review."""

	scheme: Scheme
	authority: Authority = Authority.DISTRICT
	review_months_stable: int = 12
	review_months_unstable: int = 6
	spot_check_ratio: Decimal = Decimal(0)
	# 民发〔2021〕43号 art. 15: an objection to a 特困 notice is investigated within 15 working days, then posted anew.
	objection_days: int = 15
	notice_again: bool = False

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.spot_check_ratio > 1:
			raise ParameterError("parameter_share", "spot_check_ratio")


@dataclass(frozen=True)
class GradualExitRule(Record):
	"""渐退期: so many months after income passed the standard, each paying its rate of the former amount."""

	months: int
	rates: tuple[Decimal, ...]
	rounding: Rounding = Rounding.NONE
	citation: Citation | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.months and (not self.rates or any(not 0 <= rate <= 1 for rate in self.rates)):
			raise ParameterError("parameter_share", "rates")


@dataclass(frozen=True)
class Administration(Record):
	"""Dates, notices, kin width, publication and retention."""

	citation: Citation
	start_months_after_decision: int = 1
	payment_day: int = 10
	notice_days: int = 7
	notice_again_after_objection: bool = False
	notice_closes_on_working_day: bool = True
	gradual_exit: GradualExitRule | None = None
	schemes: tuple[SchemeAdministration, ...] = ()
	kin_relations: tuple[str, ...] = ()
	publish_fields: tuple[str, ...] = ()
	# Why people are published by number and count alone, beside their age (民发〔2021〕57号 art. 24).
	protected_kinds: tuple[str, ...] = ()
	publish_masked_name: bool = False
	appraisal: AppraisalRule = field(default_factory=AppraisalRule)
	verification_valid_months: int = 6
	retention_years: int = 5
	# 民政部等 2022-10-20 兜底工作通知: the award is settled within three months of a death.
	death_review_months: int = 3
	# Civil Code art. 18, 民发〔2021〕43号 art. 6: ages at which members able to work make a family's income unstable.
	working_age_from: int = 16
	working_age_below: int = 60

	def __post_init__(self) -> None:
		super().__post_init__()
		if not 1 <= self.payment_day <= 28:
			raise ParameterError("payment_day", "payment_day")
		if self.working_age_from >= self.working_age_below:
			raise ParameterError("parameter_ages", "working_age_below")
		if self.start_months_after_decision > 1:
			raise ParameterError("start_month", "start_months_after_decision")
		_ = self.disclosure

	@property
	def disclosure(self) -> DisclosureRule:
		"""What a notice shows; where the policy lists nothing, all that the law names."""
		return DisclosureRule(self.publish_fields or PUBLISHABLE, self.publish_masked_name)

	def posts_again(self, scheme: Scheme) -> bool:
		"""Whether a new opinion after an upheld objection is posted anew."""
		return self.notice_again_after_objection or self.for_scheme(scheme).notice_again

	def for_scheme(self, scheme: Scheme) -> SchemeAdministration:
		"""The row of a scheme, or one with the defaults."""
		return next((row for row in self.schemes if row.scheme is scheme), SchemeAdministration(scheme))


@dataclass(frozen=True)
class PolicyParameters(Record):
	"""One version: where and when it holds, and its rules; a scheme without rules is not offered there."""

	version: str
	division: str
	effective_from: date
	standards: Standards
	household: HouseholdRules
	income: IncomeRules
	assets: AssetRules
	dibao: DibaoRules
	administration: Administration
	effective_to: date | None = None
	obligors: ObligorRules | None = None
	topups: TopupRules | None = None
	single_person: SinglePersonRules | None = None
	tekun: TekunRules | None = None
	children: ChildRules | None = None
	low_margin: LowMarginRules | None = None
	rigid_spending: RigidSpendingRules | None = None
	temporary_aid: TemporaryAidRules | None = None
	exclusions: tuple[Exclusion, ...] = ()
	special_aids: tuple[ReferralRule, ...] = ()

	def __post_init__(self) -> None:
		if self.effective_to and self.effective_to < self.effective_from:
			details = {"first": self.effective_from, "last": self.effective_to}
			raise ParameterError("date_order", "effective_to", details)
		if not any(row.measure is Measure.DIBAO for row in self.standards.rows):
			missing = {"measure": Measure.DIBAO.value, "residence": ResidenceClass.ANY.value}
			raise ParameterError("standard_missing", "standards.rows", missing)

	@classmethod
	def from_dict(cls, data: Mapping[str, Any]) -> "PolicyParameters":
		"""Read the stored form; ParameterError names the path of a wrong value (`dibao.tiers[2].amount`)."""
		return from_plain(cls, data)

	def to_dict(self) -> dict[str, Any]:
		"""The stored form: plain JSON values, decimals as text."""
		plain: dict[str, Any] = to_plain(self)
		return plain

	def holds_on(self, day: date) -> bool:
		"""Whether the version is in force on a day."""
		return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

	def standard(self, residence: ResidenceClass) -> Decimal:
		"""The 低保 standard in yuan a month."""
		return self.standards.monthly(Measure.DIBAO, residence)

	def tekun_basic(self, residence: ResidenceClass) -> Decimal:
		"""The 特困 basic living standard in yuan a month, set or derived and rounded."""
		rules = self.tekun
		if rules is None or rules.basic_method is BasicMethod.INDEPENDENT:
			return self.standards.monthly(Measure.TEKUN_BASIC, residence)
		return round_amount(self.standard(residence) * rules.basic_multiple, rules.basic_rounding)

	def care_amount(self, level: CareLevel, form: CareForm, residence: ResidenceClass) -> Decimal:
		"""The care standard of a level and form in yuan a month; ParameterError when the table lacks it."""
		rules = self.tekun
		rates = [rate for rate in rules.care if (rate.level, rate.form) == (level, form)] if rules else []
		if rules and rates:
			share = rates[0].minimum_wage_share
			if share is None:
				return rates[0].amount or ZERO
			wage = self.standards.monthly(Measure.MINIMUM_WAGE, residence)
			return round_amount(wage * share, rules.care_rounding)
		raise ParameterError("care_missing", "tekun.care", {"level": level.value, "form": form.value})
