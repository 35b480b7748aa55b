"""The one search box of the desk."""

from typing import Any

import frappe

from social_assistance.services.privacy.sensitive_access import SEARCHES_PER_HOUR, enforce_user_limit
from social_assistance.services.registry import register_search
from social_assistance.services.registry.person_facts import PERSON


@frappe.whitelist(methods=["POST"])
def search_register(text: str) -> list[dict[str, Any]]:
	"""People, cases and awards by name, pinyin, ID number, phone, document number or the end of an account.

	Permission: read on Registry Person; every row is listed with the caller's own permissions.
	"""
	frappe.has_permission(PERSON, "read", throw=True)
	if register_search.is_personal(text):
		enforce_user_limit("search_register", SEARCHES_PER_HOUR)
	return register_search.search_register(text)
