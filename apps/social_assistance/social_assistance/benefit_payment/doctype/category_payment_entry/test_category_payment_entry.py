import random
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from unittest.mock import patch

import frappe
from frappe.desk.query_report import run as run_report

from social_assistance.api.v1.payments import runs as api
from social_assistance.constants import AUDITOR, TOWNSHIP_CLERK
from social_assistance.domain.money import from_storage
from social_assistance.engines.payments import bank_file_reading, monthly_run
from social_assistance.engines.verify.category_payments import check_category_payments
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.exceptions import NothingToPayError, SeparationOfDutiesError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.awards import payment_holds
from social_assistance.services.payments import lines, runs
from social_assistance.services.payments.exceptions import CategoryNotDueError, MonthAlreadyPaidError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1, VILLAGE_2

MONTH = "2026-03"


class CategoryTestCase(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()

	def home(self, village: str = VILLAGE_1, ages: tuple[int, ...] = (44,)):
		return factories.household(village, ages, account_verified_on="2026-01-05")

	def award(self, home=None, scheme: str = "DIBAO-URBAN", people: int | None = None, **values):
		"""An award that covers the first so many members of a household, or all."""
		home = home or self.home()
		names = [row.person for row in home.members][:people]
		covered = [{"person": name, "from_month": "2026-01"} for name in names]
		given = {"residence_class": home.residence_class, "covered": covered, "covered_persons": len(names)}
		return payment_factories.award(home, scheme=scheme, **{**given, **values})

	def gift(self, *classes: tuple[str, str, str], **values) -> str:
		return str(payment_factories.in_force(payment_factories.gift_draft(*classes, **values)).name)

	def prepare(self, rule: str, month: str = MONTH, **values) -> str:
		with self.acting_as(payment_factories.finance()):
			return api.prepare_run(month, run_kind=runs.CATEGORY, category_rule=rule, **values)

	def entries(self, **filters) -> list[frappe._dict]:
		fields = ["household", "person", "amount", "scheme", "payment_line", "payment_run", "division"]
		return frappe.get_all("Category Payment Entry", filters, fields, order_by="amount, person")

	def lines(self, run: str) -> list[frappe._dict]:
		fields = [
			"name",
			"award",
			"amount",
			"line_status",
			"line_kind",
			"hold_reason",
			"scheme",
			"category_rule",
		]
		return frappe.get_all("Payment Line", {"payment_run": run}, fields, order_by="amount")

	def failing(self) -> set[str]:
		return {check.code for check in verify_site() if not check.ok}


class TestCategoryPaymentEntry(CategoryTestCase):
	def test_a_gift_goes_to_every_household_of_its_classes(self):
		urban = self.award(amount="291.00")
		rural = self.award(self.home(VILLAGE_2), "DIBAO-RURAL")
		self.award(self.home(VILLAGE_2), "TEKUN")
		rule = self.gift(("DIBAO-URBAN", "Any", "500"), ("DIBAO-RURAL", "Rural", "400.50"))
		run = payment_factories.paid_category(rule)
		found = self.lines(run)
		self.assertEqual(
			[(row.award, str(from_storage(row.amount)), row.line_kind, row.scheme) for row in found],
			[
				(rural.name, "400.50", "Category Payment", "ALLOWANCE"),
				(urban.name, "500.00", "Category Payment", "ALLOWANCE"),
			],
		)
		self.assertEqual(
			[row.payment_line for row in self.entries(payment_run=run)], [row.name for row in found]
		)
		state = frappe.db.get_value("Payment Run", run, ["run_status", "line_amount", "filed_amount"])
		self.assertEqual(state, ("Filed", 900.5, 900.5))
		self.assertEqual(self.failing(), set())

	def test_the_bank_reads_the_cause(self):
		self.award()
		run = payment_factories.paid_category(self.gift())
		content = bank_file_reading.read_file_content(
			frappe.db.get_value("Bank File", {"payment_run": run}, "file")
		)
		self.assertIn("春节慰问金 2026-03", content.decode("gbk"))

	def test_nobody_is_paid_twice_for_a_cause_and_month(self):
		self.award()
		rule = self.gift()
		payment_factories.paid_category(rule)
		run = self.prepare(rule)
		with (
			self.acting_as(payment_factories.finance()),
			self.assertRaisesRegex(NothingToPayError, r"for this run\. Check month, scheme and district"),
		):
			monthly_run.preview_payment_run(run, now=True)
		late = self.award()
		with self.acting_as(payment_factories.finance()):
			monthly_run.preview_payment_run(run, now=True)
		self.assertEqual(frappe.db.get_value("Payment Run", run, "award_count"), 1)
		with self.acting_as(payment_factories.approver()):
			runs.approve(run)
		payment_factories.execute(run)
		self.assertEqual([row.award for row in self.lines(run)], [late.name])

	def test_two_open_runs_of_a_rule_and_month_are_refused(self):
		rule = self.gift()
		first = self.prepare(rule)
		with self.assertRaisesRegex(MonthAlreadyPaidError, f"{first}.*Finish or discard it first"):
			self.prepare(rule)
		with self.acting_as(payment_factories.finance()):
			runs.discard_payment_run(first)
		self.prepare(rule)

	def test_the_key_refuses_what_two_runs_prepared_at_one_moment(self):
		self.award()
		rule = self.gift()
		one = payment_factories.approved_run(MONTH, None, runs.CATEGORY, rule)
		frappe.db.set_value("Payment Run", one, "run_status", "Executed")
		other = payment_factories.approved_run(MONTH, None, runs.CATEGORY, rule)
		frappe.db.set_value("Payment Run", one, "run_status", "Approved")
		payment_factories.execute(one)
		with suppress(frappe.UniqueValidationError, frappe.DuplicateEntryError):
			payment_factories.execute(other)
		self.assertNotEqual(frappe.db.get_value("Payment Run", other, "run_status"), "Executed")
		self.assertEqual(len(self.entries()), 1)

	def test_a_household_of_two_classes_is_paid_once_by_the_first(self):
		home = self.home(ages=(70, 66))
		single = self.award(home, "TEKUN", people=1, person=home.head_person)
		self.award(home, "DIBIAN")
		rule = self.gift(("TEKUN", "Any", "800"), ("DIBIAN", "Any", "300"))
		payment_factories.paid_category(rule)
		(entry,) = self.entries()
		self.assertEqual((entry.amount, entry.scheme, entry.household), (800, "TEKUN", home.name))
		self.assertEqual(frappe.db.get_value("Payment Line", entry.payment_line, "award"), single.name)

	def test_per_person_each_covered_living_member_counts_once(self):
		home = self.home(ages=(70, 66, 40, 12))
		family = self.award(home, "DIBIAN")
		own = self.award(home, "DIBAO-SINGLE", people=1, person=home.head_person)
		frappe.db.set_value("Registry Person", home.members[3].person, "is_deceased", 1)
		left = family.covered[2]
		frappe.db.set_value("Award Person", left.name, "to_month", "2026-02")
		rule = self.gift(("DIBAO-SINGLE", "Any", "120"), ("DIBIAN", "Any", "50"), unit="Person")
		run = payment_factories.paid_category(rule)
		self.assertEqual(
			[(row.award, row.amount) for row in self.lines(run)], [(family.name, 50), (own.name, 120)]
		)
		paid = {row.person for row in self.entries(payment_run=run)}
		self.assertEqual(paid, {home.members[0].person, home.members[1].person})

	def test_only_awards_of_the_month_and_the_place(self):
		self.award(start="2026-04")
		self.award(end_month="2026-02", award_status="Stopped", open_award_key=None)
		self.award(scheme="GANGZHI", valid_until="2026-02-28")
		inside = self.award(scheme="GANGZHI", valid_until="2026-03-15")
		self.award(self.home(VILLAGE_2), "GANGZHI")
		rule = self.gift(("DIBAO-URBAN", "Any", "1"), ("GANGZHI", "Any", "2"), division=TOWNSHIP_1)
		run = self.prepare(rule)
		self.assertEqual(frappe.db.get_value("Payment Run", run, "division"), TOWNSHIP_1)
		with self.acting_as(payment_factories.finance()):
			monthly_run.preview_payment_run(run, now=True)
			runs.discard_payment_run(run)
		run = self.prepare(rule, division=VILLAGE_1)
		with self.acting_as(payment_factories.finance()):
			monthly_run.preview_payment_run(run, now=True)
		with self.acting_as(payment_factories.approver()):
			runs.approve(run)
		payment_factories.execute(run)
		self.assertEqual([row.award for row in self.lines(run)], [inside.name])

	def test_what_is_outside_the_rule_is_refused(self):
		rule = self.gift(division=TOWNSHIP_1)
		for values, words in (
			({"month": "2026-02"}, "is paid from 2026-03 to 2026-03"),
			({"division": TOWNSHIP_2}, "and below only"),
			({"scheme": "TEKUN"}, "leave the scheme empty"),
		):
			with self.subTest(words), self.assertRaisesRegex(CategoryNotDueError, words):
				self.prepare(rule, **values)
		with self.assertRaisesRegex(CategoryNotDueError, "not in force"):
			self.prepare(payment_factories.gift_draft(cause="取暖补贴").name)
		with self.assertRaisesRegex(CategoryNotDueError, "A category run pays by one Category Payment"):
			self.prepare("")

	def test_a_second_person_approves(self):
		self.award()
		run = self.prepare(self.gift())
		with self.acting_as(payment_factories.finance()):
			monthly_run.preview_payment_run(run, now=True)
			self.assertRaisesRegex(
				SeparationOfDutiesError, "it must be approved by another person", runs.approve, run
			)

	def test_holds_and_shared_accounts_apply_and_are_paid_later(self):
		held, fine = self.award(), self.award()
		with self.acting_as(payment_factories.finance()):
			hold = payment_holds.place_hold(held.name, "Red Finding", "核查中")
		rule = self.gift()
		run = payment_factories.paid_category(rule)
		self.assertEqual(
			{(row.award, row.line_status, row.hold_reason) for row in self.lines(run)},
			{(held.name, "Held", "Red Finding"), (fine.name, "Due", None)},
		)
		self.assertEqual(len(self.entries()), 2)
		with self.acting_as(payment_factories.approver()):
			payment_holds.release_hold(hold, "已核实")
		again = payment_factories.paid_category(rule)
		(line,) = self.lines(again)
		self.assertEqual(
			(line.award, line.amount, line.line_kind, line.scheme, line.category_rule),
			(held.name, 500, "Re-issue", "ALLOWANCE", rule),
		)
		self.assertEqual(len(self.entries()), 2)
		self.assertEqual(self.failing(), set())

	def test_the_next_monthly_run_pays_a_held_gift_under_its_own_name(self):
		award = self.award()
		with self.acting_as(payment_factories.finance()):
			hold = payment_holds.place_hold(award.name, "Red Finding", "核查中")
		rule = self.gift()
		payment_factories.paid_category(rule)
		with self.acting_as(payment_factories.approver()):
			payment_holds.release_hold(hold, "已核实")
		run = payment_factories.paid_run(MONTH)
		self.assertEqual(
			[(row.line_kind, row.scheme, row.category_rule) for row in self.lines(run)],
			[("Regular", "DIBAO-URBAN", None), ("Re-issue", "ALLOWANCE", rule)],
		)
		self.assertEqual(self.failing(), set())

	def test_a_gift_is_no_part_of_the_months_benefit(self):
		award = self.award(amount="291.00")
		payment_factories.paid_category(self.gift())
		self.assertEqual(lines.select_lines_sent_to_bank(award.name).run(), ())
		run = payment_factories.paid_run(MONTH)
		self.assertEqual([row.amount for row in self.lines(run)], [291])

	def test_changed_awards_after_the_approval_stop_the_run(self):
		self.award()
		run = payment_factories.approved_run(MONTH, None, runs.CATEGORY, self.gift())
		self.award()
		payment_factories.execute(run)
		self.assertEqual(frappe.db.get_value("Payment Run", run, "run_status"), "Stopped")
		self.assertEqual(self.entries(), [])

	def test_a_killed_run_goes_on_without_paying_anybody_again(self):
		awards = [self.award() for _number in range(3)]
		run = payment_factories.approved_run(MONTH, None, runs.CATEGORY, self.gift())
		with self.acting_as(payment_factories.finance()):
			with self.broken_after_first_batch(), suppress(RuntimeError):
				monthly_run.execute_payment_run(run, 1)
			self.assertEqual(len(self.entries()), 1)
			monthly_run.execute_payment_run(run, 1)
		self.assertEqual({row.award for row in self.lines(run)}, {award.name for award in awards})
		self.assertEqual(len(self.entries()), 3)

	def broken_after_first_batch(self):
		real, calls = monthly_run._record_progress, []

		def record(*arguments):
			real(*arguments)
			calls.append(arguments)
			if len(calls) == 1:
				raise RuntimeError("killed")

		return patch.object(monthly_run, "_record_progress", record)

	def test_nobody_writes_an_entry(self):
		self.award()
		payment_factories.paid_category(self.gift())
		entry = frappe.get_doc("Category Payment Entry", {"household": self.entries()[0].household})
		with (
			self.acting_as("Administrator"),
			self.assertRaisesRegex(TransitionNotAllowedError, "is written by the system, never by hand"),
		):
			entry.update({"amount": 1}).save()

	def test_a_clerk_sees_the_own_township(self):
		self.award()
		self.award(self.home(VILLAGE_2), "DIBAO-RURAL")
		payment_factories.paid_category(
			self.gift(("DIBAO-URBAN", "Any", "500"), ("DIBAO-RURAL", "Any", "400"))
		)
		for user, amounts in (
			(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1), [500]),
			(factories.user(TOWNSHIP_CLERK, TOWNSHIP_2), [400]),
			(factories.user(AUDITOR), [400, 500]),
		):
			with self.subTest(user), self.acting_as(user):
				seen = frappe.get_list("Category Payment Entry", pluck="amount", order_by="amount")
				self.assertEqual(seen, amounts)
				filters = {"from_month": "2026-01", "to_month": "2026-12"}
				rows = [
					row for row in run_report("Category Payments", filters)["result"] if isinstance(row, dict)
				]
				self.assertEqual(sorted(row["amount"] for row in rows), amounts)

	def test_the_report_counts_recipients_and_what_is_held(self):
		held = self.award(self.home(ages=(44, 42)))
		self.award(self.home(ages=(44, 42, 14)))
		with self.acting_as(payment_factories.finance()):
			payment_holds.place_hold(held.name, "Red Finding", "核查中")
		payment_factories.paid_category(self.gift(("DIBAO-URBAN", "Any", "100"), unit="Person"))
		filters = {"from_month": MONTH, "to_month": MONTH}
		with self.acting_as(payment_factories.finance()):
			(row,) = [
				row for row in run_report("Category Payments", filters)["result"] if isinstance(row, dict)
			]
		self.assertEqual(
			[row[name] for name in ("households", "persons", "amount", "open_amount", "paid_amount")],
			[2, 5, 500, 200, 300],
		)

	def test_the_sheet_of_the_run_names_cause_ground_and_sums(self):
		self.award()
		run = payment_factories.paid_category(self.gift())
		html = frappe.get_print("Payment Run", run, "Payment Run Sheet")
		for words in ("春节慰问金", "测试民〔2026〕2号", "伍佰元整", "第一街道"):
			self.assertIn(words, html)

	def test_verify_finds_a_cause_that_was_doubled(self):
		self.award(self.home(ages=(44, 42)))
		payment_factories.paid_category(self.gift())
		copy = frappe.copy_doc(frappe.get_doc("Category Payment Entry", {"payment_month": MONTH}))
		copy.entry_key = "another key"
		copy.db_insert()
		failing = {check.code for check in check_category_payments() if not check.ok}
		self.assertEqual(failing, {"PAY-14", "PAY-17"})
		member = frappe.db.get_value("Registry Household", copy.household, "head_person")
		frappe.db.set_value("Category Payment Entry", copy.name, "person", member)
		failing = {check.code for check in check_category_payments() if not check.ok}
		self.assertEqual(failing, {"PAY-15", "PAY-17"})


