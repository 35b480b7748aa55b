"""Run a second function over a connection of its own."""

from functools import partial

import frappe

from social_assistance.engines import parallel
from social_assistance.tests.base import AssistanceTestCase


class TestParallel(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.seen = []

	def note(self, word: str) -> None:
		(number,) = frappe.db.sql("select connection_id()")[0]
		self.seen.append((word, number, frappe.session.user))

	def fail(self) -> None:
		raise ZeroDivisionError

	def both(self, first, second, **options) -> None:
		frappe.flags.assist_real_commits = True
		try:
			parallel.run_in_parallel(first, second, **options)
		finally:
			frappe.flags.assist_real_commits = False

	def test_the_second_has_a_connection_of_its_own_as_the_same_user(self):
		self.both(partial(self.note, "here"), partial(self.note, "beside"), at_once=True)
		(here, beside_) = sorted(self.seen, reverse=True)
		self.assertEqual((here[0], beside_[0]), ("here", "beside"))
		self.assertNotEqual(here[1], beside_[1])
		self.assertEqual(here[2], beside_[2])

	def test_little_work_goes_one_after_the_other(self):
		self.both(partial(self.note, "here"), partial(self.note, "beside"), at_once=False)
		self.assertEqual([word for word, *_others in self.seen], ["here", "beside"])
		self.assertEqual(len({number for _word, number, _user in self.seen}), 1)

	def test_an_error_of_either_is_raised_when_the_other_has_ended(self):
		for works in ((self.fail, partial(self.note, "beside")), (partial(self.note, "here"), self.fail)):
			self.seen = []
			with self.assertRaises(ZeroDivisionError):
				self.both(*works, at_once=True)
			self.assertEqual(len(self.seen), 1)
		frappe.db.sql("select 1")
