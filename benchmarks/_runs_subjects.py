"""Every kind of run on little data of its own: how to begin each of its stages, and what must be there at its end."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import _payments_population as population
import frappe
import payments
import registry_import
from frappe.utils import getdate

DISTRICT = registry_import.DISTRICT
AWARDS, PEOPLE, CASES = 60, 60, 12
ATTEMPTS = 10
ASSISTANT = "assistant.hedong@social.localhost"
LINE, CANDIDATE, TASK, CHANGE = "Payment Line", "Screening Candidate", "Review Task", "Award Change"
NEW_STANDARD = "2025-07"


@dataclass
class Found:
	"""What is there once a run is through: how many rows are missing, and how many are there twice."""

	lost: int = 0
	doubled: int = 0

	def add(self, expected: int, names: list[Any]) -> None:
		"""Compare the keys of what was written with the number that was due."""
		self.lost += max(0, expected - len(set(names)))
		self.doubled += len(names) - len(set(names)) + max(0, len(set(names)) - expected)


@dataclass
class Subject:
	"""A document on its way through its stages; `begin` makes a new one and yields how each stage is started."""

	name: str
	begin: Callable[["Subject"], Iterator[Callable[[], None]]]
	document: tuple[str, str] = ("", "")
	found: Found = field(default_factory=Found)
	# What the first run found, for runs over data that is not this program's.
	reference: int = -1
	# Families that were there before; imports and bulk actions beside it bring others.
	known: set[str] = field(default_factory=set)

	def compare(self, names: list[Any]) -> None:
		"""With the first run's number; that one itself may be doubled only."""
		if self.reference < 0:
			self.reference = len(set(names))
		self.found.add(self.reference, names)


def patiently(work: Callable[[], Any]) -> Any:
	"""What is entered beside an import may have to be entered again, as at the desk."""
	for _attempt in range(ATTEMPTS):
		try:
			found = work()
			frappe.db.commit()
			return found
		except frappe.QueryDeadlockError:
			frappe.db.rollback()
	return work()


def pay(subject: Subject) -> Iterator[Callable[[], None]]:
	"""Preview, lines and bank files of a month."""
	from social_assistance.engines.payments import bank_files, monthly_run
	from social_assistance.engines.runs.handing_over import hand_over
	from social_assistance.services.payments import runs

	population.clear()
	population.fill(AWARDS)
	run = runs.create_payment_run(population.MONTH, population.SCHEME, population.DISTRICT)
	subject.document = ("Payment Run", run)
	yield lambda: hand_over(monthly_run.PREVIEW, run)
	payments.agree(run)
	yield lambda: monthly_run.start_payment_run(run)
	payments.agree_on_list(run)
	yield lambda: hand_over(bank_files.FILING, run, encoding="")
	lines = frappe.get_all(LINE, {"payment_run": run}, ["award", "bank_file", "line_status"])
	subject.found.add(AWARDS, [line.award for line in lines])
	written = frappe.get_all("Bank File", {"payment_run": run, "file_status": "Written"}, pluck="name")
	subject.found.lost += sum(line.line_status == "Due" and line.bank_file not in written for line in lines)
	attached = frappe.get_all("File", {"attached_to_name": ("in", written)}, pluck="attached_to_name")
	subject.found.add(len(written), attached)
	vouchers = frappe.get_all("Fund Ledger Entry", {"reference_name": run, "entry_no": 1}, pluck="voucher_no")
	subject.found.add(2, vouchers)


