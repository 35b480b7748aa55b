"""The public page of wishes: what everybody may read, and that no family can be told from it."""

from unittest.mock import patch

import frappe

from social_assistance.services.charity import needs, public_wishes, wish_claims
from social_assistance.services.charity.exceptions import NeedExposedError
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestPublicWishes(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()

	def setUp(self):
		super().setUp()
		frappe.db.set_single_value("Assistance Settings", "smallest_public_group", 2)

	def wish(self, village=factories.VILLAGE_1, **values):
		home = factories.household(village, ages=(44,))
		return charity_factories.wish(home, **{"is_public": 1, **values})

	def shown(self, **choice):
		return [
			(wish.number, wish.township, wish.kind)
			for wish in public_wishes.get_wish_page(**choice)["wishes"]
		]

	def test_only_agreed_open_wishes_are_shown(self):
		first, second = self.wish(), self.wish()
		others = [self.wish(is_public=0), charity_factories.need(is_public=1), self.wish(need_kind="Living")]
		frappe.db.set_value("Charity Need", others[2].name, "need_status", "Met")
		self.assertEqual(others[1].is_public, 0)
		self.assertEqual([row[0] for row in self.shown()], [first.name, second.name])
		wish_claims.claim_wish(first.name, self.partner.name)
		self.assertEqual([row[0] for row in self.shown()], [second.name])

	def test_a_consent_taken_back_takes_the_wish_off_the_page(self):
		wish = self.wish()
		wish.update({"consent_given": 0, "consent_on": None})
		wish.save()
		self.assertEqual((wish.is_public, self.shown()), (0, []))

	def test_few_households_are_told_by_no_place_or_kind_whatever_is_chosen(self):
		together = [self.wish(), self.wish()]
		alone = [
			self.wish(need_kind="Medical", description="复查时有人陪同"),
			self.wish(factories.VILLAGE_2, need_kind="Housing", description="修好漏雨的屋顶"),
		]
		town = frappe.db.get_value("Administrative Division", factories.TOWNSHIP_1, "division_name")
		told = {number: (place, kind) for number, place, kind in self.shown()}
		self.assertEqual([told[wish.name] for wish in together], [(town, "Goods")] * 2)
		self.assertEqual([told[wish.name] for wish in alone], [("", "")] * 2)
		page = public_wishes.get_wish_page()
		self.assertEqual((page["townships"], page["kinds"]), ([(factories.TOWNSHIP_1, town)], ["Goods"]))
		self.assertEqual(len(self.shown(township=factories.TOWNSHIP_1)), 2)
		for choice in ({"township": factories.TOWNSHIP_2}, {"kind": "Medical"}, {"kind": "x' or 1=1"}):
			self.assertEqual(self.shown(**choice), [])

	def test_nothing_of_the_family_leaves(self):
		homes = [factories.household(ages=(44,)) for _each in range(2)]
		for home in homes:
			charity_factories.wish(home, is_public=1)
		text = repr(public_wishes.get_wish_page())
		village = frappe.db.get_value("Administrative Division", homes[0].division, "division_name")
		for word in (village, homes[0].division, *(value for h in homes for value in (h.name, h.head_name))):
			self.assertNotIn(word, text)

	def test_a_text_that_names_the_family_or_its_village_is_refused_and_a_later_one_left_out(self):
		home = factories.household(ages=(44,))
		village = frappe.db.get_value("Administrative Division", home.division, "division_name")
		for word in (home.head_name, village, "电话13800138000"):
			with self.assertRaisesRegex(
				NeedExposedError,
				"Describe the need without it|names a member of the household or its village",
			):
				charity_factories.wish(home, description=f"{word}想要大米")
		wish = charity_factories.wish(home, is_public=1)
		frappe.db.set_value("Charity Need", wish.name, "description", f"给{home.head_name}的大米")
		found = public_wishes.get_wish_page()["wishes"][0]
		self.assertEqual((found.text, found.wanted), ("", "大米 10 斤"))
		needs.withdraw_need(wish.name)

	def test_pages_hold_every_wish_once(self):
		wishes = [self.wish() for _each in range(5)]
		with patch.object(public_wishes, "ON_A_PAGE", 2):
			pages = [self.shown(number=number) for number in (1, 2, 3)]
			self.assertEqual(self.shown(number=99), pages[2])
			self.assertEqual(self.shown(number=-4), pages[0])
		self.assertEqual([len(page) for page in pages], [2, 2, 1])
		self.assertEqual({row[0] for page in pages for row in page}, {wish.name for wish in wishes})
