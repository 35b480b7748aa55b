"""Facts of a batch as tables, from domain records and back; both directions serve the comparison with the domain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import frappe

from social_assistance.domain.means.household import (
	AssetJudgement,
	AssetLine,
	ExpenseLine,
	HouseholdFacts,
	IncomeLine,
	Member,
	Obligor,
	StatusPeriod,
)
from social_assistance.domain.periods import Month
from social_assistance.domain.registry.disability import Disability, DisabilityType
from social_assistance.domain.vocabulary import AssetKind
from social_assistance.engines.screening import codes
from social_assistance.engines.screening.parameters import Parameters
from social_assistance.engines.screening.statements import run_statements

_JUDGED = {
	AssetKind.MONEY: "judged_money",
	AssetKind.VEHICLE: "judged_vehicle",
	AssetKind.HOME: "judged_home",
	AssetKind.NON_RESIDENTIAL: "judged_property",
	AssetKind.BUSINESS: "judged_business",
}
_LINES = ("scr_status", "scr_income", "scr_asset", "scr_expense", "scr_obligor")


def create_tables() -> None:
	"""Empty fact tables on this connection."""
	run_statements("facts_tables.sql")


class FactReader:
	"""Households of the fact tables as domain facts."""

	def __init__(self, parameters: Parameters) -> None:
		self.day = parameters.day
		self.circumstances = {bit: word for word, bit in parameters.circumstances.items()}
		self.words = {code: word for word, code in parameters.words.items()} | {0: "", -1: "unknown"}

	def read(self, first: int, last: int) -> list[HouseholdFacts]:
		"""Households with numbers from first to last."""
		bounds = {"first": first, "last": last}
		homes = _select(
			"select * from scr_household where seq between %(first)s and %(last)s order by seq", bounds
		)
		people = _by_seq(
			_select(
				"select * from scr_member where seq between %(first)s and %(last)s order by seq, m", bounds
			)
		)
		lines = {table: _by_seq(_select(_LINE_QUERIES[table], bounds)) for table in _LINES}
		return [
			self._household(home, people[home.seq], {t: lines[t][home.seq] for t in _LINES}) for home in homes
		]

	def _household(self, home: Any, people: list[Any], lines: Mapping[str, list[Any]]) -> HouseholdFacts:
		keys = {row.m: row.person for row in people}
		statuses: dict[int, list[StatusPeriod]] = defaultdict(list)
		for row in lines["scr_status"]:
			statuses[row.m].append(StatusPeriod(_word(codes.STATUS, row.status), row.first_day, row.last_day))
		return HouseholdFacts(
			key=home.household,
			residence_class=_word(codes.RESIDENCE, home.residence),
			assessed_on=self.day,
			members=tuple(self._member(row, tuple(statuses[row.m])) for row in people),
			incomes=tuple(self._income(row, keys) for row in lines["scr_income"]),
			assets=tuple(self._asset(row, keys) for row in lines["scr_asset"]),
			asset_judgements=tuple(_judgements(home)),
			expenses=tuple(_expense(row, keys) for row in lines["scr_expense"]),
			obligors=tuple(self._obligor(row, keys) for row in lines["scr_obligor"]),
			schemes=_schemes(home.schemes),
		)

	def _member(self, row: Any, statuses: tuple[StatusPeriod, ...]) -> Member:
		return Member(
			key=row.person,
			relation=_word(codes.RELATION, row.relation),
			birth_date=row.birth,
			is_applicant=bool(row.is_applicant),
			statuses=statuses,
			disabilities=_disabilities(row.disabilities),
			seriously_ill=bool(row.ill),
			study=_word(codes.STUDY, row.study) if row.study else None,
			can_live_independently=bool(row.independent),
			lives_together=bool(row.together),
			legal_duty=None if row.duty is None else bool(row.duty),
			labour_ability=_word(codes.LABOUR, row.labour),
			is_employed=bool(row.employed),
			circumstances=tuple(
				self.circumstances[bit] for bit in _bits(row.circumstances) if bit in self.circumstances
			),
			schemes=_schemes(row.schemes),
			father=None if row.father is None else _word(codes.PARENT, row.father),
			mother=None if row.mother is None else _word(codes.PARENT, row.mother),
			failed_care_items=row.failed_items,
			care_form=None if row.care_form is None else _word(codes.FORM, row.care_form),
		)

	def _income(self, row: Any, keys: Mapping[int, str]) -> IncomeLine:
		return IncomeLine(
			member=keys[row.m],
			kind=_word(codes.INCOME, row.kind),
			amount=_yuan(row.amount),
			first=_month(row.first_month),
			last=_month(row.last_month),
			item=self.words[row.item],
			costs=_yuan(row.costs),
			new_job_since=None if row.new_job is None else _month(row.new_job),
		)

	def _asset(self, row: Any, keys: Mapping[int, str]) -> AssetLine:
		return AssetLine(
			member=keys[row.m],
			kind=_word(codes.ASSET, row.kind),
			value=_yuan(row.value),
			item=self.words[row.item],
			area=_yuan(row.area),
			quantity=row.quantity,
		)

	def _obligor(self, row: Any, keys: Mapping[int, str]) -> Obligor:
		return Obligor(
			key=f"{keys[row.m]}/{row.n}",
			member=keys[row.m],
			relation=self.words[row.relation],
			household_income=_yuan(row.income),
			household_persons=row.persons,
			supported_persons=row.supported,
			obligors_together=row.together,
			age=row.age,
			awarded_amount=None if row.awarded is None else _yuan(row.awarded),
			unable_reason=self.words[row.reason],
		)


_LINE_QUERIES = {
	"scr_status": "select * from scr_status where seq between %(first)s and %(last)s order by seq, m, first_day",
	"scr_income": "select * from scr_income where seq between %(first)s and %(last)s order by seq, m, n",
	"scr_asset": "select * from scr_asset where seq between %(first)s and %(last)s order by seq, m, n",
	"scr_expense": "select * from scr_expense where seq between %(first)s and %(last)s order by seq, m, n",
	"scr_obligor": "select * from scr_obligor where seq between %(first)s and %(last)s order by seq, m, n",
}


def _select(query: str, values: Mapping[str, int]) -> list[Any]:
	return list(frappe.db.sql(query, values, as_dict=True))


def _by_seq(rows: Iterable[Any]) -> dict[int, list[Any]]:
	found: dict[int, list[Any]] = defaultdict(list)
	for row in rows:
		found[row.seq].append(row)
	return found


def _word(table: Mapping[Any, int], code: int) -> Any:
	return next(value for value, number in table.items() if number == code)


def _bits(value: int) -> list[int]:
	return [bit for bit in range(value.bit_length()) if value >> bit & 1]


def _schemes(value: int) -> tuple[Any, ...]:
	return tuple(codes.SCHEME_OF_BIT[bit] for bit in _bits(value))


def _disabilities(value: int) -> tuple[Disability, ...]:
	return tuple(Disability(DisabilityType(str(bit // 4 + 1)), bit % 4 + 1) for bit in _bits(value))


def _judgements(home: Any) -> Iterable[AssetJudgement]:
	for kind, column in _JUDGED.items():
		if home[column] is not None:
			yield AssetJudgement(kind, bool(home[column]), "judged")


def _yuan(value: int) -> Decimal:
	return Decimal(value) / 100


def _month(index: int) -> Month:
	return Month(index // 12, index % 12 + 1)


def _expense(row: Any, keys: Mapping[int, str]) -> ExpenseLine:
	return ExpenseLine(
		member=keys[row.m],
		kind=_word(codes.EXPENSE, row.kind),
		amount=_yuan(row.amount),
		first=_month(row.first_month),
		last=_month(row.last_month),
		public_fee=None if row.public_fee is None else _yuan(row.public_fee),
	)
