"""Relations to the head of a household, guessed for the form of the counter."""

from datetime import date

import pytest

from social_assistance.domain.registry.identifiers import Sex
from social_assistance.domain.registry.relations import guess_relation
from social_assistance.domain.vocabulary import Relation

HEAD = date(1980, 5, 1)


@pytest.mark.parametrize(
	("birth", "sex", "has_spouse", "expected"),
	[
		(date(1982, 1, 1), Sex.FEMALE, False, Relation.SPOUSE),
		(date(1982, 1, 1), Sex.FEMALE, True, Relation.SIBLING),
		(date(1982, 1, 1), Sex.MALE, False, Relation.SIBLING),
		(date(2010, 1, 1), Sex.FEMALE, True, Relation.DAUGHTER),
		(date(2010, 1, 1), Sex.MALE, False, Relation.SON),
		(date(2024, 1, 1), Sex.MALE, False, Relation.GRANDCHILD),
		(date(1955, 1, 1), Sex.FEMALE, False, Relation.PARENT),
	],
)
def test_the_guess_follows_age_and_sex(birth: date, sex: Sex, has_spouse: bool, expected: Relation) -> None:
	assert guess_relation(HEAD, Sex.MALE, birth, sex, has_spouse=has_spouse) is expected
