"""Visits of the public pages are counted by line: a program that asks without end gets a page that says so, with status 429.

Frappe's `rate_limit` hands every field of the address to what it limits, so that an unknown one ends the page with an error, and
its refusal is the page of an unforeseen error.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe import _

from social_assistance.permissions.exceptions import TooManyVisitsError
from social_assistance.permissions.login_attempts import caller_line

TEMPLATE = "social_assistance/templates/public/too_many_visits.html"
Page = Callable[[dict[str, Any]], None]


def count_visit(page: str, limit: int, seconds: int) -> None:
	"""One more visit of a page from this line; TooManyVisitsError after so many within so many seconds."""
	key = frappe.cache.make_key(f"assist_visits:{page}:{caller_line()}")
	frappe.cache.set(key, 0, ex=seconds, nx=True)
	if frappe.cache.incrby(key, 1) > limit:
		raise TooManyVisitsError(
			_("Too many requests came from your line. Please try again in {0} minutes.").format(seconds // 60)
		)


def tell_of_limit(get_context: Page) -> Page:
	"""A page that answers in words, in place of its content, when it was asked for too often."""

	@wraps(get_context)
	def told(context: dict[str, Any]) -> None:
		try:
			get_context(context)
		except TooManyVisitsError as refusal:
			context.update(
				{
					"template": TEMPLATE,
					"title": _("Please Come Back Later"),
					"refusal": str(refusal),
					"http_status_code": refusal.http_status_code,
				}
			)

	return told
