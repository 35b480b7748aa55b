"""The one search box tells what was typed into it."""

import pytest

from social_assistance.domain.registry.identifiers import citizen_id_check_character
from social_assistance.domain.registry.search_terms import TermKind, parse_search_term

FIRST_17 = "41980219880302001"
ID = FIRST_17 + citizen_id_check_character(FIRST_17)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９ｘ")


@pytest.mark.parametrize(
	("text", "kind", "value"),
	[
		(ID, TermKind.CITIZEN_ID, ID),
		(f" {ID.translate(FULL_WIDTH)} ", TermKind.CITIZEN_ID, ID),
		(FIRST_17 + "Q", TermKind.NUMBER, FIRST_17 + "Q"),
		("138 0000 1234", TermKind.PHONE, "13800001234"),
		("0375-12345678", TermKind.NUMBER, "0375-12345678"),
		("12349", TermKind.NUMBER, "12349"),
		("6789", TermKind.ENDING, "6789"),
		("sq-2026-00008", TermKind.NUMBER, "SQ-2026-00008"),
		("张", TermKind.NAME, "张"),
		("张 庆文", TermKind.NAME, "张庆文"),
		("ZQW", TermKind.SOUND, "zqw"),
		("z", TermKind.NOTHING, "Z"),
		("", TermKind.NOTHING, ""),
	],
)
def test_the_kind_of_a_term(text: str, kind: TermKind, value: str) -> None:
	assert parse_search_term(text) == (type(parse_search_term(text)))(kind, value)


def test_a_number_with_a_wrong_check_digit_is_no_id_number_but_may_be_a_households() -> None:
	wrong = FIRST_17 + ("1" if ID[-1] != "1" else "2")
	assert parse_search_term(wrong).kind is TermKind.NUMBER
