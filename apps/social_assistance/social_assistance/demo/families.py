"""Stories of low-income families by size: who lives together, and why they are in need."""

from random import Random

from social_assistance.demo import names
from social_assistance.demo.numbers import CitizenIds
from social_assistance.demo.people import Person, Trait, draw_person

OLD_AGE, DISABILITY, ILLNESS, LACK_OF_LABOUR, SCHOOLING = (
	"Old Age",
	"Disability",
	"Illness",
	"Lack of Labour",
	"Schooling",
)
# Relations of people who keep the head's family name.
_SAME_NAME = ("Head", "Son", "Daughter", "Grandchild", "Sibling")


def _child(low: int, high: int, **story: bool) -> Trait:
	return Trait("Child", (low, high), **story)


def draw_single_person(rng: Random) -> tuple[str, list[Trait]]:
	"""An old, disabled or ill person living alone."""
	draw = rng.random()
	if draw < 0.5:
		return OLD_AGE, [Trait("Head", (60, 88), marital="Widowed" if rng.random() < 0.7 else "Unmarried")]
	if draw < 0.78:
		return DISABILITY, [Trait("Head", (24, 59), is_disabled=True, marital="Unmarried")]
	return ILLNESS, [Trait("Head", (38, 59), is_ill=True, marital="Divorced")]


def draw_family_of_two(rng: Random) -> tuple[str, list[Trait]]:
	"""An old couple, one parent with a child, or an old parent with a disabled son or daughter."""
	draw = rng.random()
	if draw < 0.3:
		return OLD_AGE, [
			Trait("Head", (64, 80), True, marital="Married"),
			Trait("Spouse", (61, 78), False, marital="Married"),
		]
	if draw < 0.65:
		return SCHOOLING, [Trait("Head", (34, 45), marital="Divorced"), _child(6, 16)]
	if draw < 0.9:
		return DISABILITY, [Trait("Head", (62, 76), marital="Widowed"), _child(26, 40, is_disabled=True)]
	return ILLNESS, [
		Trait("Head", (46, 58), True, is_ill=True, marital="Married"),
		Trait("Spouse", (44, 57), False, marital="Married"),
	]


def draw_family_of_three(rng: Random) -> tuple[str, list[Trait]]:
	"""A couple with a child, one parent with two, or grandparents with a grandchild."""
	draw = rng.random()
	if draw < 0.6:
		return ILLNESS, [*_couple(38, 47, rng.random() < 0.6), _child(7, 16)]
	if draw < 0.85:
		return SCHOOLING, [Trait("Head", (36, 45), marital="Widowed"), _child(6, 15), _child(8, 16)]
	return LACK_OF_LABOUR, [*_couple(63, 74), Trait("Grandchild", (6, 17))]


def draw_family_of_four(rng: Random) -> tuple[str, list[Trait]]:
	"""A couple with two children, or with a child and a parent."""
	if rng.random() < 0.6:
		return SCHOOLING, [*_couple(37, 46, True), _child(6, 12), _child(8, 16)]
	return ILLNESS, [*_couple(38, 47, True), _child(7, 16), Trait("Parent", (66, 80), marital="Widowed")]


def draw_extreme_difficulty(rng: Random) -> tuple[str, list[Trait]]:
	"""One person without labour ability, means and obligors: mostly old unmarried men."""
	if rng.random() < 0.8:
		return OLD_AGE, [Trait("Head", (61, 90), rng.random() < 0.82, marital="Unmarried")]
	return DISABILITY, [Trait("Head", (25, 59), rng.random() < 0.7, is_disabled=True, marital="Unmarried")]


BY_SIZE = {1: draw_single_person, 2: draw_family_of_two, 3: draw_family_of_three, 4: draw_family_of_four}


def draw_members(rng: Random, ids: CitizenIds, traits: list[Trait]) -> list[Person]:
	"""Draw the people of a story, the head first."""
	family_name = names.draw_surname(rng)
	people = []
	for trait in traits:
		if trait.relation == "Child":
			trait.is_male = rng.random() < 0.52
			trait.relation = "Son" if trait.is_male else "Daughter"
		own = family_name if trait.relation in _SAME_NAME else names.draw_surname(rng)
		people.append(draw_person(rng, ids, trait, own))
	return people


def _couple(low: int, high: int, is_ill: bool = False) -> list[Trait]:
	return [
		Trait("Head", (low, high), True, is_ill=is_ill, marital="Married"),
		Trait("Spouse", (low - 1, high - 2), False, marital="Married"),
	]
