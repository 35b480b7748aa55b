import csv
import io
import json
import random
from datetime import date
from unittest.mock import patch

import frappe

from social_assistance.engines.registry import import_run
from social_assistance.engines.runs import presses
from social_assistance.engines.sheet_reader import read_workbook
from social_assistance.engines.sheet_writer import write_workbook
from social_assistance.overrides.exceptions import UnsafeFileError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.privacy.encrypted_fields import decrypt_value, list_search_digests
from social_assistance.services.registry.exceptions import RegistryImportError
from social_assistance.services.registry.import_runs import ROW, RUN
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.test_sheets import marked_cells

HEADINGS = [
	"户编号",
	"姓名",
	"身份证号",
	"与户主关系",
	"村居代码",
	"联系电话",
	"银行账号",
	"婚姻状况",
	"住址",
]
PERSON, HOUSEHOLD = "Registry Person", "Registry Household"


def family(key: str, seed: int, village: str = factories.VILLAGE_1) -> list[list[str]]:
	"""Two rows of one household with valid numbers that only this seed gives."""
	rng = random.Random(f"import{seed}")
	born = [date(1960 + seed % 20, 1 + seed % 12, 1 + seed % 28), date(1990, 1 + seed % 12, 1 + seed % 28)]
	ids = [factories.build_id_number(village, day, "Male", rng) for day in born]
	head = [
		key,
		"测试户主",
		ids[0],
		"户主",
		village,
		"13800138000",
		factories.build_card_number(rng),
		"已婚",
		"幸福路1号",
	]
	return [head, [key, "测试儿子", ids[1], "子", village, "", "", "未婚", ""]]


