"""What begins or ends by age, date or validity: a review before the day, and on the day the end of what needs no review.

One daily job over all awards. Reviews are written by one statement for each age of a policy and its area; what ends is few
a day and goes through the service that settles paid months. A day that was missed is made up for by the next.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Concat, IfNull
from frappe.utils import format_date, getdate
from pypika import CustomFunction
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, LiteralValue, Term, ValueWrapper

from social_assistance.constants import REVIEW_LEAD_DAYS
from social_assistance.domain.awards.milestones import CHILDREN, Milestone, milestones
from social_assistance.domain.periods import Month
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.engines import base
from social_assistance.engines.reviews import authorisation_alerts, task_rows
from social_assistance.services.awards import changes
from social_assistance.services.awards.changes import ChangeGround
from social_assistance.services.awards.grants import GRADUAL_EXIT, STOPPED
from social_assistance.services.policy import in_force

AGE, VALIDITY = "Age Reached", "Validity Ends"
# What a day that was missed needs is made up for this many days after it.
CATCH_UP_DAYS = 366
CHECKPOINT_EVERY = 100
Replace = CustomFunction("REPLACE", ["text", "what", "by"])
TimestampAdd = CustomFunction("TIMESTAMPADD", ["unit", "number", "day"])
Greatest = CustomFunction("GREATEST", ["left", "right"])


@dataclass(frozen=True)
class Area:
	"""Where a policy version holds: its part of the division tree without the parts that have versions of their own."""

	division: str
	rules: PolicyParameters
	lft: int
	rgt: int
	without: tuple[tuple[int, int], ...]

	def holds(self, place: Any) -> Criterion:
		"""Whether a place follows this version."""
		inside = (place.lft >= self.lft) & (place.rgt <= self.rgt)
		for lft, rgt in self.without:
			inside &= (place.lft < lft) | (place.rgt > rgt)
		return inside


def run(today: date) -> dict[str, int]:
	"""Open what comes near and end what is over; returns how much of each."""
	areas = policy_areas(today)
	ended = end_expired(today) + sum(end_grown_children(area, today) for area in areas)
	opened = sum(open_age_reviews(area, today) for area in areas)
	opened += announce_expiry(today) + open_card_reviews(today)
	return {"ended": ended, "opened": opened, "told": authorisation_alerts.tell_of_authorisations(today)}


def policy_areas(today: date) -> list[Area]:
	"""Every version in force with the area in which no nearer one holds."""
	version, place = frappe.qb.DocType("Policy Version"), frappe.qb.DocType("Administrative Division")
	rows = (
		frappe.qb.from_(version)
		.join(place)
		.on(place.name == version.division)
		.where((version.docstatus == 1) & (version.effective_from <= today))
		.where(version.effective_to.isnull() | (version.effective_to >= today))
		.select(version.name, version.division, place.lft, place.rgt)
		.run(as_dict=True)
	)
	return [
		Area(
			row.division,
			in_force.get_policy_parameters(row.name),
			row.lft,
			row.rgt,
			tuple((other.lft, other.rgt) for other in rows if row.lft < other.lft and other.rgt < row.rgt),
		)
		for row in rows
	]


def open_age_reviews(area: Area, today: date) -> int:
	"""A review for everybody covered who reaches an age of the policy soon, or did while nobody looked."""
	made = 0
	for milestone in milestones(area.rules):
		for is_personal in (True, False):
			query = frappe.qb.into(frappe.qb.DocType(task_rows.TASK)).ignore()
			_of_birthdays(query, area, milestone, today, is_personal=is_personal).run()
			made += base.count_affected_rows()
			base.commit_batch()
	return made


def _of_birthdays(
	query: QueryBuilder, area: Area, milestone: Milestone, today: date, *, is_personal: bool
) -> QueryBuilder:
	award = task_rows.tables()[0]
	person = frappe.qb.DocType("Registry Person").as_("person_of_age")
	first, last = milestone.births(
		today - timedelta(days=CATCH_UP_DAYS), today + timedelta(days=REVIEW_LEAD_DAYS)
	)
	birthday = TimestampAdd(LiteralValue("YEAR"), milestone.age, person.birth_date)
	# A benefit granted after the birthday was assessed at that age.
	is_news = Concat(award.start_month, "-01") < birthday
	text = _put(
		_("{0} reaches the age of {1} on {2}."),
		person.person_name,
		ValueWrapper(str(milestone.age)),
		birthday,
	)
	columns = {
		**task_rows.columns(
			Concat(AGE, "|", award.name, "|", person.name, "|", str(milestone.age)),
			AGE,
			Greatest(birthday, ValueWrapper(str(today))),
		),
		"change_kind": ValueWrapper(AGE),
		"changed_on": birthday,
		"change_text": text,
	}
	mine = award.person == person.name
	ours = (IfNull(award.person, "") == "") & (award.household == person.current_household)
	place = frappe.qb.DocType("Administrative Division").as_("place")
	query = task_rows.from_free_awards(query.columns(*columns), place)
	query = query.join(person).on(mine if is_personal else ours)
	query = query.where(person.birth_date[first:last] & (person.is_deceased == 0) & is_news)
	query = query.where(award.scheme.isin([scheme.value for scheme in milestone.schemes]))
	return query.where(_is_running(award) & area.holds(place)).select(*columns.values())


def open_card_reviews(today: date) -> int:
	"""A review where the disability card of somebody covered runs out: his top-up, or his right, rests on it."""
	made = 0
	for is_personal in (True, False):
		award = task_rows.tables()[0]
		person = frappe.qb.DocType("Registry Person").as_("holder")
		ends = person.disability_valid_until
		columns = {
			**task_rows.columns(
				Concat("Card|", award.name, "|", person.name, "|", ends),
				VALIDITY,
				Greatest(ends, ValueWrapper(str(today))),
			),
			"change_kind": ValueWrapper("Disability"),
			"changed_on": ends,
			"change_text": _put(_("The disability card of {0} ends on {1}."), person.person_name, ends),
		}
		mine = award.person == person.name
		ours = (IfNull(award.person, "") == "") & (award.household == person.current_household)
		place = frappe.qb.DocType("Administrative Division").as_("place")
		query = frappe.qb.into(frappe.qb.DocType(task_rows.TASK)).ignore().columns(*columns)
		query = task_rows.from_free_awards(query, place).join(person).on(mine if is_personal else ours)
		soon = (ends <= today + timedelta(days=REVIEW_LEAD_DAYS)) & (
			ends >= today - timedelta(days=CATCH_UP_DAYS)
		)
		query.where(soon & (person.is_deceased == 0) & _is_running(award)).select(*columns.values()).run()
		made += base.count_affected_rows()
		base.commit_batch()
	return made


def announce_expiry(today: date) -> int:
	"""A review that tells clerk and family that a recognition ends and has to be applied for anew."""
	award = task_rows.tables()[0]
	columns = {
		**task_rows.columns(
			Concat(VALIDITY, "|", award.name, "|", award.valid_until), VALIDITY, award.valid_until
		),
		"changed_on": award.valid_until,
		"change_text": _put(
			_(
				"The recognition ends on {0}. The family may apply anew; papers that are unchanged are not asked for again."
			),
			award.valid_until,
		),
	}
	place = frappe.qb.DocType("Administrative Division").as_("place")
	query = frappe.qb.into(frappe.qb.DocType(task_rows.TASK)).ignore().columns(*columns)
	query = task_rows.from_free_awards(query, place)
	soon = (award.valid_until >= today) & (award.valid_until <= today + timedelta(days=REVIEW_LEAD_DAYS))
	query.where(soon & _is_running(award)).select(*columns.values()).run()
	made = base.count_affected_rows()
	base.commit_batch()
	return made


def end_expired(today: date) -> int:
	"""Recognitions whose validity is over end with it (刚性支出困难家庭认定办法 art. 10)."""
	award = frappe.qb.DocType("Benefit Award")
	found = (
		frappe.qb.from_(award)
		.where((award.valid_until < today) & (award.award_status != STOPPED))
		.select(award.name, award.valid_until)
		.orderby(award.name)
		.run(as_dict=True)
	)
	for number, row in enumerate(found, start=1):
		first_without = Month.of(getdate(row.valid_until)).plus(1)
		text = _("The recognition ended on {0}.").format(format_date(row.valid_until))
		_end(row.name, first_without, "Expired", text, number)
	return len(found)


def end_grown_children(area: Area, today: date) -> int:
	"""Orphans and de facto unsupported children who are of age and in no study that prolongs their right."""
	rules = area.rules.children
	if rules is None:
		return 0
	milestone = Milestone(rules.below_age, CHILDREN)
	award, person = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Registry Person")
	place = frappe.qb.DocType("Administrative Division")
	studies = [stage.value for stage in rules.prolonging_study] or [""]
	found = (
		frappe.qb.from_(award)
		.join(person)
		.on(person.name == award.person)
		.join(place)
		.on(place.name == award.division)
		.where(award.scheme.isin([scheme.value for scheme in CHILDREN]) & _is_running(award))
		.where(person.birth_date <= milestone.births(today, today)[0])
		.where((person.is_student == 0) | IfNull(person.study_stage, "").notin(studies))
		.where(area.holds(place))
		.select(award.name, person.birth_date, person.person_name)
		.orderby(award.name)
		.run(as_dict=True)
	)
	prolonged = _prolonged([row.name for row in found])
	for number, row in enumerate(found, start=1):
		birthday = milestone.reached_on(getdate(row.birth_date))
		event = today if row.name in prolonged else birthday
		text = _("{0} reaches the age of {1} on {2}.").format(
			row.person_name, milestone.age, format_date(birthday)
		)
		_end(row.name, Month.of(event).plus(1), AGE, text, number)
	return len(found)


def _end(award: str, first_without: Month, reason: str, text: str, number: int) -> None:
	"""Stop the award, settle what was paid beyond, and give up a review that waited for nothing else."""
	version = in_force.get_policy_in_force(
		frappe.db.get_value("Benefit Award", award, "division"), first_without.plus(-1).first_day
	)
	changes.end_award(award, first_without, reason, ChangeGround("Stop", text, version))
	task = frappe.qb.DocType(task_rows.TASK)
	audit = base.get_audit_columns()
	query = frappe.qb.update(task).set(task.review_status, "Cancelled").set(task.open_task_key, None)
	query = query.set(task.modified, audit["modified"]).set(task.modified_by, audit["modified_by"])
	query.where((task.open_task_key == award) & task.review_cause.isin([AGE, VALIDITY])).run()
	if number % CHECKPOINT_EVERY == 0:
		base.commit_batch()


def _prolonged(awards: list[str]) -> set[str]:
	"""Awards that a decided review kept beyond the age: they end with the school, not with the birthday."""
	return set(
		frappe.get_all(
			task_rows.TASK,
			filters={
				"award": ("in", awards or [""]),
				"review_cause": AGE,
				"review_status": "Decided",
				"proposed_result": "Maintain",
			},
			pluck="award",
		)
	)


def _is_running(award: Any) -> Criterion:
	return award.award_status.notin([STOPPED, GRADUAL_EXIT])


def _put(template: str, *values: Term) -> Term:
	"""A translated sentence with its places filled by columns."""
	text: Term = ValueWrapper(template)
	for number, value in enumerate(values):
		text = Replace(text, f"{{{number}}}", value)
	return text