def bring_in(subject: Subject) -> Iterator[Callable[[], None]]:
	"""Reading and merging of a registry file with people that nobody knows."""
	from social_assistance.engines.registry import import_run

	first = next(_FIRST)
	rows = list(itertools.islice(registry_import.people(first + PEOPLE), first, first + PEOPLE))
	lines = "\n".join(",".join(row) for row in (registry_import.HEADINGS, *rows))
	values = {"file_name": f"{first}.csv", "is_private": 1, "content": lines}
	file = frappe.get_doc({"doctype": "File", **values}).insert()
	terms = {"run_title": "Benchmark", "division": DISTRICT, "source_file": file.file_url}
	run = frappe.get_doc({"doctype": registry_import.RUN, **terms}).insert().name
	subject.document = (registry_import.RUN, run)
	yield lambda: import_run.start_staging(run)
	yield lambda: import_run.start_merge(run)
	people = frappe.get_all(registry_import.PERSON, {"source_note": run}, ["name", "id_number_digest"])
	subject.found.add(PEOPLE, [person.id_number_digest for person in people])
	names = [person.name for person in people]
	members = frappe.get_all(registry_import.MEMBERSHIP, {"person": ("in", names or [""])}, pluck="person")
	subject.found.add(PEOPLE, members)


def screen(subject: Subject) -> Iterator[Callable[[], None]]:
	"""A screening of the district; its proposals are taken away for the next one."""
	from social_assistance.engines.screening import runs

	terms = {"division": DISTRICT, "as_of_date": getdate().isoformat(), "months_known": 12}
	run = frappe.get_doc({"doctype": runs.DOCTYPE, **terms}).insert().name
	subject.document = (runs.DOCTYPE, run)
	subject.known = subject.known or set(frappe.get_all("Registry Household", pluck="name"))
	yield lambda: runs.start_screening_run(run)
	found = frappe.get_all(CANDIDATE, {"screening_run": run}, ["household", "person", "scheme"])
	subject.compare([tuple(row.values()) for row in found if row.household in subject.known])
	frappe.db.delete(CANDIDATE, {"screening_run": run})


def open_reviews(subject: Subject) -> Iterator[Callable[[], None]]:
	"""An annual review of the district; its tasks are taken away for the next one."""
	from social_assistance.engines.reviews import due_reviews

	terms = {"campaign_title": "Benchmark", "review_year": getdate().year, "division": DISTRICT}
	values = {"doctype": due_reviews.CAMPAIGN, **terms, "due_on": f"{getdate().year + 1}-12-31"}
	run = frappe.get_doc(values).insert().name
	subject.document = (due_reviews.CAMPAIGN, run)
	yield lambda: due_reviews.start_review_campaign(run)
	subject.compare(frappe.get_all(TASK, {"review_campaign": run}, pluck="award"))
	frappe.db.delete(TASK, {"review_campaign": run})


def rerate(subject: Subject) -> Iterator[Callable[[], None]]:
	"""A re-rating to a new standard, of awards made for it in a district of tests; they are taken away for the next one."""
	from social_assistance.engines.awards import rerating
	from social_assistance.services.awards import rerating_run
	from social_assistance.tests import factories

	former, new = patiently(_provide_district)
	awards = patiently(lambda: _insert_awards(former))
	terms = {"scheme": population.SCHEME, "division": factories.DISTRICT, "from_month": NEW_STANDARD}
	values = {"former_version": former, "new_version": new, "method": "Keep Share of Standard"}
	values |= {"doctype": rerating.DOCTYPE, "share_reason": "Benchmark"}
	run = frappe.get_doc({**terms, **values}).insert().name
	subject.document = (rerating.DOCTYPE, run)
	rerating.preview_award_rerating(run)
	printed = frappe.db.get_value(rerating.DOCTYPE, run, "preview_print")
	rerating_run.STATES.move(run, "approve", approved_by=frappe.session.user, approved_print=printed)
	yield lambda: rerating.start_award_rerating(run)
	subject.found.add(len(awards), frappe.get_all(CHANGE, {"rerating_run": run}, pluck="award"))
	new_parts = {"parent": ("in", awards), "from_month": NEW_STANDARD}
	subject.found.add(len(awards), frappe.get_all("Award Amount", new_parts, pluck="parent"))
	for table, column in ((CHANGE, "award"), ("Award Amount", "parent"), ("Benefit Award", "name")):
		frappe.db.delete(table, {column: ("in", awards)})


def _provide_district() -> list[str]:
	"""The district of tests; its policies before and from July 2025."""
	from social_assistance.setup.seed_policy import create_demo_policies
	from social_assistance.tests import factories

	factories.ensure_district()
	return create_demo_policies(factories.DISTRICT)


