"""Checks of awards against people, time and place: one excluding benefit per person, ends kept, class of residence right."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe.query_builder.functions import Concat, IfNull
from pypika.queries import QueryBuilder

from social_assistance.domain.awards.milestones import CHILDREN, Milestone
from social_assistance.domain.periods import Month
from social_assistance.engines.reviews.dated_changes import Area, policy_areas
from social_assistance.engines.verify.invariants import Check, expect_none
from social_assistance.services import clock
from social_assistance.services.awards.coverage import ROW
from social_assistance.services.awards.grants import STOPPED

_OPEN_END = "9999-12"


def people_covered() -> Iterator[Check]:
	"""Nobody is covered in one month by two benefits that exclude each other."""
	one, two = frappe.qb.DocType(ROW).as_("one"), frappe.qb.DocType(ROW).as_("two")
	first, second = (frappe.qb.DocType("Benefit Award").as_(name) for name in ("first", "second"))
	rule = frappe.qb.DocType("Scheme Exclusion")
	twice = (
		frappe.qb.from_(one)
		.join(two)
		.on((two.person == one.person) & (two.parent > one.parent))
		.join(first)
		.on(first.name == one.parent)
		.join(second)
		.on(second.name == two.parent)
		.left_join(rule)
		.on((rule.parent == first.scheme) & (rule.excluded_scheme == second.scheme))
		.where((first.scheme == second.scheme) | rule.name.isnotnull())
		.where(first.scheme.isin(_living()) & second.scheme.isin(_living()))
		.where((one.from_month <= _last(two)) & (two.from_month <= _last(one)))
		.where((one.from_month <= _last(one)) & (two.from_month <= _last(two)))
		.select(Concat(one.person, " ", first.award_no, " ", second.award_no))
		.distinct()
	)
	yield expect_none(
		"AWP-01", "Nobody is covered by two excluding benefits in one month", _first_column(twice)
	)
	award = frappe.qb.DocType("Benefit Award")
	kept = (
		frappe.qb.from_(one)
		.join(award)
		.on(award.name == one.parent)
		.where(one.open_key.isnotnull() & (award.award_status == STOPPED))
		.select(one.name)
	)
	yield expect_none("AWP-02", "A stopped award covers nobody any more", _first_column(kept))


def ends_kept() -> Iterator[Check]:
	"""No class is open whose validity is over, and no child's benefit beyond the age without study."""
	today = clock.today()
	award = frappe.qb.DocType("Benefit Award")
	over = (
		frappe.qb.from_(award)
		.where((award.valid_until < today) & (award.award_status != STOPPED))
		.select(award.award_no)
	)
	yield expect_none("AWP-03", "No class is open whose validity is over", _first_column(over))
	grown = [name for area in policy_areas(today) for name in _grown(area, str(Month.of(today)))]
	yield expect_none("AWP-04", "No child's benefit is paid beyond the age without study", grown)


def residence_classes() -> Iterator[Check]:
	"""An award measured by the other standard than its household is under review."""
	award, home = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Registry Household")
	task = frappe.qb.DocType("Review Task")
	wrong = (
		frappe.qb.from_(award)
		.join(home)
		.on(home.name == award.household)
		.left_join(task)
		.on(task.open_task_key == award.name)
		.where(award.open_award_key.isnotnull() & (IfNull(award.residence_class, "") != ""))
		.where((award.residence_class != home.residence_class) & task.name.isnull())
		.select(award.award_no)
	)
	yield expect_none(
		"AWP-05",
		"Town or country of an award is that of its household, or under review",
		_first_column(wrong),
	)


def _grown(area: Area, month: str) -> list[str]:
	rules = area.rules.children
	if rules is None:
		return []
	award, person = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Registry Person")
	place = frappe.qb.DocType("Administrative Division")
	day = Month.parse(month).first_day
	born = Milestone(rules.below_age, CHILDREN).births(day, day)[0]
	studies = [stage.value for stage in rules.prolonging_study] or [""]
	query = (
		frappe.qb.from_(award)
		.join(person)
		.on(person.name == award.person)
		.join(place)
		.on((place.name == award.division) & area.holds(place))
		.where(award.scheme.isin([scheme.value for scheme in CHILDREN]) & (award.award_status != STOPPED))
		.where(
			(person.birth_date < born)
			& ((person.is_student == 0) | IfNull(person.study_stage, "").notin(studies))
		)
		.select(award.award_no)
	)
	return _first_column(query)


def _living() -> list[str]:
	"""Schemes that are paid month by month."""
	return frappe.get_all("Assistance Scheme", {"pays_cash": 1, "is_recurring": 1}, pluck="name") or [""]


def _last(row: Any) -> Any:
	return IfNull(row.to_month, _OPEN_END)


def _first_column(query: QueryBuilder) -> list[str]:
	return [str(row[0]) for row in query.run()]
