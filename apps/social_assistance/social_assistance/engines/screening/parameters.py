"""The rules of one policy version as small tables beside the facts."""

from datetime import date
from decimal import Decimal
from typing import Any

from social_assistance.domain.means.assessment import LADDER
from social_assistance.domain.periods import Month
from social_assistance.domain.policy.income_rules import IncomeItemRule
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.scheme_rules import AmountMethod, FloorKind, SingleAmount, Stacking
from social_assistance.domain.vocabulary import ClientClass, Scheme, Scope
from social_assistance.engines.screening import codes
from social_assistance.engines.screening.figures import build_match_mask, build_standard_row
from social_assistance.engines.screening.lists import ParameterLists
from social_assistance.engines.screening.statements import Row, insert_table_rows, run_statements

_RECIPIENTS = (Scheme.DIBAO_URBAN, Scheme.DIBAO_RURAL, Scheme.DIBAO_SINGLE)
_BITS = {
	"urban_bit": Scheme.DIBAO_URBAN,
	"rural_bit": Scheme.DIBAO_RURAL,
	"single_bit": Scheme.DIBAO_SINGLE,
	"tekun_bit": Scheme.TEKUN,
	"margin_bit": Scheme.DIBIAN,
	"rigid_bit": Scheme.GANGZHI,
	"orphan_bit": Scheme.ORPHAN,
	"unsupported_bit": Scheme.UNSUPPORTED_CHILD,
}


