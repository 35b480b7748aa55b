"""The site's keys for personal data: a file of their own in the site's folder, written once at installation.

They do not stand in site_config.json, because every backup of Frappe copies that file beside the data. Older sites have the
key there; the installation and each migrate move it.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe import _

from social_assistance.domain.errors import SealingError
from social_assistance.domain.privacy.encryption import MINIMUM_KEY_BYTES, KeyRing
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.privacy.exceptions import DataKeyMissingError

FILE = "assist_data_keys.json"
# Where older sites have the active key, its number and the retired ones.
CONFIG_KEY, CONFIG_NUMBER, CONFIG_RETIRED = (
	"assist_data_key",
	"assist_data_key_number",
	"assist_retired_data_keys",
)


@dataclass(frozen=True)
class StoredKeys:
	"""Master keys as hexadecimal text by number; the active one encrypts, the others only open."""

	active: int
	keys: dict[int, str]


def get_key_ring() -> KeyRing:
	"""Keys of this site, derived once per request; refuses with the remedy when the site has none."""
	stored = read_keys()
	if stored is None:
		message = _(
			"This site has no key for personal data. Put the file {0} back into the folder of the site from where its keys are kept, or run the installation again on an empty site."
		)
		frappe.throw(message.format(FILE), DataKeyMissingError)
	cached: tuple[StoredKeys, KeyRing] | None = getattr(frappe.local, "assist_key_ring", None)
	if cached is None or cached[0] != stored:
		cached = frappe.local.assist_key_ring = (stored, _build(stored))
	return cached[1]


def read_keys() -> StoredKeys | None:
	"""What the file holds, read anew only when it changed; on a site before its migrate, what its config holds."""
	path = _path()
	if not path.exists():
		return _keys_in_config()
	version = path.stat().st_mtime_ns
	cached: tuple[int, StoredKeys] | None = getattr(frappe.local, "assist_stored_keys", None)
	if cached is None or cached[0] != version:
		found = json.loads(path.read_text(encoding="utf-8"))
		keys = {int(number): text for number, text in found["keys"].items()}
		cached = frappe.local.assist_stored_keys = (version, StoredKeys(found["active"], keys))
	return cached[1]


def write_keys(stored: StoredKeys) -> None:
	"""Replace the file in one step; only the account that runs the site reads it."""
	path = _path()
	draft = path.with_suffix(".draft")
	draft.unlink(missing_ok=True)
	with os.fdopen(
		os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
	) as file:
		json.dump({"active": stored.active, "keys": stored.keys}, file, indent=1)
		file.flush()
		os.fsync(file.fileno())
	draft.rename(path)


def ensure_data_key() -> None:
	"""Give a new site its key; called at installation only, so that a lost key is never replaced silently."""
	move_key_out_of_config()
	if read_keys() is None:
		write_keys(StoredKeys(1, {1: secrets.token_hex(MINIMUM_KEY_BYTES)}))


def move_key_out_of_config() -> None:
	"""Take the key of an older site out of the file that backups copy; idempotent."""
	from frappe.installer import update_site_config

	text = frappe.local.conf.get(CONFIG_KEY)
	if not text:
		return
	stored = read_keys()
	if stored is None or text not in stored.keys.values():
		frappe.throw(
			_(
				"{0} in site_config.json is another key than those in {1}. Find out which one the data was sealed with."
			).format(CONFIG_KEY, FILE),
			DataKeyMissingError,
		)
	if not _path().exists():
		write_keys(stored)
	for name in (CONFIG_KEY, CONFIG_NUMBER, CONFIG_RETIRED):
		update_site_config(name, "None")
		frappe.local.conf.pop(name, None)


def _keys_in_config() -> StoredKeys | None:
	conf = frappe.local.conf
	if not conf.get(CONFIG_KEY):
		return None
	active = int(conf.get(CONFIG_NUMBER) or 1)
	retired = {int(number): text for number, text in (conf.get(CONFIG_RETIRED) or {}).items()}
	return StoredKeys(active, {**retired, active: conf[CONFIG_KEY]})


def _path() -> Path:
	return Path(frappe.get_site_path(FILE))


def _build(stored: StoredKeys) -> KeyRing:
	try:
		return KeyRing({number: bytes.fromhex(text) for number, text in stored.keys.items()}, stored.active)
	except SealingError as error:
		throw_domain_error(error, exception=DataKeyMissingError)
	except ValueError:
		frappe.throw(_("The keys in {0} must be hexadecimal digits.").format(FILE), DataKeyMissingError)
