"""The walkthrough's calls without a web server: the same whitelisted methods, checks and accounts, in this process."""

from contextlib import contextmanager
from typing import Any

import frappe
from frappe.desk.form.save import savedocs

from social_assistance.setup.acting import acting_as
from social_assistance.walkthrough.client import DeskClient


class LocalClient(DeskClient):
	"""One user of the site that this process is connected to; errors come as they are raised."""

	def __init__(self, user: str) -> None:
		self.user, self.day = user, None

	def call(self, method: str, **values: Any) -> Any:
		"""Call a whitelisted method and return its message."""
		with self._acting():
			return frappe.get_attr(method)(**values)

	get = call

	def load(self, doctype: str, name: str) -> dict:
		"""A document as the form loads it."""
		with self._acting():
			doc = frappe.get_doc(doctype, name)
			doc.check_permission("read")
			doc.apply_fieldlevel_read_permissions()
			return doc.as_dict()

	def save(self, doc: dict, action: str = "Save") -> dict:
		"""Save or submit a document as the form does; returns what is kept."""
		if not doc.get("name"):
			doc = {**doc, "name": f"new-{doc['doctype']}-1", "__islocal": 1, "__unsaved": 1}
		with self._acting():
			savedocs(frappe.as_json(doc), action)
			return frappe.response["docs"].pop()

	def upload(self, doctype: str, name: str, fieldname: str, file_name: str, content: bytes) -> str:
		"""Attach a private file as the form does; returns its address."""
		attached = {"attached_to_doctype": doctype, "attached_to_name": name, "attached_to_field": fieldname}
		values = {"doctype": "File", "file_name": file_name, "content": content, "is_private": 1, **attached}
		with self._acting():
			return str(frappe.get_doc(values).insert().file_url)

	@contextmanager
	def _acting(self):
		before, frappe.flags.business_date = frappe.flags.business_date, self.day
		try:
			with acting_as(self.user):
				yield
		finally:
			frappe.flags.business_date = before
			frappe.clear_messages()
