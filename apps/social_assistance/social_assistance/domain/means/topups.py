"""Classified top-ups (分类施保): only those who match a rule get one, by default only the highest."""

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.household import Member
from social_assistance.domain.means.membership import matches_any_disability_rule
from social_assistance.domain.means.results import PartKind
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.policy.scheme_rules import Stacking, TopupRule
from social_assistance.domain.vocabulary import Scheme

_PATH = "topups"


def list_matching_rules(case: Assessment, member: Member) -> tuple[TopupRule, ...]:
	"""Top-up rules whose every criterion the member meets on the day of the assessment."""
	rules = case.policy.topups.rules if case.policy.topups else ()
	return tuple(rule for rule in rules if _matches(case, member, rule))


def pay_topups(case: Assessment) -> list[str]:
	"""Work out and pay the top-ups of the people covered; returns their figures."""
	return [figure for member in case.members for figure in _topup(case, member)]


def _matches(case: Assessment, member: Member, rule: TopupRule) -> bool:
	age = member.age(case.facts.assessed_on)
	return (
		(rule.for_single_filers or case.scheme is not Scheme.DIBAO_SINGLE)
		and (rule.min_age is None or age >= rule.min_age)
		and (rule.max_age is None or age <= rule.max_age)
		and (not rule.disabilities or matches_any_disability_rule(member, rule.disabilities))
		and (member.seriously_ill or not rule.seriously_ill)
		and set(rule.circumstances) <= set(member.circumstances)
	)


def _topup(case: Assessment, member: Member) -> list[str]:
	rules, group = list_matching_rules(case, member), case.policy.topups
	if not rules or group is None:
		return []
	sheet, key = case.sheet, f"topup.{member.key}"
	shares = [
		sheet.given(
			f"{key}.{rule.code}",
			rule.share,
			"topup_share",
			f"{_PATH}.{rule.code}",
			rule.citation or group.citation,
			member.key,
		)
		for rule in rules
	]
	operation = Operation.MAXIMUM if group.stacking is Stacking.HIGHEST else Operation.SUM
	path, citation = f"{_PATH}.stacking", group.citation
	taken = sheet.compute(
		f"{key}.taken", operation, shares, "topup_taken", path, citation, subject=member.key
	)
	if group.cap_share is not None:
		sheet.given(f"{key}.cap", group.cap_share, "topup_cap", _PATH, citation)
		operands = (taken, f"{key}.cap")
		taken = sheet.compute(
			f"{key}.capped", Operation.MINIMUM, operands, "topup_taken", _PATH, citation, subject=member.key
		)
	operands = ("standard", taken)
	exact = sheet.compute(
		f"{key}.exact", Operation.PRODUCT, operands, "topup_exact", _PATH, citation, subject=member.key
	)
	highest = max(rules, key=lambda rule: rule.share)
	paid = sheet.compute(
		key,
		Operation.ROUND,
		(exact,),
		"topup",
		f"{_PATH}.{highest.code}",
		highest.citation or citation,
		subject=member.key,
		rounding=group.rounding,
	)
	case.pay(PartKind.TOPUP, paid, member.key)
	return [paid]
