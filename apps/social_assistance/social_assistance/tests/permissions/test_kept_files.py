"""Files that documents name: whoever put them there takes them away only where the document may still be changed."""

from pathlib import Path

import frappe
from frappe.desk.form.utils import remove_attach

from social_assistance.tests import charity_factories, factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestKeptFiles(AssistanceTestCase):
	def attached(self, doc, content: str = "x") -> str:
		"""A report of the session's user, named by a campaign."""
		content = f"%PDF-1.4\n{doc.name}{content}\n%%EOF".encode()
		values = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name, "is_private": 1}
		file = frappe.get_doc(
			{"doctype": "File", "file_name": "a.pdf", "content": content, **values}
		).insert()
		frappe.db.set_value(doc.doctype, doc.name, "report_file", file.file_url)
		return file.name

	def remove(self, file: str) -> None:
		frappe.local.form_dict = frappe._dict(fid=file)
		remove_attach()

	def test_a_report_that_was_given_stays(self):
		partner = charity_factories.partner(may_raise_publicly=1)
		plan = charity_factories.campaign(partner, "Closed")
		with self.acting_as(partner.users[0].user):
			self.remove(self.attached(plan))
			file = self.attached(plan, "y")
			charity_factories.put_in(plan, "Reported")
			with self.assertRaisesRegex(frappe.PermissionError, "User not allowed to delete File"):
				self.remove(file)
			path = Path(frappe.get_site_path(*frappe.db.get_value("File", file, "file_url").split("/")))
			self.assertTrue(path.is_file())

	def test_nobody_removes_a_bank_file(self):
		payment_factories.finance(), payment_factories.approver()
		payment_factories.award()
		run = payment_factories.paid_run()
		bank_file = frappe.get_doc("Bank File", {"payment_run": run})
		file = frappe.db.get_value("File", {"file_url": bank_file.file})
		for user in (payment_factories.finance(), payment_factories.approver(), factories.user("Auditor")):
			with (
				self.acting_as(user),
				self.assertRaisesRegex(frappe.PermissionError, "User not allowed to delete File"),
			):
				self.remove(file)
		self.assertTrue(Path(frappe.get_site_path(*bank_file.file.split("/"))).is_file())