class TestPriceSubsidy(CategoryTestCase):
	def test_standard_by_rise_for_each_person_of_town_and_country(self):
		urban = self.award(self.home(ages=(44, 42)))
		rural = self.award(self.home(VILLAGE_2), "DIBAO-RURAL")
		payment_factories.in_force(payment_factories.reading_draft())
		draft = payment_factories.subsidy_draft("DIBAO-URBAN", "DIBAO-RURAL")
		run = payment_factories.paid_category(payment_factories.in_force(draft).name)
		# 697 x 3.6 % = 25.09 for each of two; 523 x 3.6 % = 18.83.
		self.assertEqual(
			[(row.award, row.amount, row.scheme) for row in self.lines(run)],
			[(rural.name, 19, "PRICE-SUBSIDY"), (urban.name, 50, "PRICE-SUBSIDY")],
		)
		self.assertEqual([row.amount for row in self.entries()], [19, 25, 25])
		self.assertEqual(self.failing(), set())
		html = frappe.get_print("Payment Run", run, "Payment Run Sheet")
		self.assertIn("2026-02: consumer prices +3.60 % (start 3.50 %)", html)

	def test_without_the_index_or_below_the_start_no_run_is_prepared(self):
		self.award()
		rule = payment_factories.in_force(payment_factories.subsidy_draft()).name
		with self.assertRaisesRegex(CategoryNotDueError, "No price index"):
			self.prepare(rule)
		payment_factories.in_force(payment_factories.reading_draft(consumer="1.2"))
		with self.assertRaisesRegex(CategoryNotDueError, "not due"):
			self.prepare(rule)


