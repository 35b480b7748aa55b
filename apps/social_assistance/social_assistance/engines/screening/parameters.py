"""The rules of one policy version as small tables beside the facts: every figure is derived by the domain itself."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from social_assistance.domain.assessment import LADDER
from social_assistance.domain.disability import DisabilityType
from social_assistance.domain.money import to_fen
from social_assistance.domain.periods import Month
from social_assistance.domain.policy import PolicyParameters
from social_assistance.domain.policy_assets import AssetLimits
from social_assistance.domain.policy_income import DisabilityMatch, IncomeItemRule
from social_assistance.domain.policy_schemes import (
	AmountMethod,
	FloorKind,
	SingleAmount,
	Stacking,
)
from social_assistance.domain.schemes import dibao
from social_assistance.domain.vocabulary import (
	CareForm,
	ClientClass,
	Measure,
	Period,
	ResidenceClass,
	Scheme,
	Scope,
)
from social_assistance.engines.screening import codes
from social_assistance.engines.screening.statements import Row, insert, run

_TOGETHER = range(1, 51)
_RECIPIENTS = (Scheme.DIBAO_URBAN, Scheme.DIBAO_RURAL, Scheme.DIBAO_SINGLE)


class Parameters:
	"""Writes the parameter tables of one version and day; `words` and `circumstances` number what rules speak of."""

	def __init__(self, policy: PolicyParameters, day: date) -> None:
		self.policy, self.day = policy, day
		self.circumstances = _circumstances(policy)
		self.words = {word: code for code, word in enumerate(sorted(_words(policy)), start=1)}

	def write(self) -> None:
		"""Create all tables anew on this connection."""
		run("parameter_tables.sql")
		insert("scr_policy", [self._policy()])
		insert("scr_standard", [self._standard(residence) for residence in codes.RESIDENCE])
		insert("scr_asset_limit", self._asset_limits())
		insert("scr_item", self._items())
		insert("scr_exempt_item", [{"item": self.words[item]} for item in set(self.policy.assets.exempt_items)])
		insert("scr_kind_window", self._kind_windows())
		insert("scr_status_rule", self._statuses())
		insert("scr_support_rate", self._support_rates())
		insert("scr_exempt", self._exempt_relations())
		insert("scr_inability", self._inability())
		insert("scr_deduction", self._deductions())
		insert("scr_rigid_kind", self._rigid_kinds())
		insert("scr_tier", self._tiers())
		insert("scr_topup", self._topups())
		insert("scr_care", self._care())
		insert("scr_referral_rule", self._referrals())
		insert("scr_word", [{"word": word, "code": code} for word, code in self.words.items()])

	def _policy(self) -> Row:
		income, household, dibao_rules = self.policy.income, self.policy.household, self.policy.dibao
		return {
			"day": self.day,
			"month": Month.of(self.day).index,
			"income_window": income.window_months,
			"average": codes.AVERAGING[income.averaging],
			"cost_method": codes.COST_METHOD[income.employment_cost.method],
			"cost_rate": codes.share(income.employment_cost.rate),
			"disregard_months": income.disregard.months if income.disregard else None,
			"recipient_mask": codes.scheme_mask(_RECIPIENTS),
			"ladder_mask": codes.scheme_mask(LADDER),
			"adult_age": household.adult_age,
			"study_mask": codes.mask(household.study_stages, codes.STUDY),
			"duty_mask": codes.mask(household.duty_relations, codes.RELATION),
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
			"bit_tekun": codes.scheme_mask([Scheme.TEKUN]),
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
			"topup_sum": int(bool(group) and group.stacking is Stacking.SUM),
			"topup_cap": codes.share(group.cap_share) if group and group.cap_share is not None else None,
			"topup_rounding": codes.ROUNDING[group.rounding] if group else 0,
		}

	def _single_person(self) -> Row:
		rules = self.policy.single_person if self.policy.low_margin else None
		return {
			"has_single": int(rules is not None),
			"single_disabilities": _matches(rules.disabilities) if rules else 0,
			"single_ill": int(bool(rules and rules.seriously_ill)),
			"single_clergy": int(bool(rules and rules.clergy)),
			"single_full": int(bool(rules) and rules.amount is SingleAmount.FULL_STANDARD),
		}

	def _tekun(self) -> Row:
		rules = self.policy.tekun
		return {
			"has_tekun": int(rules is not None),
			"tekun_min_age": rules.min_age if rules else 0,
			"tekun_below_age": rules.below_age if rules else 0,
			"tekun_disabilities": _matches(rules.disabilities) if rules else 0,
			"tekun_minor_until": rules.minor_until if rules else 0,
			"tekun_study_mask": codes.mask(rules.prolonging_study, codes.STUDY) if rules else 0,
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
			"child_study_mask": codes.mask(rules.prolonging_study, codes.STUDY) if rules else 0,
			"orphan_mask": codes.mask(rules.orphan_statuses, codes.PARENT) if rules else 0,
			"unsupported_mask": codes.mask(rules.unsupported_statuses, codes.PARENT) if rules else 0,
		}

	def _classes(self) -> Row:
		margin, rigid = self.policy.low_margin, self.policy.rigid_spending
		return {
			"has_margin": int(margin is not None),
			"margin_inclusive": int(bool(margin and margin.inclusive)),
			"has_rigid": int(rigid is not None),
			"rigid_inclusive": int(bool(rigid and rigid.inclusive)),
			"rigid_ratio": codes.share(rigid.ratio) if rigid else 0,
			"rigid_window": rigid.window_months if rigid else 1,
		}

	def _standard(self, residence: ResidenceClass) -> Row:
		"""Figures in fen that differ between town and country."""
		policy = self.policy
		standard = policy.standard(residence)
		return {
			"residence": codes.RESIDENCE[residence],
			"standard": codes.fen(standard),
			**self._cost_figures(standard, residence),
			"support_threshold": self._support_threshold(standard),
			"floor_unit": self._floor_unit(standard),
			"margin_head": self._margin_head(standard, residence),
			"disposable_income": self._quoted(Measure.DISPOSABLE_INCOME, residence)
			if policy.rigid_spending
			else 0,
			"tekun_basic": codes.fen(policy.tekun_basic(residence)) if policy.tekun else 0,
			**self._child_figures(residence),
			**self._exclusions(residence),
		}

	def _cost_figures(self, standard: Decimal, residence: ResidenceClass) -> Row:
		income = self.policy.income
		rule, disregard = income.employment_cost, income.disregard
		wage_share = rule.disabled_minimum_wage_share
		wage = (
			self.policy.standards.monthly(Measure.MINIMUM_WAGE, residence) if wage_share is not None else None
		)
		return {
			"disregard_cap": codes.fen(to_fen(standard * disregard.cap_multiple)) if disregard else 0,
			"cost_standard": _product(standard, rule.rate),
			"cost_disabled": None if wage is None or wage_share is None else _product(wage, wage_share),
			"cost_cap": None if rule.cap is None else _product(standard, rule.cap),
		}

	def _support_threshold(self, standard: Decimal) -> int:
		rules = self.policy.obligors
		if rules is None:
			return 0
		if rules.threshold_amount is not None:
			return codes.fen(rules.threshold_amount)
		return _product(standard, rules.threshold_multiple or Decimal(0))

	def _floor_unit(self, standard: Decimal) -> int:
		floor = self.policy.dibao.floor
		if floor.kind is FloorKind.STANDARD_SHARE:
			return _product(standard, floor.value)
		return codes.fen(floor.value) if floor.kind is FloorKind.AMOUNT else 0

	def _margin_head(self, standard: Decimal, residence: ResidenceClass) -> int:
		rules = self.policy.low_margin
		if rules is None:
			return 0
		limit = _product(standard, rules.multiple)
		return limit if rules.cap is None else min(limit, self._quoted(rules.cap, residence))

	def _quoted(self, measure: Measure, residence: ResidenceClass, form: CareForm | None = None) -> int:
		return codes.fen(self.policy.standards.monthly(measure, residence, form))

	def _child_figures(self, residence: ResidenceClass) -> Row:
		offered = self.policy.children is not None
		return {
			f"{name}_{form.value.lower()}": self._quoted(measure, residence, form) if offered else 0
			for name, measure in (("orphan", Measure.ORPHAN), ("unsupported", Measure.UNSUPPORTED_CHILD))
			for form in CareForm
		}

	def _exclusions(self, residence: ResidenceClass) -> Row:
		own = dibao.scheme_of(residence)
		household = {"dibao": own, "margin": Scheme.DIBIAN, "rigid": Scheme.GANGZHI}
		personal = {
			**household,
			"tekun": Scheme.TEKUN,
			"orphan": Scheme.ORPHAN,
			"unsupported": Scheme.UNSUPPORTED_CHILD,
			"single": Scheme.DIBAO_SINGLE,
		}
		conflicts = {
			f"conflict_{name}": self._excluded(scheme, Scope.HOUSEHOLD) for name, scheme in household.items()
		}
		return conflicts | {
			f"excluded_{name}": self._excluded(scheme, Scope.PERSON) for name, scheme in personal.items()
		}

	def _excluded(self, scheme: Scheme, scope: Scope) -> int:
		pairs = [{rule.scheme, rule.other} for rule in self.policy.exclusions if rule.scope is scope]
		return codes.scheme_mask(other for pair in pairs if scheme in pair for other in pair - {scheme})

	def _asset_limits(self) -> list[Row]:
		return [
			self._asset_limit(limits, residence)
			for limits in self.policy.assets.limits
			if limits.client_class in codes.CLASS
			for residence in codes.RESIDENCE
		]

	def _asset_limit(self, limits: AssetLimits, residence: ResidenceClass) -> Row:
		standard = self.policy.standard(residence)
		money, vehicles, homes = limits.money, limits.vehicles, limits.homes
		base = standard * 12 if money and money.base is Period.YEAR else standard
		value = vehicles.value_multiple if vehicles else None
		area = homes.extra_home_area_per_head if homes else None
		return {
			"residence": codes.RESIDENCE[residence],
			"class": codes.CLASS[limits.client_class],
			"money_head": _product(base, money.multiple) if money else None,
			"money_inclusive": int(bool(money and money.inclusive)),
			"vehicles": vehicles.max_count if vehicles else None,
			"vehicle_value": None if value is None else _product(standard * 12, value),
			"homes": homes.max_count if homes else None,
			"area_head": None if area is None else codes.fen(area),
			"property": limits.max_non_residential,
			"capital": None
			if limits.max_business_capital is None
			else codes.fen(limits.max_business_capital),
		}

	def _items(self) -> list[Row]:
		names = {rule.item for rule in self.policy.income.items}
		found = [
			(name, client, self.policy.income.item_rule(name, client, self.day))
			for name in sorted(names)
			for client in codes.CLASS
		]
		return [
			{
				"item": self.words[name],
				"class": codes.CLASS[client],
				"share": codes.share(rule.counted_share),
				"average": None if rule.averaging is None else codes.AVERAGING[rule.averaging],
			}
			for name, client, rule in found
			if rule
		]

	def _kind_windows(self) -> list[Row]:
		windows = self.policy.income.kind_windows
		return [{"kind": codes.INCOME[window.kind], "months": window.months} for window in windows]

	def _statuses(self) -> list[Row]:
		rules = self.policy.household.excluded_statuses
		return [{"status": codes.STATUS[rule.status], "months": rule.months} for rule in rules]

	def _support_rates(self) -> list[Row]:
		rules = self.policy.obligors
		if rules is None or not rules.rates:
			return []
		return [{"together": n, "rate": codes.share(rules.rate_for(n))} for n in _TOGETHER]

	def _exempt_relations(self) -> list[Row]:
		rules, single = self.policy.obligors, self.policy.single_person
		always = set(rules.exempt_relations) if rules else set()
		alone = set(single.exempt_obligor_relations) if single else set()
		return [
			{"relation": self.words[name], "always": int(name in always), "single": int(name in alone)}
			for name in sorted(always | alone)
		]

	def _inability(self) -> list[Row]:
		rules = self.policy.tekun.inability if self.policy.tekun else ()
		return [{"reason": self.words[rule.reason], "min_age": rule.min_age} for rule in rules]

	def _deductions(self) -> list[Row]:
		return [
			{
				"rule": number,
				"residence": codes.RESIDENCE[residence],
				"kind": codes.EXPENSE[kind],
				"share": codes.share(rule.share),
				"cap": None
				if rule.cap_multiple is None
				else _product(self.policy.standard(residence), rule.cap_multiple),
			}
			for number, rule in enumerate(self.policy.income.deductions, start=1)
			for residence in codes.RESIDENCE
			for kind in rule.kinds
		]

	def _rigid_kinds(self) -> list[Row]:
		rules = self.policy.rigid_spending
		rows = []
		for rule in rules.kinds if rules else ():
			for residence in codes.RESIDENCE:
				caps = [] if rule.yearly_cap is None else [rule.yearly_cap / 12]
				if rule.monthly_cap_multiple is not None:
					caps.append(self.policy.standard(residence) * rule.monthly_cap_multiple)
				cap = codes.fen(to_fen(min(caps))) if caps else None
				rows.append(
					{"residence": codes.RESIDENCE[residence], "kind": codes.EXPENSE[rule.kind], "cap": cap}
				)
		return rows

	def _tiers(self) -> list[Row]:
		return [
			{
				"residence": codes.RESIDENCE[residence],
				"n": number,
				"below_share": codes.share(tier.income_below_share),
				"pay": _product(self.policy.standard(residence), tier.standard_share or Decimal(0))
				if tier.amount is None
				else codes.fen(tier.amount),
			}
			for number, tier in enumerate(self.policy.dibao.tiers, start=1)
			for residence in codes.RESIDENCE
		]

	def _topups(self) -> list[Row]:
		return [
			{
				"n": number,
				"share": codes.share(rule.share),
				"min_age": rule.min_age,
				"max_age": rule.max_age,
				"disabilities": _matches(rule.disabilities) if rule.disabilities else None,
				"ill": int(rule.seriously_ill),
				"circumstances": sum(1 << self.circumstances[word] for word in rule.circumstances),
				"for_single": int(rule.for_single_filers),
			}
			for number, rule in enumerate(self.policy.topups.rules if self.policy.topups else (), start=1)
		]

	def _care(self) -> list[Row]:
		rows = []
		for residence in codes.RESIDENCE:
			for rate in self.policy.tekun.care if self.policy.tekun else ():
				amount = self.policy.care_amount(rate.level, rate.form, residence)
				place = {"residence": codes.RESIDENCE[residence], "level": codes.LEVEL[rate.level]}
				rows.append({**place, "form": codes.FORM[rate.form], "amount": codes.fen(to_fen(amount))})
		return rows

	def _referrals(self) -> list[Row]:
		return [
			{
				"rule": number,
				"scheme": codes.SCHEME_BIT[rule.scheme],
				"holders": codes.scheme_mask(rule.holders),
				"need": codes.NEED[rule.need],
				"study_mask": codes.mask(rule.study_stages, codes.STUDY),
				"min_age": rule.min_age,
				"max_age": rule.max_age,
				"circumstance": self.circumstances.get(rule.circumstance, 0),
				"for_household": int(rule.for_household),
			}
			for number, rule in enumerate(self.policy.special_aids, start=1)
		]


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


def _effect(rule: IncomeItemRule | None) -> tuple[Decimal, Any]:
	return (rule.counted_share, rule.averaging) if rule else (Decimal(1), None)


def _product(amount: Decimal, factor: Decimal) -> int:
	return codes.fen(to_fen(amount * factor))


def _matches(rules: Iterable[DisabilityMatch]) -> int:
	"""Bits of all disabilities that fall under one of the rules."""
	return sum(
		{
			codes.disability_bit(kind, grade)
			for rule in rules
			for kind in rule.types or DisabilityType
			for grade in range(1, min(rule.max_grade, 4) + 1)
		}
	)


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


def _circumstances(policy: PolicyParameters) -> dict[str, int]:
	words: set[str] = {rule.circumstance for rule in policy.special_aids if rule.circumstance}
	for rule in policy.topups.rules if policy.topups else ():
		words |= set(rule.circumstances)
	return {word: bit for bit, word in enumerate(sorted(words))}
