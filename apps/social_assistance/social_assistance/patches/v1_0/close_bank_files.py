"""Bank files written before lay readable for every account of the machine."""

from pathlib import Path

import frappe

from social_assistance.engines.private_files import OWNER_ONLY


def execute() -> None:
	"""Only the account that runs the site reads them from now on; what is no longer on the disk is left out."""
	for url in frappe.get_all("File", {"attached_to_doctype": "Bank File"}, pluck="file_url"):
		path = Path(frappe.get_site_path(*url.strip("/").split("/")))
		if path.is_file():
			path.chmod(OWNER_ONLY)
