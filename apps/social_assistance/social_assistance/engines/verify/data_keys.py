"""Checks of the keys for personal data: nothing is sealed by an unknown or retired key, and digests belong to their values."""

from collections.abc import Iterator

from social_assistance.engines.privacy import key_numbers, key_rotation
from social_assistance.engines.verify.invariants import Check, expect_none
from social_assistance.services.privacy import data_key
from social_assistance.services.privacy.exceptions import DataKeyMissingError, WrongDataKeyError
from social_assistance.services.privacy.sealed_columns import SealedColumn, list_sealed_columns


def check_data_keys() -> Iterator[Check]:
	"""Keys of all sealed columns; while a rotation is under way two keys may seal."""
	columns = list_sealed_columns()
	stored = data_key.read_keys()
	known = set(stored.keys) if stored else set()
	allowed = known if key_rotation.is_under_way() or not stored else {stored.active}
	found = [(column, key_numbers.count_by_key(column)) for column in columns]
	yield expect_none("KEY-01", "Nothing is sealed by an unknown key", _under_others(found, known))
	yield expect_none("KEY-02", "Nothing is sealed by a retired key", _under_others(found, allowed))
	yield expect_none(
		"KEY-03", "The keys open what they sealed, and digests belong to it", list(_not_opened(found))
	)


def _under_others(found: list[tuple[SealedColumn, dict[int, int]]], keys: set[int]) -> list[str]:
	"""Columns with the number of each key that is not among these, and how many values it sealed."""
	return [
		f"{column}: {number} ({count})"
		for column, numbers in found
		for number, count in sorted(numbers.items())
		if number not in keys
	]


def _not_opened(found: list[tuple[SealedColumn, dict[int, int]]]) -> Iterator[str]:
	"""One value for each column and key."""
	for column, number in ((column, number) for column, numbers in found for number in numbers):
		try:
			key_rotation.require_right_key(column, number)
		except (DataKeyMissingError, WrongDataKeyError) as error:
			yield str(error)
