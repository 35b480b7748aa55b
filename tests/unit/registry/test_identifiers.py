"""Identity numbers, organisation codes, accounts, phones, division codes, disability cards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.errors import DomainError, InvalidIdentifier
from social_assistance.domain.registry.disability import DisabilityType, parse_disability_card
from social_assistance.domain.registry.divisions import DivisionLevel, parse_division
from social_assistance.domain.registry.identifiers import (
	AccountKind,
	Sex,
	citizen_id_check_character,
	parse_account,
	parse_citizen_id,
	parse_credit_code,
	parse_phone,
)

VALID_ID = "11010519491231002X"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check_character(first_17: str) -> str:
	"""The standard's own table, independent of the library under test."""
	total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
	return first_17 + "10X98765432"[total % 11]


def refusal(call, *args, **kwargs) -> DomainError:
	with pytest.raises(InvalidIdentifier) as caught:
		call(*args, **kwargs)
	return caught.value


def test_citizen_id_of_the_standard():
	person = parse_citizen_id(VALID_ID)
	assert (person.birth_date, person.sex, person.division) == (date(1949, 12, 31), Sex.FEMALE, "110105")


@pytest.mark.parametrize(
	"text",
	[
		"11010519491231002x",
		"１１０１０５１９４９１２３１００２Ｘ",
		" 110105 19491231 002X\u200b",
		"\ufeff11010519491231002X\t",
	],
)
def test_citizen_id_is_normalised(text):
	assert parse_citizen_id(text).value == VALID_ID


@pytest.mark.parametrize(
	("text", "code"),
	[
		("", "citizen_id_missing"),
		("110105491231002", "citizen_id_15_digits"),
		("1101051949123100", "citizen_id_length"),
		("11010519491231002A", "citizen_id_characters"),
		("1101051949X2310021", "citizen_id_characters"),
		("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "citizen_id_characters"),
		("110105194902300021", "citizen_id_birth_date"),
		("110105190002290021", "citizen_id_birth_date"),
		("110105149512310021", "citizen_id_birth_date"),
		("110105194912310021", "citizen_id_check_digit"),
		("110105200009999999", "citizen_id_birth_date"),
	],
)
def test_citizen_id_is_refused(text, code):
	error = refusal(parse_citizen_id, text, "身份证号")
	assert (error.code, error.field) == (code, "身份证号")
	assert "身份证号" in str(error)


def test_birth_after_the_day_in_question_is_refused():
	number = with_check_character("33048320300101123")
	assert parse_citizen_id(number).birth_date == date(2030, 1, 1)
	assert refusal(parse_citizen_id, number, as_of=date(2025, 7, 1)).code == "citizen_id_birth_in_future"


@pytest.mark.parametrize("prefix", ["330419", "413026", "000001", "810000", "830000", "911124"])
def test_abolished_and_special_division_prefixes_are_accepted(prefix):
	number = with_check_character(prefix + "19640229123")
	assert parse_citizen_id(number).division == prefix


@given(
	division=st.integers(110000, 659999),
	birth=st.dates(date(1900, 1, 1), date(2025, 12, 31)),
	sequence=st.integers(0, 999),
)
def test_citizen_id_round_trip(division, birth, sequence):
	number = with_check_character(f"{division}{birth:%Y%m%d}{sequence:03d}")
	person = parse_citizen_id(number.lower())
	assert person.value == number
	assert person.birth_date == birth
	assert (person.sex is Sex.MALE) == (sequence % 2 == 1)
	assert citizen_id_check_character(number[:17]) == number[17]


@given(position=st.integers(0, 16), digit=st.integers(0, 9))
def test_any_single_wrong_digit_is_noticed(position, digit):
	if VALID_ID[position] != str(digit):
		wrong = VALID_ID[:position] + str(digit) + VALID_ID[position + 1 :]
		refusal(parse_citizen_id, wrong)


def test_credit_codes():
	assert parse_credit_code("91110000600037341l").value == "91110000600037341L"
	weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
	alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	for first_17 in ("53330400MJ8A00001", "51410402MJF000012", "N2330483MF0000123"):
		check = alphabet[
			(31 - sum(alphabet.index(c) * w for c, w in zip(first_17, weights, strict=True)) % 31) % 31
		]
		assert parse_credit_code(first_17 + check).value == first_17 + check


@pytest.mark.parametrize(
	("text", "code"),
	[
		("9111000060003734", "uscc_length"),
		("9111000060003734IL", "uscc_characters"),
		("O11100006000373410", "uscc_characters"),
		("911100006000373410", "uscc_check_digit"),
	],
)
def test_credit_code_is_refused(text, code):
	assert refusal(parse_credit_code, text).code == code


def test_bank_cards_are_normalised():
	assert parse_account("６２２８ 4800-0000 0000 018") == "6228480000000000018"
	assert parse_account("4111 1111 1111 1111") == "4111111111111111"


@pytest.mark.parametrize(
	("text", "kind", "code"),
	[
		("", AccountKind.CARD, "account_missing"),
		("6228O48000000000", AccountKind.CARD, "account_characters"),
		("622848", AccountKind.CARD, "account_length"),
		("4111111111111112", AccountKind.CARD, "account_check_digit"),
		("0000000000000000", AccountKind.CARD, "account_repeated_digit"),
		("1234567", AccountKind.PASSBOOK, "account_length"),
	],
)
def test_accounts_are_refused(text, kind, code):
	assert refusal(parse_account, text, kind).code == code


def test_passbooks_have_no_check_digit():
	assert parse_account("4111111111111112", AccountKind.PASSBOOK) == "4111111111111112"


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("0573-86022222", "057386022222"),
		("(010) 6512 3456", "01065123456"),
		("12349", "12349"),
		("12345", "12345"),
		("95566", "95566"),
		("400-810-8888", "4008108888"),
		("13800138000", "13800138000"),
		("+86 138-0013-8000", "13800138000"),
		("0086 13800138000", "13800138000"),
		("１３８００１３８０００", "13800138000"),
	],
)
def test_phones(text, expected):
	assert parse_phone(text) == expected


