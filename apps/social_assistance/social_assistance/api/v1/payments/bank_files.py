"""What the desk calls for a Bank File."""

import frappe

from social_assistance.services.payments import bank_file_downloads


@frappe.whitelist(methods=["POST"])
def download_bank_file(bank_file: str, purpose: str, password: str = "") -> None:
	"""The file as a download; a Sensitive Access Entry says who took it and what for.

	Permission: read on the Bank File, and a role that pays or oversees.
	"""
	taken = bank_file_downloads.take_file(bank_file, purpose, password)
	frappe.response["type"] = "download"
	frappe.response["filename"] = taken.name
	frappe.response["filecontent"] = taken.content
