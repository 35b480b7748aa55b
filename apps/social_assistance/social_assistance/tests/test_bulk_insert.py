import frappe

from social_assistance.engines.bulk_insert import BATCH, BulkInsert, insert_rows, quote_rows
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


class TestBulkInsert(AssistanceTestCase):
	def stored(self, parent: str) -> dict:
		rows = frappe.get_all(TABLE, filters={"parent": parent}, fields=["*"])
		return {row.name: row for row in rows}

	def test_hostile_text_arrives_unchanged(self):
		insert_rows(TABLE, COLUMNS, [(f"bulk-{i}", text, None, "bulk-a") for i, text in enumerate(HOSTILE)])
		stored = self.stored("bulk-a")
		self.assertEqual([stored[f"bulk-{i}"].illness for i in range(len(HOSTILE))], list(HOSTILE))
		self.assertTrue(all(row.source is None for row in stored.values()))

	def test_audit_columns_are_filled(self):
		insert_rows(TABLE, COLUMNS, [("bulk-1", "x", "y", "bulk-b")])
		row = self.stored("bulk-b")["bulk-1"]
		self.assertEqual((row.owner, row.modified_by, row.docstatus), ("Administrator", "Administrator", 0))
		self.assertTrue(row.creation and row.modified)

	def test_existing_rows_are_left_alone(self):
		insert_rows(TABLE, COLUMNS, [("bulk-1", "first", None, "bulk-c")])
		insert_rows(
			TABLE, COLUMNS, [("bulk-1", "second", None, "bulk-c"), ("bulk-2", "third", None, "bulk-c")]
		)
		self.assertEqual(
			{name: row.illness for name, row in self.stored("bulk-c").items()},
			{"bulk-1": "first", "bulk-2": "third"},
		)

	def test_several_batches_and_a_remainder(self):
		insert_rows(TABLE, COLUMNS, ((f"bulk-{i:05d}", "x", None, "bulk-d") for i in range(2 * BATCH + 7)))
		self.assertEqual(frappe.db.count(TABLE, {"parent": "bulk-d"}), 2 * BATCH + 7)

	def test_boundary_characters_and_wrong_widths_are_refused(self):
		for text in ("a\x1fb", "a\x1eb"):
			with self.assertRaises(ValueError):
				insert_rows(TABLE, COLUMNS, [("bulk-1", text, None, "bulk-e")])
		with self.assertRaises(ValueError):
			BulkInsert(TABLE, COLUMNS).add(("one", "two"))
		with self.assertRaises(ValueError):
			BulkInsert(TABLE, ("name`, (select 1)",))
		self.assertEqual(self.stored("bulk-e"), {})

	def test_a_null_is_written_without_quotes(self):
		self.assertEqual(quote_rows(["a\x1f\x1d", "it's\x1fb"], 2), "('a',NULL),('it\\'s','b')")
