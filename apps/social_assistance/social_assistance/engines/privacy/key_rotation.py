"""`assist rotate-key`: a new master key for everything that is sealed, while people work.

	1  a new key seals from now on; the old one still opens, and both are searched with
	2  every sealed value is sealed anew, batch by batch, and its old and new digest go into a map
	3  all digests switch in one transaction; lines of old months follow run by run
	4  the old key leaves the file once nothing is sealed with it

May be killed at any moment and called again: which phase is next follows from the file of keys and the data.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import frappe
from frappe import _

from social_assistance.domain.errors import SealingError
from social_assistance.domain.privacy.encryption import KeyRing
from social_assistance.engines import base, locks
from social_assistance.engines.privacy import digest_map, digest_switch, key_numbers, resealing
from social_assistance.engines.privacy.digest_switch import Switched
from social_assistance.services.privacy import data_key
from social_assistance.services.privacy.data_key import FILE, StoredKeys
from social_assistance.services.privacy.exceptions import (
	DataKeyMissingError,
	StillSealedError,
	WrongDataKeyError,
)
from social_assistance.services.privacy.sealed_columns import SealedColumn, list_sealed_columns

LOCK = "Key Rotation"
HIGHEST_NUMBER = 255
# What is written during one retirement is renewed in the next; more would mean a writer that does not hold the keys.
RETIREMENTS = 3
Tell = Callable[[str], None]


@dataclass
class Rotation(Switched):
	"""What a call of `rotate_key` did; `retired` names the keys that left the file."""

	active: int = 0
	resealed: int = 0
	retired: tuple[int, ...] = ()

	def as_dict(self) -> dict[str, Any]:
		"""For printing as JSON."""
		return asdict(self)


def rotate_key(tell: Tell) -> Rotation:
	"""Begin a rotation, or go on with the one that broke off; `tell` hears what is being done."""
	with locks.hold_exclusive_lock(LOCK):
		try:
			return _rotate(tell)
		except Exception:
			base.roll_back_batch()
			raise


def is_under_way() -> bool:
	"""Whether a rotation was begun and has not ended."""
	return digest_map.has_map()


def require_right_keys(columns: Sequence[SealedColumn]) -> None:
	"""Refuse a file of keys that does not open what its keys are said to have sealed."""
	for column in columns:
		for number in key_numbers.count_by_key(column):
			require_right_key(column, number)


def require_right_key(column: SealedColumn, number: int) -> None:
	"""The same of one value of a column that the key of this number sealed; WrongDataKeyError in words."""
	sample = key_numbers.find_sample(column, number)
	if sample is None:
		return
	name, cipher, digest = sample
	ring = data_key.get_key_ring()
	try:
		value = ring.open(cipher, column.context)
	except SealingError:
		message = _(
			"Key {0} of {1} is missing or is not the one that sealed {2} of {3}. Nothing was changed."
		)
		frappe.throw(message.format(number, FILE, column, name), WrongDataKeyError)
	if digest and digest not in ring.digests(value, column.context):
		message = _("No key of {0} gives the digest of {1} in {2}. Nothing was changed.")
		frappe.throw(message.format(FILE, column, name), WrongDataKeyError)


def _rotate(tell: Tell) -> Rotation:
	columns = list_sealed_columns()
	require_right_keys(columns)
	if digest_map.is_filled() and not _other_keys():
		return _finish(Rotation(active=_read_keys().active))
	if not digest_map.is_filled():
		_begin(tell)
	ring = data_key.get_key_ring()
	done = Rotation(active=ring.active)
	done.resealed = _reseal(columns, ring, tell)
	if _get_digesting() != ring.active:
		tell(_("Switching the digests …"))
		done.add(digest_switch.switch_digests(columns, ring))
	tell(_("Payment lines of earlier months …"))
	done.add(digest_switch.switch_old_lines())
	for _attempt in range(RETIREMENTS):
		if _retire(columns, ring, done):
			break
		done.resealed += _reseal(columns, ring, tell)
	else:
		message = _("Something is still being sealed by the old key, so it stays. Run the command again.")
		frappe.throw(message, StillSealedError)
	return _finish(done)


def _begin(tell: Tell) -> None:
	"""The map first, which marks a rotation; then the new key, unless an earlier attempt wrote it."""
	digest_map.create_map()
	stored = _read_keys()
	if stored.active == _get_digesting():
		number = _next_number(stored)
		keys = {**stored.keys, number: data_key.build_key()}
		data_key.close_keys()
		data_key.write_keys(StoredKeys(number, keys))
		base.commit_batch()
		_record(_("Key {0} seals personal data from now on.").format(number))
	tell(_("Key {0} seals from now on. Put a copy of {1} into the safe.").format(_read_keys().active, FILE))


def _reseal(columns: Sequence[SealedColumn], ring: KeyRing, tell: Tell) -> int:
	"""Values anew, and every digest in the map; the working rows of open runs take their award's account."""

	def progress(column: SealedColumn, count: int) -> None:
		tell(f"  {column}: {count}")

	count = sum(resealing.reseal_column(column, ring, progress) for column in columns)
	resealing.reseal_due_rows(ring.active)
	if _get_digesting() != ring.active:
		for column in columns:
			if column.digest:
				resealing.map_missing_digests(column, ring)
				base.commit_batch()
	return count


def _retire(columns: Sequence[SealedColumn], ring: KeyRing, done: Rotation) -> bool:
	"""Take the old keys out of the file when nothing is sealed with them; False when something is."""
	base.commit_batch()
	data_key.close_keys()
	done.digests += digest_switch.sweep_digests(columns)
	resealing.drop_old_due_rows(ring.active)
	if any(set(key_numbers.count_by_key(column)) - {ring.active} for column in columns):
		base.commit_batch()
		return False
	done.retired = _other_keys()
	data_key.write_keys(StoredKeys(ring.active, {ring.active: _read_keys().keys[ring.active]}))
	base.commit_batch()
	return True


def _finish(done: Rotation) -> Rotation:
	"""What is cached holds values under the old key."""
	_record(_("Personal data is sealed by key {0} alone.").format(done.active))
	digest_map.drop_map()
	frappe.clear_cache()
	return done


def _record(subject: str) -> None:
	"""For auditors, who read the Activity Log."""
	entry = frappe.get_doc({"doctype": "Activity Log", "subject": subject, "status": "Success"})
	entry.insert(ignore_permissions=True)  # allow: PERM-ignore-permissions the operator's command
	base.commit_batch()


def _read_keys() -> StoredKeys:
	stored = data_key.read_keys()
	if stored is None:
		frappe.throw(_("This site has no key for personal data."), DataKeyMissingError)
	return stored


def _other_keys() -> tuple[int, ...]:
	stored = _read_keys()
	return tuple(sorted(set(stored.keys) - {stored.active}))


def _get_digesting() -> int | None:
	"""Read under a lock, so that nothing older is seen; given back at once."""
	number = data_key.hold_keys()
	base.commit_batch()
	return number


def _next_number(stored: StoredKeys) -> int:
	"""One more than the active key; after the highest that a cipher can name, the lowest that is free."""
	free = [number for number in range(1, HIGHEST_NUMBER + 1) if number not in stored.keys]
	return next((number for number in free if number > stored.active), free[0])