def as_csv(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
	text = io.StringIO()
	csv.writer(text).writerows([HEADINGS, *rows])
	return text.getvalue().encode(encoding)


def as_xlsx(rows: list[list[str]]) -> bytes:
	return write_workbook(rows, headings=HEADINGS)


def new_run(content: bytes, name: str = "registry.csv", division: str = factories.DISTRICT, private: int = 1):
	file = frappe.get_doc(
		{"doctype": "File", "file_name": name, "is_private": private, "content": content}
	).insert()
	return frappe.get_doc(
		{"doctype": RUN, "run_title": "Test", "division": division, "source_file": file.file_url}
	).insert()


def staged(content: bytes, name: str = "registry.csv", **values):
	run = new_run(content, name, **values)
	import_run.start_staging(run.name, now=True)
	run.reload()
	return run


class TestRegistryImportRun(AssistanceTestCase):
	def counts(self) -> tuple[int, int, int]:
		return tuple(frappe.db.count(doctype) for doctype in (PERSON, HOUSEHOLD, "Household Membership"))

	def errors(self, run) -> dict[int, list]:
		rows = frappe.get_all(
			ROW, filters={"import_run": run.name}, fields=["row_no", "row_status", "errors"]
		)
		return {row.row_no: json.loads(row.errors) for row in rows if row.row_status == "Error"}

	def test_utf8_gbk_gb18030_and_xlsx_give_the_same_rows(self):
		rows = family("H1", 1)
		files = [
			(as_csv(rows), "a.csv", "utf-8-sig"),
			(as_csv(rows, "utf-8-sig"), "b.csv", "utf-8-sig"),
			(as_csv(rows, "gbk"), "c.csv", "gb18030"),
			(as_csv([[*rows[0][:1], "测𠮷", *rows[0][2:]], rows[1]], "gb18030"), "d.csv", "gb18030"),
			(as_xlsx(rows), "e.xlsx", ""),
		]
		for content, name, encoding in files:
			run = staged(content, name)
			self.assertEqual((run.run_status, run.row_count, run.ready_count), ("Staged", 2, 2), name)
			self.assertEqual(run.file_encoding or "", encoding)

	def test_staging_changes_nothing_and_holds_no_clear_number(self):
		rows, before = family("H1", 2), self.counts()
		run = staged(as_csv(rows))
		self.assertEqual(self.counts(), before)
		self.assertEqual((run.new_persons, run.new_households, run.error_count), (2, 1, 0))
		stored = frappe.as_json(frappe.get_all(ROW, filters={"import_run": run.name}, fields=["*"]))
		for secret in (rows[0][2], rows[1][2], rows[0][5], rows[0][6]):
			self.assertNotIn(secret, stored)

	def test_merged_people_are_what_the_controllers_accept(self):
		rows = family("H1", 3)
		run = staged(as_csv(rows))
		import_run.start_merge(run.name, now=True)
		run.reload()
		self.assertEqual((run.run_status, run.progress), ("Merged", 100))
		name = frappe.db.get_value(
			PERSON, {"id_number_digest": ("in", list_search_digests("citizen_id", rows[0][2]))}
		)
		person = frappe.get_doc(PERSON, name)
		self.assertEqual(decrypt_value("citizen_id", person.id_number_cipher), rows[0][2])
		self.assertEqual((person.person_name, person.source_note), ("测试户主", run.name))
		household = frappe.get_doc(HOUSEHOLD, person.current_household)
		self.assertEqual((household.member_count, household.head_person), (2, name))
		self.assertEqual(decrypt_value("bank_account", household.bank_account_cipher), rows[0][6])
		person.save()
		household.save()

	def test_the_account_of_a_household_on_file_is_refused_in_words(self):
		rows = family("H1", 31)
		import_run.start_merge(staged(as_csv(rows)).name, now=True)
		again = staged(as_csv(rows))
		self.assertEqual(again.error_count, 0)
		stolen = [[*row] for row in rows]
		stolen[0][6] = family("H2", 32)[0][6]
		run = staged(as_csv(stolen))
		self.assertEqual(list(self.errors(run)), [2])
		self.assertIn("Bank Account Change", self.errors(run)[2][0][1])

	def test_households_whose_keys_give_the_same_number_are_both_registered(self):
		run = staged(as_csv([*family("H1", 21), *family("H2", 22)]))
		for key, household in (("H1", "aaaaaaaaaaaa1111"), ("H2", "aaaaaaaaaaaa2222")):
			for row in frappe.get_all(ROW, {"import_run": run.name, "household_key": key}, pluck="name"):
				frappe.db.set_value(ROW, row, "household", household)
		import_run.start_merge(run.name, now=True)
		homes = frappe.get_all(
			HOUSEHOLD,
			{"name": ("like", "aaaaaaaaaaaa%")},
			["household_no", "member_count"],
		)
		self.assertEqual([home.member_count for home in homes], [2, 2])
		self.assertEqual(len({home.household_no for home in homes}), 2)

	def test_merging_again_and_importing_the_file_again_add_nothing(self):
		content = as_csv(family("H1", 4))
		run = staged(content)
		import_run.start_merge(run.name, now=True)
		after = self.counts()
		import_run.start_merge(run.name, now=True)
		self.assertEqual(self.counts(), after)
		again = staged(content, "again.csv")
		self.assertEqual(
			(again.new_persons, again.known_persons, again.new_households, again.known_households),
			(0, 2, 0, 1),
		)
		import_run.start_merge(again.name, now=True)
		self.assertEqual(self.counts(), after)

	def test_filled_cells_change_known_people_and_empty_ones_do_not(self):
		rows = family("H1", 5)
		import_run.start_merge(staged(as_csv(rows)).name, now=True)
		changed = [[*rows[0][:5], "", "", "丧偶", ""], rows[1]]
		import_run.start_merge(staged(as_csv(changed), "b.csv").name, now=True)
		digests = list_search_digests("citizen_id", rows[0][2])
		person = frappe.get_doc(PERSON, {"id_number_digest": ("in", digests)})
		self.assertEqual((person.marital_status, person.address), ("Widowed", "幸福路1号"))
		self.assertEqual(decrypt_value("phone", person.phone_cipher), "13800138000")

	def test_a_bad_row_holds_its_household_back_and_is_marked_in_the_result_file(self):
		good, bad = family("H1", 6), family("H2", 7)
		bad[1][1], bad[1][2] = "张3", "123"
		run = staged(as_csv([*good, *bad]))
		self.assertEqual((run.error_count, run.held_count, run.ready_count), (1, 1, 2))
		self.assertEqual([column for column, _text in self.errors(run)[5]], [1, 2])
		file = frappe.get_doc("File", {"file_url": run.result_file})
		self.assertTrue(file.is_private)
		_headings, row = read_workbook(file.get_content())
		self.assertEqual((row.number, row.cells[0]), (2, "5"))
		# Two cells are wrong and coloured; their places in the file that was uploaded stand in the words.
		self.assertEqual(marked_cells(file.get_content()), ["C2", "D2"])
		self.assertIn("身份证号 (C5)", row.cells[len(HEADINGS) + 1])
		before = self.counts()
		import_run.start_merge(run.name, now=True)
		self.assertEqual(self.counts(), (before[0] + 2, before[1] + 1, before[2] + 2))

	def test_contradictions_inside_the_file_are_found(self):
		twice = family("H1", 8)
		no_head = [[*row] for row in family("H2", 9)]
		no_head[0][3] = "其他"
		two_villages = family("H3", 10)
		two_villages[1][4] = factories.VILLAGE_2
		unknown = [[*row] for row in family("H4", 11)]
		for row in unknown:
			row[4] = "410298001999"
		run = staged(as_csv([*twice, ["H9", *twice[0][1:]], *no_head, *two_villages, *unknown]))
		self.assertEqual(run.ready_count, 0)
		found = self.errors(run)
		self.assertTrue({2, 4, 5, 6, 7, 8, 9, 10} <= set(found))
		self.assertEqual(len(found[2]), 1)

	def test_active_elsewhere_deceased_and_out_of_the_area_are_refused(self):
		moved, dead, away = family("H1", 12), family("H2", 13), family("H3", 14)
		import_run.start_merge(staged(as_csv([*moved, *dead, *away])).name, now=True)
		digests = list_search_digests("citizen_id", dead[1][2])
		person = frappe.get_doc(PERSON, {"id_number_digest": ("in", digests)})
		person.append("statuses", {"status": "Deceased", "from_date": "2026-02-01"})
		person.save()
		stranger = family("H5", 15)
		joined = [stranger[0], [stranger[0][0], *moved[1][1:]]]
		run = staged(as_csv([*joined, *dead]), "b.csv")
		self.assertEqual(set(self.errors(run)), {3, 5})
		outside = [[*row] for row in away]
		for row in outside:
			row[4] = factories.VILLAGE_2
		run = staged(as_csv(outside), "c.csv", division=factories.TOWNSHIP_2)
		self.assertEqual(run.error_count, 2)

	def test_unreadable_files_fail_with_a_reason(self):
		for content, name in (
			(b"\xff\xff\x81", "a.csv"),
			("户编号,姓名\nH1,张三\n".encode(), "b.csv"),
			(as_csv([]), "c.csv"),
			(b"", "d.csv"),
		):
			run = staged(content or b" ", name)
			self.assertEqual(run.run_status, "Failed", name)
			self.assertTrue(run.failure)
			with self.assertRaisesRegex(RegistryImportError, "This is not possible while the run"):
				import_run.start_merge(run.name, now=True)

	def test_a_public_or_foreign_file_is_refused(self):
		with self.assertRaisesRegex(UnsafeFileError, "Evidence must be stored as a private file"):
			new_run(as_csv(family("H1", 16)), "a.csv", private=0)
		with self.assertRaisesRegex(RegistryImportError, "Data File must be a csv or xlsx file"):
			new_run(b"%PDF", "a.pdf")

	def test_a_stopped_merge_goes_on_where_it_was(self):
		rows = [row for seed in range(20, 26) for row in family(f"H{seed}", seed)]
		run = staged(as_csv(rows))
		before = self.counts()
		import_run.move_run(run.name, "merge")
		save = import_run.save_import_figures

		def press_stop(name, **values):
			save(name, **values)
			presses.stop_run(run.doctype, run.name)

		with patch.object(import_run, "save_import_figures", press_stop):
			import_run.execute_merge(run.name, size=4)
		run.reload()
		self.assertEqual((run.run_status, run.cursor_phase, run.cursor_row), ("Stopped", "persons", 4))
		self.assertEqual(self.counts()[0] - before[0], 3)
		import_run.start_merge(run.name, now=True)
		self.assertEqual([new - old for new, old in zip(self.counts(), before, strict=True)], [12, 6, 12])

	def test_figures_cannot_be_written_by_a_client_and_a_clerk_stays_in_his_area(self):
		run = staged(as_csv(family("H1", 17)))
		for field, value in (("run_status", "Merged"), ("ready_count", 99)):
			doc = frappe.get_doc(run.doctype, run.name).update({field: value})
			with (
				self.subTest(field),
				self.assertRaisesRegex(
					TransitionNotAllowedError, "changes only through the steps of the procedure"
				),
			):
				doc.save()
		clerk = factories.user("Township Clerk", factories.TOWNSHIP_1)
		with self.acting_as(clerk):
			self.assertRaises(frappe.PermissionError, import_run.start_staging, run.name)
			self.assertRaises(frappe.PermissionError, new_run, as_csv(family("H1", 18)), "z.csv")
