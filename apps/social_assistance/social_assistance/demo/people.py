"""One synthetic person: age, schooling, work, health, in the shares that low-income families show."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from social_assistance.demo import names
from social_assistance.demo.numbers import CitizenIds

# Ages count back from the last day of the report's month, so that every load gives the same people.
AS_OF = date(2025, 11, 30)
DISABILITY_TYPES = ("Physical", "Physical", "Visual", "Hearing", "Intellectual", "Psychiatric", "Multiple")
SERIOUS = ("恶性肿瘤", "尿毒症", "脑卒中后遗症", "慢性肾功能衰竭", "系统性红斑狼疮", "重症肝病", "冠心病")
CHRONIC = ("高血压三级", "糖尿病", "慢性阻塞性肺病", "类风湿关节炎", "癫痫", "慢性心力衰竭")
_STAGES = ((3, "Preschool"), (6, "Compulsory"), (16, "Senior High School"), (19, "Bachelor"))
_STUDY_SHARE = {"Preschool": 0.8, "Compulsory": 1.0, "Senior High School": 0.85, "Bachelor": 0.5}


@dataclass(slots=True)
class Trait:
	"""What the family's story fixes about a member; everything else is drawn."""

	relation: str
	ages: tuple[int, int]
	is_male: bool | None = None
	is_disabled: bool = False
	is_ill: bool = False
	marital: str = ""


@dataclass(slots=True)
class Illness:
	"""One illness row."""

	illness: str
	illness_class: str
	diagnosed_on: date


@dataclass(slots=True)
class Person:
	"""One person as the registry stores it, numbers still in clear."""

	relation: str
	person_name: str
	name_pinyin: str
	id_number: str
	birth_date: date
	is_male: bool
	marital_status: str
	age: int
	education_level: str = ""
	study_stage: str = ""
	employment_status: str = ""
	labour_ability: str = ""
	disability_type: str = ""
	disability_level: str = ""
	illnesses: list[Illness] = field(default_factory=list)


def draw_birth_date(rng: Random, trait: Trait) -> date:
	"""A birth date that gives an age between the two bounds, both included."""
	youngest, oldest = trait.ages
	first = AS_OF.replace(year=AS_OF.year - oldest - 1) + timedelta(days=1)
	last = AS_OF.replace(year=AS_OF.year - youngest)
	return first + timedelta(days=int(rng.random() * ((last - first).days + 1)))


def draw_person(rng: Random, ids: CitizenIds, trait: Trait, family_name: str) -> Person:
	is_male = rng.random() < 0.5 if trait.is_male is None else trait.is_male
	birth = draw_birth_date(rng, trait)
	age = AS_OF.year - birth.year - ((AS_OF.month, AS_OF.day) < (birth.month, birth.day))
	given = names.draw_given_name(rng, is_male, birth.year)
	drawn = Person(
		relation=trait.relation,
		person_name=family_name + given,
		name_pinyin=names.build_pinyin(family_name, given),
		id_number=ids.next(birth, is_male),
		birth_date=birth,
		is_male=is_male,
		marital_status=trait.marital or ("Unmarried" if age < 22 else "Widowed" if age > 75 else "Married"),
		age=age,
	)
	_study(rng, drawn)
	_health(rng, drawn, trait)
	_work(rng, drawn)
	return drawn


def _study(rng: Random, drawn: Person) -> None:
	stage = next((name for first, name in reversed(_STAGES) if first <= drawn.age <= 22), "")
	if stage and rng.random() < _STUDY_SHARE[stage]:
		drawn.study_stage = stage
	if drawn.age >= 16:
		drawn.education_level = _education(rng, drawn)


def _education(rng: Random, drawn: Person) -> str:
	if drawn.study_stage == "Bachelor":
		return "Senior High School"
	if drawn.study_stage:
		return "Junior High School"
	levels = ("None", "Primary School", "Junior High School", "Senior High School", "Junior College")
	most = 2 if drawn.age >= 65 else 3 if drawn.age >= 45 else 5
	return levels[min(int(rng.random() * most), 4)]


def _health(rng: Random, drawn: Person, trait: Trait) -> None:
	if trait.is_disabled or rng.random() < 0.08:
		drawn.disability_type = rng.choice(DISABILITY_TYPES)
		drawn.disability_level = rng.choice("1223") if trait.is_disabled else rng.choice("334")
	if trait.is_ill or rng.random() < (0.18 if drawn.age >= 55 else 0.04):
		is_serious = trait.is_ill or rng.random() < 0.3
		name = rng.choice(SERIOUS if is_serious else CHRONIC)
		since = max(drawn.birth_date, AS_OF - timedelta(days=int(rng.random() * 2500) + 60))
		drawn.illnesses.append(Illness(name, "Serious Illness" if is_serious else "Chronic Illness", since))


def _work(rng: Random, drawn: Person) -> None:
	"""Labour ability from age and health; employment from both."""
	severe = drawn.disability_level in ("1", "2")
	weakened = bool(drawn.disability_level or drawn.illnesses)
	if drawn.age < 16 or drawn.age >= 70 or severe:
		drawn.labour_ability = "None"
	else:
		drawn.labour_ability = "Partial" if weakened or drawn.age >= 60 else "Full"
	drawn.employment_status = _employment(rng, drawn)


def _employment(rng: Random, drawn: Person) -> str:
	if drawn.study_stage in ("Compulsory", "Senior High School", "Bachelor"):
		return "Student"
	if drawn.age < 16:
		return "Child"
	if drawn.labour_ability == "None":
		return "Unable to Work"
	return rng.choice(("Farming", "Flexible Employment", "Flexible Employment", "Unemployed"))
