"""Closed lists that facts and policies share; values are the stored words."""

from enum import Enum


class Scheme(Enum):
	"""Programmes of the product by their code."""

	DIBAO_URBAN = "DIBAO-URBAN"
	DIBAO_RURAL = "DIBAO-RURAL"
	DIBAO_SINGLE = "DIBAO-SINGLE"
	TEKUN = "TEKUN"
	DIBIAN = "DIBIAN"
	GANGZHI = "GANGZHI"
	ORPHAN = "ORPHAN"
	UNSUPPORTED_CHILD = "UNSUPPORTED-CHILD"
	TEMP_EMERGENCY = "TEMP-EMERGENCY"
	TEMP_EXPENSE = "TEMP-EXPENSE"
	MEDICAL = "MEDICAL"
	EDUCATION = "EDUCATION"
	HOUSING = "HOUSING"
	EMPLOYMENT = "EMPLOYMENT"
	DISASTER = "DISASTER"


class ResidenceClass(Enum):
	"""Which standard holds; ANY is a standard for town and country alike."""

	URBAN = "Urban"
	RURAL = "Rural"
	ANY = "Any"


class Measure(Enum):
	"""Figures that a policy version sets or quotes."""

	DIBAO = "DIBAO"
	TEKUN_BASIC = "TEKUN"
	ORPHAN = "ORPHAN"
	UNSUPPORTED_CHILD = "UNSUPPORTED-CHILD"
	DISPOSABLE_INCOME = "DISPOSABLE-INCOME"
	MINIMUM_WAGE = "MINIMUM-WAGE"


class ClientClass(Enum):
	"""Whose economy is tested: asset limits and income items differ by it."""

	DIBAO = "dibao"
	TEKUN = "tekun"
	LOW_MARGIN = "low_margin"
	RIGID_SPENDING = "rigid_spending"
	TEMPORARY_AID = "temporary_aid"
	OBLIGOR = "obligor"


class Period(Enum):
	"""What an amount or a multiple of a standard refers to."""

	MONTH = "Month"
	YEAR = "Year"


class CareForm(Enum):
	"""集中供养 in an institution, 分散供养 at home; for orphans likewise."""

	CENTRALISED = "Centralised"
	DISPERSED = "Dispersed"


class CareLevel(Enum):
	"""全自理, 半护理, 全护理."""

	SELF_CARE = "Self-care"
	PARTIAL = "Partial Care"
	FULL = "Full Care"


class IncomeKind(Enum):
	"""W, O, P, T, X of the income items."""

	WAGES = "Wages"
	BUSINESS = "Net Business Income"
	PROPERTY = "Net Property Income"
	TRANSFER = "Net Transfer Income"
	OTHER = "Other"


class AssetKind(Enum):
	"""What a household owns."""

	MONEY = "Money"
	VEHICLE = "Vehicle"
	HOME = "House"
	NON_RESIDENTIAL = "Non-residential Property"
	BUSINESS = "Business Share"
	OTHER = "Other"


class ExpenseKind(Enum):
	"""Rigid spending by kind."""

	LIVING = "Basic Living"
	MEDICAL = "Medical"
	EDUCATION = "Education"
	REHABILITATION = "Disability Rehabilitation"
	OTHER = "Other"


class Relation(Enum):
	"""Relation to the head of the household."""

	HEAD = "Head"
	SPOUSE = "Spouse"
	SON = "Son"
	DAUGHTER = "Daughter"
	GRANDCHILD = "Grandchild"
	PARENT = "Parent"
	GRANDPARENT = "Grandparent"
	SIBLING = "Sibling"
	OTHER = "Other"


class PersonStatus(Enum):
	"""Dated statuses of a person that bear on who counts."""

	DECEASED = "Deceased"
	IMPRISONED = "Imprisoned"
	REHABILITATION = "Compulsory Rehabilitation"
	MISSING = "Declared Missing"
	SOLDIER = "Serving Soldier"
	CLERGY = "Resident Clergy"
	ABROAD = "Residing Abroad"


class StudyStage(Enum):
	"""Full-time study."""

	PRESCHOOL = "Preschool"
	COMPULSORY = "Compulsory"
	SENIOR_HIGH = "Senior High School"
	VOCATIONAL = "Secondary Vocational"
	COLLEGE = "Junior College"
	BACHELOR = "Bachelor"
	POSTGRADUATE = "Postgraduate"


class ParentStatus(Enum):
	"""What keeps a parent from supporting a child (民发〔2019〕62号)."""

	ABLE = "able"
	DEAD = "dead"
	MISSING = "missing"
	SEVERELY_DISABLED = "severely_disabled"
	SERIOUSLY_ILL = "seriously_ill"
	IMPRISONED = "imprisoned"
	REHABILITATION = "compulsory_rehabilitation"
	RESTRICTED = "restricted_liberty"
	CUSTODY_REVOKED = "custody_revoked"
	LOST_CONTACT = "lost_contact"


class Scope(Enum):
	"""Whether a rule looks at the person or the whole household."""

	PERSON = "Person"
	HOUSEHOLD = "Household"
