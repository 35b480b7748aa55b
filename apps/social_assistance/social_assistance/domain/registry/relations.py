"""Relation to the head of a household, guessed from birth dates and sex so that a clerk seldom has to choose."""

from datetime import date

from social_assistance.domain.registry.identifiers import Sex
from social_assistance.domain.vocabulary import Relation

# So many years younger or older than the head: a guess for the form, no rule of law.
YEARS_TO_CHILD, YEARS_TO_GRANDCHILD = 16, 40
DAYS_OF_A_YEAR = 365


def guess_relation(
	head_birth: date, head_sex: Sex, birth: date, sex: Sex, *, has_spouse: bool = False
) -> Relation:
	"""The likeliest relation of a further member; the clerk corrects it where the guess is wrong."""
	years = (birth - head_birth).days / DAYS_OF_A_YEAR
	if years >= YEARS_TO_GRANDCHILD:
		return Relation.GRANDCHILD
	if years >= YEARS_TO_CHILD:
		return Relation.SON if sex is Sex.MALE else Relation.DAUGHTER
	if years <= -YEARS_TO_CHILD:
		return Relation.PARENT
	is_couple = sex is not head_sex and not has_spouse
	return Relation.SPOUSE if is_couple else Relation.SIBLING
