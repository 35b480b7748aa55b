"""The site's key for personal data: read from its site config, written once at installation, never in between."""

import secrets

import frappe
from frappe import _

from social_assistance.domain.errors import SealingError
from social_assistance.domain.privacy.encryption import MINIMUM_KEY_BYTES, KeyRing
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.privacy.exceptions import DataKeyMissingError

KEY = "assist_data_key"
# After a rotation: number of the active key, and the retired keys by number.
KEY_NUMBER = "assist_data_key_number"
RETIRED_KEYS = "assist_retired_data_keys"


def get_key_ring() -> KeyRing:
	"""Keys of this site, derived once per request; refuses with the remedy when the site has none."""
	conf = frappe.local.conf
	if not conf.get(KEY):
		message = _(
			"This site has no key for personal data. Put {0} into its site_config.json: restore the key of the backup, or run the installation again on an empty site."
		)
		frappe.throw(message.format(KEY), DataKeyMissingError)
	cached: KeyRing | None = getattr(frappe.local, "assist_key_ring", None)
	if cached is None or cached.masters[cached.active].hex() != conf[KEY]:
		cached = frappe.local.assist_key_ring = _build()
	return cached


def ensure_data_key() -> None:
	"""Give a new site its key; called at installation only, so that a lost key is never replaced silently."""
	if frappe.local.conf.get(KEY):
		return
	from frappe.installer import update_site_config

	update_site_config(KEY, secrets.token_hex(MINIMUM_KEY_BYTES))


def _build() -> KeyRing:
	conf = frappe.local.conf
	active = int(conf.get(KEY_NUMBER) or 1)
	texts = {int(number): text for number, text in (conf.get(RETIRED_KEYS) or {}).items()}
	texts[active] = conf[KEY]
	try:
		return KeyRing({number: bytes.fromhex(text) for number, text in texts.items()}, active)
	except SealingError as error:
		throw_domain_error(error, exception=DataKeyMissingError)
	except ValueError:
		frappe.throw(
			_("{0} in site_config.json must be hexadecimal digits.").format(KEY), DataKeyMissingError
		)
