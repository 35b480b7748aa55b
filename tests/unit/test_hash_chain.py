"""The chain notices every change, and knows only one text for one entry."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.errors import IntegrityError
from social_assistance.domain.fingerprint import fingerprint_of_bytes
from social_assistance.domain.hash_chain import GENESIS, ChainBreak, canonical, extend, find_break, link

PAYLOADS = [{"action": f"step {number}", "amount": Decimal("291.00"), "by": "王"} for number in range(6)]
payloads = st.lists(
	st.dictionaries(st.text(max_size=8), st.one_of(st.text(), st.integers(), st.none()), max_size=4),
	max_size=8,
)


def test_sm3_of_the_standard():
	"""GB/T 32905 example A.1."""
	assert fingerprint_of_bytes(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_one_text_for_one_entry():
	assert canonical({"b": Decimal("1.50"), "a": date(2025, 7, 1)}) == '{"a":"2025-07-01","b":"1.50"}'
	assert canonical({"x": "e\u0301"}) == canonical({"x": "\u00e9"})
	assert (
		canonical({"at": datetime(2025, 7, 1, 8), "list": [1, True, None]})
		== '{"at":"2025-07-01T08:00:00","list":[1,true,null]}'
	)


@pytest.mark.parametrize(("value", "place"), [(1.5, "payload.x"), ({"y": [1, object()]}, "payload.x.y[2]")])
def test_values_without_an_agreed_text_are_refused(value, place):
	with pytest.raises(IntegrityError) as caught:
		canonical({"x": value})
	assert caught.value.field == place


@given(payloads)
def test_intact_chain(items):
	links = extend(None, items)
	assert find_break(zip(links, items, strict=True)) is None
	if items:
		assert links[0].previous == GENESIS
		tail = list(zip(links, items, strict=True))[1:]
		assert find_break(tail, after=links[0]) is None
		assert link(links[-1], {}).position == len(items) + 1


def entries():
	return list(zip(extend(None, PAYLOADS), PAYLOADS, strict=True))


@given(st.integers(0, 5))
def test_altered_entry(index):
	chain = entries()
	chain[index] = (chain[index][0], {**chain[index][1], "amount": Decimal("291.01")})
	assert find_break(chain) == ChainBreak(index + 1, "altered")


@given(st.integers(0, 4))
def test_removed_entry(index):
	chain = entries()
	del chain[index]
	assert find_break(chain) == ChainBreak(index + 1, "missing")


def test_renumbered_and_forged_entries():
	chain = entries()
	del chain[2]
	renumbered = [(replace(row, position=n), item) for n, (row, item) in enumerate(chain, start=1)]
	assert find_break(renumbered) == ChainBreak(3, "moved")
	forged = entries()
	forged[3] = (link(forged[2][0], {"action": "forged"}), {"action": "forged"})
	assert find_break(forged) == ChainBreak(5, "moved")
