"""Proposals read from the books: what is left of donations, near first, restrictions kept, drafts counted, partners apart."""

import frappe

from social_assistance.api.v1.charity import giving
from social_assistance.constants import DISTRICT_REVIEWER, TOWNSHIP_CLERK
from social_assistance.engines.charity.donation_proposals import list_donation_proposals
from social_assistance.services.charity import wish_claims
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestGiftProposals(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user = cls.partner.users[0].user

	def proposed(self, need=None) -> list[tuple]:
		rows = list_donation_proposals(need.name if need else None)
		return [
			(row["charity_need"], row["donation_item"] or row["donation"], row["quantity"] or row["amount"])
			for row in rows
		]

	def test_the_urgent_first_the_bound_and_near_gift_first_and_what_drafts_ask_is_gone(self):
		normal = charity_factories.need(wanted_amount=500)
		urgent = charity_factories.need(urgency="Urgent", wanted_amount=500)
		free = charity_factories.donation(self.partner, 400)
		near = charity_factories.donation(self.partner, 300, target_division=factories.VILLAGE_1)
		charity_factories.donation(self.partner, 900, target_division=factories.TOWNSHIP_2)
		charity_factories.donation(self.partner, 900, is_restricted=1, purpose="修缮祠堂")
		expected = [
			(urgent.name, near.name, 300),
			(urgent.name, free.name, 200),
			(normal.name, free.name, 200),
		]
		self.assertEqual(self.proposed(), expected)
		reasons = list_donation_proposals()[0]["reasons"]
		self.assertEqual(len(reasons), 4)
		self.assertIn("第一社区", reasons[0])
		with self.acting_as(self.user):
			draft = giving.draft_disbursement(urgent.name, near.name, amount="300")
		self.assertEqual(self.proposed(), [(urgent.name, free.name, 200), (normal.name, free.name, 200)])
		self.assertEqual(frappe.db.get_value("Charity Disbursement", draft, "disbursement_status"), "Draft")

	def test_goods_that_expire_first_leave_first(self):
		later = charity_factories.goods(self.partner, charity_factories.RICE | {"quantity": 6})
		soon = charity_factories.goods(
			self.partner, charity_factories.RICE | {"quantity": 5, "expiry_date": "2026-04-01"}
		)
		wish = charity_factories.wish(wanted_item="大 米")
		rows = [(wish.name, soon.items[0].name, 5), (wish.name, later.items[0].name, 5)]
		self.assertEqual(self.proposed(wish), rows)
		with self.acting_as(self.user):
			giving.draft_disbursement(wish.name, soon.name, donation_item=soon.items[0].name, quantity="5")
		self.assertEqual(self.proposed(wish), [(wish.name, later.items[0].name, 5)])

	def test_a_claimed_wish_is_served_by_its_claimant(self):
		wish = charity_factories.wish()
		gifts = [charity_factories.goods(of) for of in (self.partner, self.other)]
		with self.acting_as(self.other.users[0].user):
			wish_claims.claim_wish(wish.name, self.other.name)
		self.assertEqual(self.proposed(wish), [(wish.name, gifts[1].items[0].name, 10)])

	def test_partners_see_their_own_gifts_and_offices_their_own_needs(self):
		need = charity_factories.need()
		charity_factories.donation(self.other)
		with self.acting_as(self.user):
			self.assertEqual(giving.proposals(need.name), [])
		with self.acting_as(self.other.users[0].user):
			self.assertEqual(len(giving.proposals(need.name)), 1)
		with self.acting_as(factories.user(DISTRICT_REVIEWER, factories.DISTRICT)):
			self.assertEqual(len(giving.proposals()), 1)
		with (
			self.acting_as(factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)),
			self.assertRaises(frappe.PermissionError),
		):
			giving.proposals(need.name)
		hidden = charity_factories.need(consent=False)
		self.assertEqual(self.proposed(hidden), [])
		with self.acting_as(self.user), self.assertRaises(frappe.PermissionError):
			giving.proposals(hidden.name)

	def test_the_number_of_queries_does_not_grow_with_the_needs(self):
		charity_factories.donation(self.partner, 5000)
		home = factories.household(ages=(44,))
		counts = []
		for _round in range(2):
			for _each in range(3):
				charity_factories.need(home)
			with self.acting_as(factories.user(DISTRICT_REVIEWER, factories.DISTRICT)):
				list_donation_proposals()
				counts.append(self.queries_of(list_donation_proposals))
		self.assertEqual(counts[0], counts[1])

	@staticmethod
	def queries_of(call) -> int:
		seen, sql = [], frappe.db.sql
		frappe.db.sql = lambda *args, **kwargs: (seen.append(1), sql(*args, **kwargs))[1]
		try:
			call()
		finally:
			frappe.db.sql = sql
		return len(seen)
