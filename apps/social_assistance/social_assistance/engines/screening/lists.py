"""Lists of a policy version as rows of the parameter tables."""

from datetime import date
from decimal import Decimal

from social_assistance.domain.money import to_fen
from social_assistance.domain.policy.asset_rules import AssetLimits
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import Period, ResidenceClass
from social_assistance.engines.screening import codes
from social_assistance.engines.screening.figures import build_match_mask, multiply_to_fen
from social_assistance.engines.screening.statements import Row

_TOGETHER = range(1, 51)


class ParameterLists:
	"""Rows of one version on one day; `words` and `circumstances` number what its rules speak of."""

	policy: PolicyParameters
	day: date
	words: dict[str, int]
	circumstances: dict[str, int]

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
			"money_head": multiply_to_fen(base, money.multiple) if money else None,
			"money_inclusive": int(bool(money and money.inclusive)),
			"vehicles": vehicles.max_count if vehicles else None,
			"vehicle_value": None if value is None else multiply_to_fen(standard * 12, value),
			"homes": homes.max_count if homes else None,
			"area_head": None if area is None else codes.to_whole_fen(area),
			"property": limits.max_non_residential,
			"capital": None
			if limits.max_business_capital is None
			else codes.to_whole_fen(limits.max_business_capital),
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
				"share": codes.to_share_units(rule.counted_share),
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
		return [{"together": n, "rate": codes.to_share_units(rules.rate_for(n))} for n in _TOGETHER]

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
				"share": codes.to_share_units(rule.share),
				"cap": None
				if rule.cap_multiple is None
				else multiply_to_fen(self.policy.standard(residence), rule.cap_multiple),
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
				cap = codes.to_whole_fen(to_fen(min(caps))) if caps else None
				rows.append(
					{"residence": codes.RESIDENCE[residence], "kind": codes.EXPENSE[rule.kind], "cap": cap}
				)
		return rows

	def _tiers(self) -> list[Row]:
		return [
			{
				"residence": codes.RESIDENCE[residence],
				"n": number,
				"below_share": codes.to_share_units(tier.income_below_share),
				"pay": multiply_to_fen(self.policy.standard(residence), tier.standard_share or Decimal(0))
				if tier.amount is None
				else codes.to_whole_fen(tier.amount),
			}
			for number, tier in enumerate(self.policy.dibao.tiers, start=1)
			for residence in codes.RESIDENCE
		]

	def _topups(self) -> list[Row]:
		return [
			{
				"n": number,
				"share": codes.to_share_units(rule.share),
				"min_age": rule.min_age,
				"max_age": rule.max_age,
				"disabilities": build_match_mask(rule.disabilities) if rule.disabilities else None,
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
				rows.append(
					{**place, "form": codes.FORM[rate.form], "amount": codes.to_whole_fen(to_fen(amount))}
				)
		return rows

	def _referrals(self) -> list[Row]:
		return [
			{
				"rule": number,
				"scheme": codes.SCHEME_BIT[rule.scheme],
				"holders": codes.build_scheme_mask(rule.holders),
				"need": codes.NEED[rule.need],
				"study_mask": codes.build_mask(rule.study_stages, codes.STUDY),
				"min_age": rule.min_age,
				"max_age": rule.max_age,
				"circumstance": self.circumstances.get(rule.circumstance, 0),
				"for_household": int(rule.for_household),
			}
			for number, rule in enumerate(self.policy.special_aids, start=1)
		]
