"""Sealed values, digests, rotation, and the refusal to work without SM3 and SM4."""

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.errors import SealingError
from social_assistance.domain.privacy import encryption
from social_assistance.domain.privacy.encryption import KeyRing, get_key_number

OLD, NEW = bytes(range(32)), bytes(range(32, 80))
RING = KeyRing({1: OLD}, active=1)
ROTATED = KeyRing({1: OLD, 2: NEW}, active=2)


def code_of(call, *args, **kwargs) -> str:
	with pytest.raises(SealingError) as caught:
		call(*args, **kwargs)
	return caught.value.code


@given(st.text())
def test_round_trip(value):
	token = RING.seal(value, "Person.citizen_id")
	assert RING.open(token, "Person.citizen_id") == value


def test_token_form_and_length():
	token = RING.seal("11010519491231002X", "Person.citizen_id")
	assert token.startswith("v1.")
	assert len(token) <= 140  # fits a Data column
	assert "11010519491231002X" not in token


def test_equal_values_give_different_tokens_and_equal_digests():
	assert RING.seal("a", "f") != RING.seal("a", "f")
	assert RING.digest("a", "citizen_id") == RING.digest("a", "citizen_id")
	assert len(RING.digest("a", "citizen_id")) == 64


def test_digests_differ_by_purpose_key_and_value():
	digests = {
		RING.digest("a", "citizen_id"),
		RING.digest("b", "citizen_id"),
		RING.digest("a", "account"),
		ROTATED.digest("a", "citizen_id"),
	}
	assert len(digests) == 4


def test_token_of_another_field_does_not_open():
	token = RING.seal("13800138000", "Person.mobile")
	assert code_of(RING.open, token, "Person.citizen_id") == "sealing_token_altered"


@given(position=st.integers(3, 60))
def test_altered_token_is_refused(position):
	token = RING.seal("11010519491231002X", "f")
	replacement = "A" if token[position] != "A" else "B"
	altered = token[:position] + replacement + token[position + 1 :]
	assert code_of(RING.open, altered, "f") in ("sealing_token_altered", "sealing_key_unknown")


@pytest.mark.parametrize(
	"text", ["", "v1.", "v1.abc", "v2." + "A" * 60, "11010519491231002X", "v1." + "!" * 60]
)
def test_other_text_is_refused(text):
	assert not encryption.is_token(text)
	assert code_of(RING.open, text, "f") == "sealing_token_malformed"


def test_digests_keep_their_key_until_they_switch():
	ring = KeyRing({1: OLD, 2: NEW}, active=2, digesting=1)
	assert get_key_number(ring.seal("a", "f")) == 2
	assert ring.digest("a", "p") == ring.digest_many(["a"], "p")[0] == RING.digest("a", "p")
	assert ring.digests("a", "p") == (RING.digest("a", "p"), ROTATED.digest("a", "p"))
	assert code_of(KeyRing, {1: OLD}, 1, 2) == "sealing_key_unknown"


def test_rotation():
	token = RING.seal("a", "f")
	assert encryption.is_token(token)
	assert get_key_number(token) == 1
	assert ROTATED.open(token, "f") == "a"
	renewed = ROTATED.reseal(token, "f")
	assert get_key_number(renewed) == 2
	assert ROTATED.reseal(renewed, "f") == renewed
	assert code_of(RING.open, renewed, "f") == "sealing_key_unknown"
	assert ROTATED.digests("a", "p") == (ROTATED.digest("a", "p"), RING.digest("a", "p"))


def test_bulk_equals_single():
	values = ["", "a", "甲"]
	assert RING.open_many(RING.seal_many(values, "f"), "f") == values
	assert RING.digest_many(values, "p") == [RING.digest(value, "p") for value in values]


def test_bad_key_rings():
	assert code_of(KeyRing, {1: b"short"}, 1) == "sealing_key_length"
	assert code_of(KeyRing, {0: OLD}, 0) == "sealing_key_number"
	assert code_of(KeyRing, {1: OLD}, 2) == "sealing_key_unknown"
	assert code_of(RING.digest, "a", "p", 9) == "sealing_key_unknown"


@pytest.mark.parametrize("probe", ["_probe_sm3", "_probe_sm4_gcm"])
def test_missing_algorithm_is_an_explicit_error(monkeypatch, probe):
	def missing() -> None:
		raise UnsupportedAlgorithm("not built in")

	monkeypatch.setattr(encryption, probe, missing)
	assert code_of(KeyRing, {1: OLD}, 1) == "sealing_algorithm_missing"


def test_keys_do_not_appear_in_the_representation():
	assert OLD.hex() not in repr(RING)
	assert repr(OLD) not in repr(RING)
