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
from pypika.queries import Table

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

# Which key digests stands in the database, so that it switches in one transaction with all digests.
_STATE = Table("assist_data_key")
_CREATE_STATE = "create table if not exists assist_data_key (id tinyint primary key, digesting smallint not null) engine=InnoDB"


@dataclass(frozen=True)
class StoredKeys:
	"""Master keys as hexadecimal text by number; the active one encrypts, the others only open."""

	active: int
	keys: dict[int, str]


def get_key_ring(digesting: int | None = None) -> KeyRing:
	"""Keys of this site to open and to search with, derived once per request; refuses with the remedy when it has none."""
	stored = read_keys()
	if stored is None:
		message = _(
			"This site has no key for personal data. Put the file {0} back into the folder of the site from where its keys are kept, or run the installation again on an empty site."
		)
		frappe.throw(message.format(FILE), DataKeyMissingError)
	wanted = (stored, digesting)
	cached: tuple[tuple[StoredKeys, int | None], KeyRing] | None = getattr(
		frappe.local, "assist_key_ring", None
	)
	if cached is None or cached[0] != wanted:
		cached = frappe.local.assist_key_ring = (wanted, _build(stored, digesting))
	return cached[1]


def get_sealing_ring() -> KeyRing:
	"""Keys to write with; from here to the end of the transaction no key changes (`hold_keys`)."""
	return get_key_ring(hold_keys())


def hold_keys() -> int | None:
	"""Keep a rotation from switching keys until this transaction ends; returns the key that digests.

	Whoever writes sealed values or digests, or copies them, calls it before reading them. None while the site has no key.
	"""
	found = frappe.db.sql(  # allow: SQL-raw the query builder knows no shared lock
		"select digesting from assist_data_key where id = 1 lock in share mode"
	)
	return int(found[0][0]) if found else None


def close_keys() -> int | None:
	"""Wait until nobody writes sealed values, and keep everybody from it until this transaction ends; as `hold_keys`."""
	found = frappe.qb.from_(_STATE).select(_STATE.digesting).where(_STATE.id == 1).for_update().run()
	return int(found[0][0]) if found else None


def set_digesting_key(number: int) -> None:
	"""Which key digests from the end of this transaction on."""
	frappe.qb.update(_STATE).set(_STATE.digesting, number).where(
		_STATE.id == 1
	).run()  # allow: DB-update-without-modified no document


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
	# The new name too is on the disk before anything is sealed with its key.
	folder = os.open(path.parent, os.O_RDONLY)
	try:
		os.fsync(folder)
	finally:
		os.close(folder)


def ensure_data_key() -> None:
	"""Give a new site its key; called at installation only, so that a lost key is never replaced silently."""
	move_key_out_of_config()
	if read_keys() is None:
		write_keys(StoredKeys(1, {1: build_key()}))


def build_key() -> str:
	"""A new master key as it stands in the file."""
	return secrets.token_hex(MINIMUM_KEY_BYTES)


def ensure_key_state() -> None:
	"""The row by which writers and a rotation wait for one another; idempotent."""
	frappe.db.sql_ddl(_CREATE_STATE)  # allow: SQL-raw a working table beside the documents
	stored = read_keys()
	if stored:
		row = frappe.qb.into(_STATE).columns(_STATE.id, _STATE.digesting).ignore()
		row.insert(1, stored.active).run()


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


def _build(stored: StoredKeys, digesting: int | None) -> KeyRing:
	try:
		masters = {number: bytes.fromhex(text) for number, text in stored.keys.items()}
		return KeyRing(masters, stored.active, digesting)
	except SealingError as error:
		throw_domain_error(error, exception=DataKeyMissingError)
	except ValueError:
		frappe.throw(_("The keys in {0} must be hexadecimal digits.").format(FILE), DataKeyMissingError)
