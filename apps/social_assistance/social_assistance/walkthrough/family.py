"""The family of the walkthrough: three invented people with valid numbers, a flat, a card and an income."""

import random
from datetime import date, timedelta

from social_assistance.domain.registry.identifiers import citizen_id_check_character

NAMES = (("Head", "Male", 44), ("Spouse", "Female", 42), ("Daughter", "Female", 14))
GIVEN = "建国志强海燕丽华晓雨文静永平秀英国庆春梅"


def build_people(
	division: str, today: date, rng: random.Random, residence_class: str = "Urban"
) -> list[dict]:
	"""Three Registry Person documents: couple and daughter, ages 44, 42 and 14."""
	surname = rng.choice("王李张刘陈杨赵黄周吴")
	return [
		{
			"doctype": "Registry Person",
			"person_name": (surname if relation != "Spouse" else rng.choice("孙马朱胡林"))
			+ "".join(rng.sample(GIVEN, 2)),
			"id_number": build_id_number(
				division, today - timedelta(days=365 * age + rng.randrange(300)), sex, rng
			),
			"division": division,
			"hukou_division": division,
			"residence_division": division,
			"hukou_class": residence_class,
		}
		for relation, sex, age in NAMES
	]


def build_household(
	division: str, persons: list[dict], since: date, rng: random.Random, residence_class: str = "Urban"
) -> dict:
	"""The Registry Household of these people, with a card for the benefit."""
	members = [
		{
			"doctype": "Household Membership",
			"person": person["name"],
			"relation": relation,
			"from_date": since.isoformat(),
		}
		for person, (relation, _sex, _age) in zip(persons, NAMES, strict=True)
	]
	return {
		"doctype": "Registry Household",
		"head_person": persons[0]["name"],
		"division": division,
		"residence_class": residence_class,
		"household_status": "Active",
		"main_cause": "Illness",
		"members": members,
		"account_holder": persons[0]["name"],
		"bank_name": "农村信用社",
		"bank_account": build_card_number(rng),
	}


def build_id_number(division: str, born: date, sex: str, rng: random.Random) -> str:
	"""An 18-character number of the division's county with the right check character."""
	order = rng.randrange(10, 499) * 2 + (1 if sex == "Male" else 0)
	body = f"{division[:6]}{born:%Y%m%d}{order:03d}"
	return body + citizen_id_check_character(body)


def build_card_number(rng: random.Random) -> str:
	"""A 19-digit card number that passes the Luhn test."""
	body = "621799" + "".join(str(rng.randrange(10)) for _ in range(12))
	total = sum(d * 2 - 9 * (d > 4) if i % 2 else d for i, d in enumerate(int(c) for c in body))
	return body + str(-total % 10)