def _insert_awards(policy: str) -> list[str]:
	from social_assistance.tests import factories, payment_factories

	home = factories.household(factories.VILLAGE_1, ages=(44,), account_verified_on="2025-01-05")
	values = {"covered_persons": 1, "residence_class": "Urban", "policy_version": policy}
	return [
		payment_factories.award(
			home, "322.50", start="2025-01", open_award_key=frappe.generate_hash(length=10), **values
		).name
		for _number in range(AWARDS)
	]


def move_cases(subject: Subject) -> Iterator[Callable[[], None]]:
	"""One step for many cases, by the assistant who filed them."""
	from social_assistance.engines.cases import bulk_actions
	from social_assistance.tests import factories

	village = frappe.db.get_value("User Permission", {"user": ASSISTANT}, "for_value")
	frappe.set_user(ASSISTANT)
	wish = {"policy_told_on": "2026-03-02", "applicant_wish": "Wishes to Apply"}
	cases = [
		patiently(lambda: factories.case(factories.household(village, ages=(40,)), **wish))
		for _number in range(CASES)
	]
	seen = {str(case.name): str(case.workflow_state) for case in cases}
	frappe.set_user("Administrator")

	def start() -> None:
		frappe.set_user(ASSISTANT)
		request = bulk_actions.BulkRequest(bulk_actions.CASES, "Complete Step")
		run = bulk_actions.start_bulk_run(seen, request, frappe.generate_hash(length=10))
		subject.document = (bulk_actions.DOCTYPE, run)
		frappe.set_user("Administrator")

	yield start
	steps = {"application": ("in", list(seen)), "done_on": ("is", "set")}
	results = frappe.parse_json(frappe.get_doc(*subject.document).results)
	# A case that others changed meanwhile is refused in words; it is neither moved nor lost.
	told = sum(not row["ok"] for row in results)
	subject.found.add(CASES - told, frappe.get_all("Application Step", steps, pluck="application"))
	subject.found.add(CASES, [row["name"] for row in results])


def refresh_clocks(subject: Subject) -> Iterator[Callable[[], None]]:
	"""The due dates of all running cases, some of which are wrong beforehand."""
	from social_assistance.constants import OPEN_STATUSES
	from social_assistance.engines.clocks import refresh

	calendar = frappe.get_all(refresh.holidays.CALENDAR, pluck="name", order_by="name desc", limit=1)[0]
	case = "Assistance Application"
	running = {"case_status": ("in", OPEN_STATUSES), "step_due_on": ("is", "set")}
	refresh.refresh_running_cases(calendar, refresh.holidays.CALENDAR)
	fields = ["name", "step_due_on", "current_step"]
	right = frappe.get_all(case, running, fields, order_by="name")
	for row in right:
		frappe.db.set_value(case, row.name, "step_due_on", "2030-01-01", update_modified=False)
	subject.document = (refresh.holidays.CALENDAR, calendar)
	yield lambda: refresh.start_clock_refresh(calendar, refresh.holidays.CALENDAR)
	now = {row.name: row for row in frappe.get_all(case, running, fields)}
	# What moved on meanwhile has the due date of its new step.
	stayed = [row for row in right if row.name in now and now[row.name].current_step == row.current_step]
	subject.found.lost += sum(now[row.name].step_due_on != row.step_due_on for row in stayed)
	entries = {"remark": calendar, "step_due_before": "2030-01-01"}
	subject.found.doubled += sum(
		times - 1 for times in Counter(frappe.get_all("Clock Entry", entries, pluck="application")).values()
	)
	frappe.db.delete("Clock Entry", entries)


# Rows of the invented register that no file before has used.
_FIRST = itertools.count(0, PEOPLE)
# The first makes a district, before others look at the tree of divisions.
SUBJECTS: dict[str, Callable[[Subject], Iterator[Callable[[], None]]]] = {
	"rerating": rerate,
	"payment": pay,
	"import": bring_in,
	"screening": screen,
	"campaign": open_reviews,
	"bulk": move_cases,
	"clocks": refresh_clocks,
}