class TestWhoIsPaid(CategoryTestCase):
	def test_the_engine_pays_what_a_plain_reading_of_the_rule_pays(self):
		"""Households with one or two awards in random classes; the first row of the rule that fits pays."""
		draw = random.Random(16)
		classes = [("TEKUN", "Any", "800"), ("DIBAO-URBAN", "Urban", "500"), ("DIBIAN", "Any", "300")]
		classes += [("DIBAO-RURAL", "Rural", "450")]
		expected: Counter[str] = Counter()
		for _number in range(24):
			home = self.home(draw.choice((VILLAGE_1, VILLAGE_2)), (44, 42, 14)[: draw.randint(1, 3)])
			held = draw.sample(
				["TEKUN", "DIBAO-URBAN", "DIBAO-RURAL", "DIBIAN", "GANGZHI"], draw.randint(1, 2)
			)
			for scheme in held:
				self.award(home, scheme, covered=[], start=draw.choice(("2026-01", "2026-03")))
			sums = [
				Decimal(amount)
				for scheme, residence, amount in classes
				if scheme in held and residence in ("Any", home.residence_class)
			]
			if sums:
				expected[home.name] = sums[0]
		payment_factories.paid_category(self.gift(*classes))
		found = {row.household: from_storage(row.amount) for row in self.entries()}
		self.assertEqual(found, dict(expected))