@pytest.mark.parametrize(
	"text", ["057", "86022222", "1", "0573-8602222a", "1380013800", "138001380001", "abc", ""]
)
def test_wrong_phones(text):
	assert refusal(parse_phone, text).code == "phone_format"


def ancestors(place):
	"""Codes of all larger places, the nearest first."""
	above = place.parent
	return [above.value, *ancestors(above)] if above else []


def test_division_levels_and_parents():
	village = parse_division("330483102205")
	assert village.level is DivisionLevel.VILLAGE
	assert ancestors(village) == ["330483102000", "330483000000", "330400000000", "330000000000"]


def test_division_without_district_level():
	street = parse_division("441900003001")
	assert ancestors(street) == ["441900003000", "441900000000", "440000000000"]


@pytest.mark.parametrize("short", ["33", "3304", "330483", "330483102"])
def test_short_division_codes_are_completed(short):
	assert parse_division(short).value == short.ljust(12, "0")


@pytest.mark.parametrize(
	("text", "code"),
	[
		("3304831", "division_length"),
		("", "division_length"),
		("33048310220A", "division_length"),
		("00048310220", "division_length"),
		("000483102205", "division_province"),
		("330000102205", "division_gap"),
		("330483000205", "division_gap"),
		("330083102205", "division_gap"),
	],
)
def test_division_is_refused(text, code):
	assert refusal(parse_division, text).code == code


def test_disability_card():
	card = parse_disability_card(VALID_ID.lower() + "51b2")
	assert card.disability.type is DisabilityType.INTELLECTUAL
	assert (card.disability.grade, card.reissues, card.holder.value) == (1, 2, VALID_ID)


@pytest.mark.parametrize(
	("text", "code"),
	[
		(VALID_ID, "disability_card_length"),
		(VALID_ID + "81", "disability_card_type"),
		(VALID_ID + "45", "disability_card_grade"),
		(VALID_ID + "41C1", "disability_card_reissue"),
		("11010519491231002141", "citizen_id_check_digit"),
	],
)
def test_disability_card_is_refused(text, code):
	assert refusal(parse_disability_card, text).code == code


def test_every_day_of_a_leap_year_is_a_birth_date():
	days = [date(2000, 1, 1) + timedelta(days=offset) for offset in range(366)]
	numbers = [with_check_character(f"330483{day:%Y%m%d}001") for day in days]
	assert [parse_citizen_id(number).birth_date for number in numbers] == days
