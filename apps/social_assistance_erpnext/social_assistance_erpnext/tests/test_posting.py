"""The bridge on a site with ERPNext: posted once, refused clearly, undone only by the fund ledger."""

import importlib.util
import unittest
from datetime import date
from decimal import Decimal

if importlib.util.find_spec("erpnext") is None:
	raise unittest.SkipTest(
		"ERPNext is not installed on this bench; the bridge to its ledger is not tested here."
	)

import frappe
from frappe.tests.utils import FrappeTestCase

from social_assistance.engines.verify.invariants import verify_site
from social_assistance.services.funds import ledger
from social_assistance.services.funds.ledger import (
	ALLOCATED,
	FUNDS,
	TREASURY,
	Place,
	Reference,
	make_credit,
	make_debit,
)
from social_assistance.tests import fund_factories
from social_assistance_erpnext import api
from social_assistance_erpnext.domain.journals import Entry, build_journals
from social_assistance_erpnext.services import posting, reconciliation
from social_assistance_erpnext.services.posting import BridgeError

DAY = date(2026, 3, 2)
SETTINGS = "Ledger Bridge Settings"
AMOUNT = Decimal("165000.00")


class TestPosting(FrappeTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.conf["assist_demo"] = 1
		cls.company = company()
		cls.township = frappe.get_all(
			"Administrative Division", {"division_level": "Township"}, pluck="name"
		)[0]
		cls.source = fund_factories.source().name
		settings = frappe.get_doc(SETTINGS)
		books = {"company": cls.company, "start_date": DAY, "accounts": [], "cost_centers": []}
		settings.update({"enabled": 0, **books})
		settings.save()
		api.create_books()
		settings.reload()
		settings.enabled = 1
		settings.save()

	def setUp(self):
		frappe.db.value_cache.clear()
		frappe.db.savepoint("before_test")
		self.addCleanup(frappe.db.rollback, save_point="before_test")
		self.addCleanup(frappe.set_user, "Administrator")

	def book(self, name: str = "one", amount: Decimal = AMOUNT, day: date = DAY) -> str:
		rows = [
			make_debit(TREASURY, amount, Place(self.township), self.source),
			make_credit(FUNDS, amount, Place(self.township), self.source),
		]
		return ledger.post_voucher("Receipt", rows, reference(name), day)

	def journal_of(self, voucher: str):
		name = frappe.db.get_value("Ledger Bridge Voucher", {"voucher_no": voucher}, "parent")
		entry = name and frappe.db.get_value("Ledger Bridge Posting", name, "journal_entry")
		return frappe.get_doc("Journal Entry", entry) if entry else None

	def test_a_day_is_one_journal_entry_with_cost_center_and_sides(self):
		first, second = self.book("one"), self.book("two", Decimal("0.01"))
		posting.post_pending()
		entry = self.journal_of(first)
		self.assertEqual(entry.name, self.journal_of(second).name)
		self.assertEqual((entry.docstatus, entry.posting_date), (1, DAY))
		treasury = [row for row in entry.accounts if row.debit]
		self.assertEqual([(row.debit, row.user_remark) for row in treasury], [(165000.01, self.source)])
		center = frappe.db.get_value("Cost Center", treasury[0].cost_center, "cost_center_number")
		self.assertEqual(center, self.township)
		booked = frappe.get_all("GL Entry", {"voucher_no": entry.name}, ["debit", "credit"])
		self.assertEqual(sum(row.debit for row in booked), 165000.01)

	def test_posting_again_posts_nothing(self):
		self.book()
		posting.post_pending()
		before = frappe.db.count("Journal Entry")
		self.assertEqual(posting.count_pending_vouchers(), 0)
		self.assertEqual(posting.post_pending(), {"posted": 0, "refused": 0})
		self.assertEqual(frappe.db.count("Journal Entry"), before)

	def test_a_voucher_is_never_in_two_journals(self):
		voucher = self.book()
		posting.post_pending()
		entry = Entry(voucher, DAY, TREASURY, AMOUNT, Decimal("0.00"))
		other = Entry(voucher, DAY, FUNDS, Decimal("0.00"), AMOUNT)
		again = posting._post(build_journals([entry, other])[0], frappe.get_doc(SETTINGS))
		self.assertTrue(again)
		self.assertEqual(frappe.db.count("Ledger Bridge Voucher", {"voucher_no": voucher}), 1)

	def test_what_comes_later_goes_into_a_journal_of_its_own(self):
		first = self.book("one")
		posting.post_pending()
		second = self.book("two")
		posting.post_pending()
		self.assertNotEqual(self.journal_of(first).name, self.journal_of(second).name)

	def test_a_reversal_is_posted_like_everything_else(self):
		voucher = self.book()
		posting.post_pending()
		reversal = ledger.reverse_voucher(voucher, DAY, "twice")
		posting.post_pending()
		undone = {row.account: row.credit - row.debit for row in self.journal_of(reversal).accounts}
		done = {row.account: row.debit - row.credit for row in self.journal_of(voucher).accounts}
		self.assertEqual(undone, done)

	def test_a_journal_of_the_bridge_is_not_cancelled(self):
		voucher = self.book()
		posting.post_pending()
		with self.assertRaises(BridgeError):
			self.journal_of(voucher).cancel()
		self.assertEqual(self.journal_of(voucher).docstatus, 1)

	def test_a_frozen_day_waits_and_does_not_hold_up_the_others(self):
		frozen, open_ = self.book("one"), self.book("two", day=date(2026, 3, 4))
		frappe.db.set_single_value("Accounts Settings", "acc_frozen_upto", date(2026, 3, 3))
		frappe.db.set_single_value("Accounts Settings", "frozen_accounts_modifier", "Auditor")
		frappe.set_user(manager())
		posting.post_pending()
		frappe.set_user("Administrator")
		self.assertIsNone(self.journal_of(frozen))
		self.assertIsNotNone(self.journal_of(open_))
		self.assertIn("2026-03-02", frappe.db.get_single_value(SETTINGS, "last_failure"))
		frappe.db.set_single_value("Accounts Settings", "acc_frozen_upto", None)
		posting.post_pending()
		self.assertIsNotNone(self.journal_of(frozen))
		self.assertFalse(frappe.db.get_single_value(SETTINGS, "last_failure"))

	def test_more_than_a_hundred_rows_are_posted_at_once(self):
		places = frappe.get_all("Administrative Division", pluck="name", limit=60)
		rows = [
			side(account, Decimal("1.00"), Place(place), self.source)
			for place in places
			for side, account in ((make_debit, TREASURY), (make_credit, ALLOCATED))
		]
		voucher = ledger.post_voucher("Allocation", rows, reference("many"), DAY)
		posting.post_pending()
		entry = self.journal_of(voucher)
		self.assertEqual((len(entry.accounts), entry.docstatus), (len(rows), 1))

	def test_reconciliation_explains_every_fen(self):
		self.book("one")
		posting.post_pending()
		self.book("two", Decimal("7.00"))
		row = next(
			row for row in reconciliation.list_reconciliation_rows("2026-03") if row["account"] == TREASURY
		)
		self.assertEqual((row["pending"], row["difference"]), (Decimal("7.00"), Decimal("0.00")))
		self.assertEqual(row["debit"] - row["posted_debit"], Decimal("7.00"))

	def test_verify_sees_a_journal_that_is_gone(self):
		voucher = self.book()
		posting.post_pending()
		self.assertTrue(check("ERP-01").ok)
		name = frappe.db.get_value("Ledger Bridge Voucher", {"voucher_no": voucher}, "parent")
		frappe.db.set_value("Ledger Bridge Posting", name, "amount", 1)
		self.assertFalse(check("ERP-01").ok)

	def test_settings_refuse_what_cannot_be_posted_to(self):
		settings = frappe.get_doc(SETTINGS)
		group = frappe.db.get_value("Account", {"company": self.company, "is_group": 1})
		settings.accounts[0].account = group
		with self.assertRaisesRegex(BridgeError, "1"):
			settings.save()
		settings.reload()
		settings.append("accounts", {"fund_account": TREASURY, "account": settings.accounts[0].account})
		with self.assertRaises(BridgeError):
			settings.save()
		settings.reload()
		settings.accounts = settings.accounts[1:]
		with self.assertRaisesRegex(BridgeError, TREASURY):
			settings.save()

	def test_company_and_first_day_stay_once_something_is_posted(self):
		self.book()
		posting.post_pending()
		settings = frappe.get_doc(SETTINGS)
		settings.start_date = date(2026, 4, 1)
		with self.assertRaises(frappe.ValidationError):
			settings.save()

	def test_who_may_not_write_the_settings_posts_nothing(self):
		for function in (api.post_now, api.create_books):
			frappe.set_user("Guest")
			with self.assertRaises(frappe.PermissionError):
				function()

	def test_switched_off_it_posts_nothing(self):
		self.book()
		frappe.db.set_single_value(SETTINGS, "enabled", 0)
		with self.assertRaises(BridgeError):
			posting.post_pending()


def reference(name: str) -> Reference:
	"""A document to book for; the same kind is booked once for each."""
	return Reference("Fund Source", fund_factories.source(name, is_default=0).name)


def company() -> str:
	"""A company that keeps its books in yuan."""
	name = "Civil Affairs Test Bureau"
	if not frappe.db.exists("Company", name):
		frappe.get_doc(
			{
				"doctype": "Company",
				"company_name": name,
				"abbr": "CATB",
				"default_currency": "CNY",
				"country": "China",
				"chart_of_accounts": "Standard",
			}
		).insert()
	year = "2026 test"
	if not frappe.db.exists("Fiscal Year", {"year_start_date": ("<=", DAY), "year_end_date": (">=", DAY)}):
		frappe.get_doc(
			{
				"doctype": "Fiscal Year",
				"year": year,
				"year_start_date": date(2026, 1, 1),
				"year_end_date": date(2026, 12, 31),
			}
		).insert()
	return name


def manager() -> str:
	"""A System Manager that may not post into frozen periods."""
	email = "bridge.manager@example.com"
	if not frappe.db.exists("User", email):
		user = frappe.get_doc(
			{"doctype": "User", "email": email, "first_name": "Bridge", "send_welcome_email": 0}
		)
		user.append("roles", {"role": "System Manager"})
		user.insert()
	return email


def check(code: str):
	"""The result of one of `assist verify`'s checks."""
	return next(found for found in verify_site() if found.code == code)
