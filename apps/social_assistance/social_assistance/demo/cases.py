"""Seed families at the sixteen steps, so that the desks of a demo site show work to do.

Each is taken to its place by the accounts whose steps these are, through the same calls as the desk makes, and with the
business dates it would have. None is decided, so the rolls stay those of the district's report.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import frappe

from social_assistance.constants import TOWNSHIP_CLERK, TOWNSHIP_REVIEWER
from social_assistance.demo.accounts import DOMAIN
from social_assistance.engines.base import commit_batch
from social_assistance.services import clock
from social_assistance.walkthrough import case, month, staff, stages
from social_assistance.walkthrough.local import LocalClient
from social_assistance.walkthrough.walk import CASE, Walk

FINANCE, APPROVER = f"finance@{DOMAIN}", f"approval@{DOMAIN}"
# The day on which each stage of the walkthrough is done, counted from the day that it takes as today.
LAST_DAYS = (-43, -42, -41, -38, -35, -32, -22, -16)
MEDICAL_PAPERS = "户主近六个月的诊断证明和药费单据"
PAPERS_MISSING = f"请补交{MEDICAL_PAPERS}"


@dataclass
class LocalWalk(Walk):
	"""A walkthrough in this process; it shows what goes right and never reaches past the real day."""

	latest: date = date.max

	def as_user(self, user: str, day: date) -> LocalClient:
		"""The account on that business date."""
		client = LocalClient(user)
		client.day = day
		return client

	def day(self, offset: int) -> date:
		"""A working day about so many days from the walk's today."""
		return min(super().day(offset), self.latest)

	def must_refuse(self, what: str, client: object, action: str = "") -> None:
		"""Wrong moves are for tests."""

	def look(self, doctype: str, filters: str | dict, fieldname: str) -> object:
		return frappe.db.get_value(doctype, filters, fieldname)


@dataclass(frozen=True)
class Place:
	"""Where the families live and which rules hold for them."""

	village: str
	scheme: str
	residence_class: str
	monthly_income: Decimal


def _ask_for_papers(walk: LocalWalk) -> None:
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.latest)
	paper = {
		"doctype": "Application Evidence",
		"evidence_key": "medical_proof",
		"source": "Citizen",
		"description": MEDICAL_PAPERS,
	}
	walk.edit(clerk, lambda doc: doc["evidence"].append(paper))
	walk.move(clerk, "Return to Filing", reason="PAPERS_MISSING", remark=PAPERS_MISSING)


def _post_notice(walk: LocalWalk) -> None:
	stages.post_notice(walk, walk.as_role(TOWNSHIP_REVIEWER, walk.latest - timedelta(days=3)), "Preliminary")


def _object(walk: LocalWalk) -> None:
	_post_notice(walk)
	walk.as_role(TOWNSHIP_CLERK, walk.latest - timedelta(days=1)).save(
		{
			"doctype": "Notice Objection",
			"naming_series": "YY-.YYYY.-",
			"objection_kind": "Objection to Notice",
			"public_notice": walk.look("Public Notice", {"application": walk.case}, "name"),
			"received_on": (walk.latest - timedelta(days=1)).isoformat(),
			"channel": "Face to Face",
			"is_anonymous": 1,
			"ground": "Income",
			"ground_text": "该户在县城另有门面出租",
		}
	)


def _withdraw(walk: LocalWalk) -> None:
	walk.move(walk.as_role(TOWNSHIP_CLERK, walk.latest), "Withdraw Application", reason="BY_APPLICANT")


# Stages done, days since the last of them, and what happened after it.
PLACES_IN_PROCEDURE: tuple[tuple[int, int, Callable[[LocalWalk], None] | None], ...] = (
	(1, 2, None),
	(2, 1, None),
	(2, 4, _ask_for_papers),
	(3, 2, None),
	(4, 3, None),
	(4, 40, None),
	(4, 2, _withdraw),
	(5, 1, None),
	(6, 5, _post_notice),
	(6, 6, _object),
	(7, 3, None),
)


def ensure_cases() -> int:
	"""Open cases in each township with accounts, once; what an interrupted load left out is added. How many there are now."""
	begun = int(frappe.db.count(CASE))
	wanted = [(place, *stage) for place in list_places() for stage in PLACES_IN_PROCEDURE]
	# Families that are added later are others than the first.
	rng = random.Random(f"cases after {begun}" if begun else "cases")
	for place, done, idle, beyond in wanted[begun:]:
		_take_to(place, done, idle, beyond, rng)
		commit_batch()
	return int(frappe.db.count(CASE))


def ensure_paid_month() -> int:
	"""Last month paid to everybody on the rolls, once; returns how many runs there are now."""
	if not frappe.db.count("Payment Run"):
		finance, approver = LocalClient(FINANCE), LocalClient(APPROVER)
		finance.day = approver.day = clock.today()
		last_month = f"{clock.today().replace(day=1) - timedelta(days=1):%Y-%m}"
		for scheme in month.list_monthly_schemes():
			month.pay_run(finance, approver, last_month, scheme)
			commit_batch()
	return int(frappe.db.count("Payment Run"))


def list_places() -> list[Place]:
	"""A community and a village, each with the assistant, clerk and reviewer whose steps are taken."""
	urban, rural = (staff.find_village_with_staff(kind) for kind in ("Urban", "Rural"))
	return [
		Place(urban, "DIBAO-URBAN", "Urban", Decimal("1800.00")),
		Place(rural, "DIBAO-RURAL", "Rural", Decimal("1200.00")),
	]


def _take_to(
	place: Place, done: int, idle: int, beyond: Callable[[LocalWalk], None] | None, rng: random.Random
) -> None:
	today = clock.today()
	walk = LocalWalk(
		base_url="",
		site=frappe.local.site,
		password="",
		today=today - timedelta(days=LAST_DAYS[done - 1] + idle),
		latest=today,
		village=place.village,
		scheme=place.scheme,
		residence_class=place.residence_class,
		monthly_income=place.monthly_income,
	)
	case.register_family(walk, rng)
	for stage in stages.STAGES[:done]:
		stage(walk)
	if beyond:
		beyond(walk)
