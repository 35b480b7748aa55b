from collections.abc import Iterable, Sequence

import frappe

from social_assistance.engines.bulk_insert import BATCH, BulkInsert, Value, insert_rows
from social_assistance.tests.base import AssistanceTestCase

COLUMNS = ("name", "illness", "source", "parent")
TABLE = "Person Illness"
HOSTILE = (
	"o'brien",
	"back\\slash\\",
	"'; drop table `tabUser`; -- ",
	"\\'); select sleep(9); -- ",
	"ifnull(x, 'y') %s %(name)s",
	"new\nline\ttab\x00nul",
	"𠮷野家 ünï",
	'"double" `back`',
	"",
)


def insert_many(doctype: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
	target = BulkInsert(doctype, columns)
	for row in rows:
		target.add(row)
	target.flush()


WAYS = (insert_rows, insert_many)


class TestBulkInsert(AssistanceTestCase):
	def tearDown(self):
		frappe.db.delete(TABLE, {"parent": "bulk"})

	def stored(self) -> dict:
		return {row.name: row for row in frappe.get_all(TABLE, filters={"parent": "bulk"}, fields=["*"])}

	def test_hostile_text_arrives_unchanged(self):
		for insert in WAYS:
			with self.subTest(insert.__name__):
				self.tearDown()
				insert(TABLE, COLUMNS, [(f"bulk-{i}", text, None, "bulk") for i, text in enumerate(HOSTILE)])
				stored = self.stored()
				self.assertEqual([stored[f"bulk-{i}"].illness for i in range(len(HOSTILE))], list(HOSTILE))
				self.assertTrue(all(row.source is None for row in stored.values()))

	def test_audit_columns_are_filled(self):
		for insert in WAYS:
			with self.subTest(insert.__name__):
				self.tearDown()
				insert(TABLE, COLUMNS, [("bulk-1", "x", "y", "bulk")])
				row = self.stored()["bulk-1"]
				found = (row.owner, row.modified_by, row.docstatus, row.idx)
				self.assertEqual(found, ("Administrator", "Administrator", 0, 0))
				self.assertTrue(row.creation and row.modified)

	def test_existing_rows_are_left_alone(self):
		insert_rows(TABLE, COLUMNS, [("bulk-1", "first", None, "bulk")])
		for number, insert in enumerate(WAYS, 2):
			new = (f"bulk-{number}", "new", None, "bulk")
			insert(TABLE, COLUMNS, [("bulk-1", "second", None, "bulk"), new])
		self.assertEqual(
			{name: row.illness for name, row in self.stored().items()},
			{"bulk-1": "first", "bulk-2": "new", "bulk-3": "new"},
		)

	def test_several_batches_and_a_remainder(self):
		for insert in WAYS:
			with self.subTest(insert.__name__):
				self.tearDown()
				insert(TABLE, COLUMNS, ((f"bulk-{i:05d}", "x", None, "bulk") for i in range(2 * BATCH + 7)))
				self.assertEqual(frappe.db.count(TABLE, {"parent": "bulk"}), 2 * BATCH + 7)

	def test_rows_belong_to_the_transaction_at_hand(self):
		for insert in WAYS:
			with self.subTest(insert.__name__):
				frappe.db.savepoint("before_bulk")
				insert(TABLE, COLUMNS, [("bulk-1", "x", None, "bulk")])
				self.assertEqual(list(self.stored()), ["bulk-1"])
				frappe.db.rollback(save_point="before_bulk")
				self.assertEqual(self.stored(), {})

	def test_wrong_widths_and_names_are_refused(self):
		with self.assertRaisesRegex(ValueError, "2 values for 4 columns"):
			BulkInsert(TABLE, COLUMNS).add(("one", "two"))
		for insert in WAYS:
			with self.assertRaisesRegex(ValueError, "not a name"):
				insert(TABLE, ("name`, (select 1)",), [("x",)])
