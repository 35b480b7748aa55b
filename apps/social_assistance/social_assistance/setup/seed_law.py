"""The documents and articles that letters cite, from the data file beside this module; once, then they are the site's."""

import json
from pathlib import Path

import frappe

from social_assistance.services.policy.legal_articles import ARTICLE, DOCUMENT

FILE = Path(__file__).parent / "data" / "legal_articles.json"
COLUMNS = ("scheme_category", "scheme", "occasion", "reason", "legal_document", "article")


def seed_articles() -> None:
	"""Insert documents and articles on a site that has none; what a bureau corrects or ends stays as it is."""
	if frappe.db.count(DOCUMENT):
		return
	content = json.loads(FILE.read_text(encoding="utf-8"))
	for row in content["documents"]:
		repeals = [{"document": title} for title in row.get("repeals", ())]
		_put_in_force({"doctype": DOCUMENT, **row, "repeals": repeals})
	for row in content["articles"]:
		values = dict(zip(COLUMNS, row, strict=True))
		values["legal_document"] = content["numbers"][values["legal_document"]]
		_put_in_force({"doctype": ARTICLE, **values})


def _put_in_force(values: dict) -> None:
	doc = frappe.get_doc(values)
	doc.flags.ignore_permissions = True  # allow: PERM-ignore-permissions installation, no user involved
	doc.flags.is_shipped = True
	doc.insert()
	doc.submit()
