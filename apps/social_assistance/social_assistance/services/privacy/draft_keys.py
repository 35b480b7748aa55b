"""The key under which a browser encrypts a user's drafts: the same for each session of the user, nobody else's.

It is worked out and not stored. What lies on the device is unreadable until the same user has logged in again.
"""

import frappe

from social_assistance.services.privacy.data_key import get_key_ring

PURPOSE = "browser_draft"


def get_draft_key() -> str:
	"""256 bits in hexadecimal digits for the session's user; another one after the site's data key was changed."""
	return get_key_ring().digest(frappe.session.user, PURPOSE)