class Parameters(ParameterLists):
	"""Writes the parameter tables of one version and day; `words` and `circumstances` number what rules speak of."""

	def __init__(self, policy: PolicyParameters, day: date, beside: PolicyParameters | None = None) -> None:
		"""Two versions to be compared on the same facts share one numbering of words: `beside` is the other one."""
		self.policy, self.day = policy, day
		versions = (policy, beside) if beside else (policy,)
		circumstances = sorted({word for version in versions for word in _circumstances(version)})
		words = sorted({word for version in versions for word in _words(version)})
		self.circumstances = {word: bit for bit, word in enumerate(circumstances)}
		self.words = {word: code for code, word in enumerate(words, start=1)}

	def write(self) -> None:
		"""Create all tables anew on this connection."""
		run_statements("parameter_tables.sql")
		insert_table_rows("scr_policy", [self._policy()])
		insert_table_rows(
			"scr_standard", [build_standard_row(self.policy, residence) for residence in codes.RESIDENCE]
		)
		insert_table_rows("scr_asset_limit", self._asset_limits())
		insert_table_rows("scr_item", self._items())
		insert_table_rows(
			"scr_exempt_item", [{"item": self.words[item]} for item in set(self.policy.assets.exempt_items)]
		)
		insert_table_rows("scr_kind_window", self._kind_windows())
		insert_table_rows("scr_status_rule", self._statuses())
		insert_table_rows("scr_support_rate", self._support_rates())
		insert_table_rows("scr_exempt", self._exempt_relations())
		insert_table_rows("scr_inability", self._inability())
		insert_table_rows("scr_deduction", self._deductions())
		insert_table_rows("scr_rigid_kind", self._rigid_kinds())
		insert_table_rows("scr_tier", self._tiers())
		insert_table_rows("scr_topup", self._topups())
		insert_table_rows("scr_care", self._care())
		insert_table_rows("scr_referral_rule", self._referrals())
		insert_table_rows("scr_word", [{"word": word, "code": code} for word, code in self.words.items()])
		insert_table_rows(
			"scr_code",
			[
				{"list": name, "word": word, "code": code}
				for name, words in codes.DOCUMENT_WORDS.items()
				for word, code in words.items()
			],
		)

	def _policy(self) -> Row:
		income, household, dibao_rules = self.policy.income, self.policy.household, self.policy.dibao
		return {
			"day": self.day,
			"month": Month.of(self.day).index,
			"income_window": income.window_months,
			"average": codes.AVERAGING[income.averaging],
			"cost_method": codes.COST_METHOD[income.employment_cost.method],
			"cost_rate": codes.to_share_units(income.employment_cost.rate),
			"disregard_months": income.disregard.months if income.disregard else None,
			"recipient_mask": codes.build_scheme_mask(_RECIPIENTS),
			"ladder_mask": codes.build_scheme_mask(LADDER),
			"adult_age": household.adult_age,
			"study_mask": codes.build_mask(household.study_stages, codes.STUDY),
			"duty_mask": codes.build_mask(household.duty_relations, codes.RELATION),
			"dibao_inclusive": int(dibao_rules.inclusive),
			"dibao_tiers": int(dibao_rules.method is AmountMethod.TIERS),
			"dibao_rounding": codes.ROUNDING[dibao_rules.rounding],
			"floor_kind": int(dibao_rules.floor.kind is not FloorKind.NONE),
			"floor_per_person": int(dibao_rules.floor.per is Scope.PERSON),
			**self._support(),
			**self._topup_group(),
			**self._single_person(),
			**self._tekun(),
			**self._children(),
			**self._classes(),
			**{name: codes.SCHEME_BIT[scheme] for name, scheme in _BITS.items()},
			"bit_tekun": codes.build_scheme_mask([Scheme.TEKUN]),
			**self._shortcuts(),
		}

	def _shortcuts(self) -> Row:
		"""Whether income counts for 低边, and for 刚性支出, line by line as it does for 低保; then it is summed once."""
		rules, rigid = self.policy.income, self.policy.rigid_spending
		one_window = rigid is None or (rigid.window_months == rules.window_months and not rules.kind_windows)
		return {
			"same_b": int(self._counts_alike(ClientClass.LOW_MARGIN)),
			"same_g": int(one_window and self._counts_alike(ClientClass.RIGID_SPENDING)),
		}

	def _counts_alike(self, client: ClientClass) -> bool:
		rules, names = self.policy.income, {rule.item for rule in self.policy.income.items}
		pairs = [
			(rules.item_rule(name, client, self.day), rules.item_rule(name, ClientClass.DIBAO, self.day))
			for name in names
		]
		return all(_effect(one) == _effect(other) for one, other in pairs)

	def _support(self) -> Row:
		rules, single = self.policy.obligors, self.policy.single_person
		return {
			"support_method": codes.SUPPORT_METHOD[rules.method] if rules else 0,
			"support_exempt_age": rules.exempt_age if rules else None,
			"single_exempt_age": single.exempt_obligor_age if single else None,
		}

	def _topup_group(self) -> Row:
		group = self.policy.topups
		return {
			"topup_sum": int(group is not None and group.stacking is Stacking.SUM),
			"topup_cap": codes.to_share_units(group.cap_share)
			if group and group.cap_share is not None
			else None,
			"topup_rounding": codes.ROUNDING[group.rounding] if group else 0,
		}

	def _single_person(self) -> Row:
		rules = self.policy.single_person if self.policy.low_margin else None
		return {
			"has_single": int(rules is not None),
			"single_disabilities": build_match_mask(rules.disabilities) if rules else 0,
			"single_ill": int(bool(rules and rules.seriously_ill)),
			"single_clergy": int(bool(rules and rules.clergy)),
			"single_full": int(rules is not None and rules.amount is SingleAmount.FULL_STANDARD),
		}

	def _tekun(self) -> Row:
		rules = self.policy.tekun
		return {
			"has_tekun": int(rules is not None),
			"tekun_min_age": rules.min_age if rules else 0,
			"tekun_below_age": rules.below_age if rules else 0,
			"tekun_disabilities": build_match_mask(rules.disabilities) if rules else 0,
			"tekun_minor_until": rules.minor_until if rules else 0,
			"tekun_study_mask": codes.build_mask(rules.prolonging_study, codes.STUDY) if rules else 0,
			"tekun_inclusive": int(bool(rules and rules.inclusive)),
			"has_care": int(bool(rules and rules.care)),
			"care_partial_from": rules.partial_from if rules else 1,
			"care_full_from": rules.full_from if rules else 6,
		}

	def _children(self) -> Row:
		rules = self.policy.children
		return {
			"has_children": int(rules is not None),
			"child_below_age": rules.below_age if rules else 0,
			"child_study_mask": codes.build_mask(rules.prolonging_study, codes.STUDY) if rules else 0,
			"orphan_mask": codes.build_mask(rules.orphan_statuses, codes.PARENT) if rules else 0,
			"unsupported_mask": codes.build_mask(rules.unsupported_statuses, codes.PARENT) if rules else 0,
		}

	def _classes(self) -> Row:
		margin, rigid = self.policy.low_margin, self.policy.rigid_spending
		return {
			"has_margin": int(margin is not None),
			"margin_inclusive": int(bool(margin and margin.inclusive)),
			"has_rigid": int(rigid is not None),
			"rigid_inclusive": int(bool(rigid and rigid.inclusive)),
			"rigid_ratio": codes.to_share_units(rigid.ratio) if rigid else 0,
			"rigid_window": rigid.window_months if rigid else 1,
		}


def _effect(rule: IncomeItemRule | None) -> tuple[Decimal, Any]:
	return (rule.counted_share, rule.averaging) if rule else (Decimal(1), None)


def _words(policy: PolicyParameters) -> set[str]:
	"""Free words that rules name: items of income, exempt property, relations, reasons of inability."""
	words = {rule.item for rule in policy.income.items} | set(policy.assets.exempt_items)
	if policy.obligors:
		words |= set(policy.obligors.exempt_relations)
	if policy.single_person:
		words |= set(policy.single_person.exempt_obligor_relations)
	if policy.tekun:
		words |= {rule.reason for rule in policy.tekun.inability}
	return words


def _circumstances(policy: PolicyParameters) -> set[str]:
	words = {rule.circumstance for rule in policy.special_aids if rule.circumstance}
	return words | {
		word for rule in (policy.topups.rules if policy.topups else ()) for word in rule.circumstances
	}
