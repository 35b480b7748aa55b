"""Columns of a registry file: how offices head them, what their cells may hold, and what each becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from social_assistance.domain.errors import DomainError, InvalidIdentifier
from social_assistance.domain.registry.disability import parse_disability_card
from social_assistance.domain.registry.divisions import DivisionLevel, parse_division
from social_assistance.domain.registry.identifiers import (
	AccountKind,
	Sex,
	normalise_identifier,
	parse_account,
	parse_citizen_id,
	parse_phone,
)
from social_assistance.domain.registry.names import is_plausible_name, tidy_name

# Stored value by what offices write; the stored value itself is accepted too.
RELATIONS = {
	"户主": "Head", "本人": "Head", "配偶": "Spouse", "妻": "Spouse", "夫": "Spouse", "子": "Son", "儿子": "Son",
	"女": "Daughter", "女儿": "Daughter", "孙子": "Grandchild", "孙女": "Grandchild", "外孙": "Grandchild", "父亲": "Parent",
	"母亲": "Parent", "父母": "Parent", "祖父母": "Grandparent", "兄弟姐妹": "Sibling", "其他": "Other",
}  # fmt: skip
MARITAL = {
	"未婚": "Unmarried",
	"已婚": "Married",
	"丧偶": "Widowed",
	"离婚": "Divorced",
	"离异": "Divorced",
	"未说明": "Not Stated",
}
EDUCATION = {
	"研究生": "Postgraduate", "本科": "Bachelor", "大学本科": "Bachelor", "大专": "Junior College", "专科": "Junior College",
	"中专": "Secondary Vocational", "中职": "Secondary Vocational", "高中": "Senior High School", "初中": "Junior High School",
	"小学": "Primary School", "文盲": "None", "无": "None",
}  # fmt: skip
EMPLOYMENT = {
	"在职": "Employed", "灵活就业": "Flexible Employment", "务农": "Farming", "失业": "Unemployed", "无业": "Unemployed",
	"丧失劳动能力": "Unable to Work", "退休": "Retired", "学生": "Student", "学龄前": "Child", "儿童": "Child",
}  # fmt: skip
LABOUR = {
	"有劳动能力": "Full",
	"完全": "Full",
	"部分": "Partial",
	"部分丧失": "Partial",
	"无": "None",
	"完全丧失": "None",
}
CAUSES = {
	"因病": "Illness", "疾病": "Illness", "因残": "Disability", "残疾": "Disability", "年老": "Old Age",
	"缺劳动力": "Lack of Labour", "因学": "Schooling", "意外": "Accident", "因灾": "Disaster", "失业": "Unemployment", "其他": "Other",
}  # fmt: skip
SEX = {Sex.MALE: "Male", Sex.FEMALE: "Female"}


def _coded(codes: Mapping[str, str]) -> Callable[[str], str]:
	stored = set(codes.values())

	def read(text: str) -> str:
		if text in stored:
			return text
		if text not in codes:
			raise InvalidIdentifier("import_code", params={"value": text, "allowed": "、".join(codes)})
		return codes[text]

	return read


def _name(text: str) -> str:
	name = tidy_name(text)
	if not is_plausible_name(name):
		raise InvalidIdentifier("import_name", params={"value": text})
	return name


def _village(text: str) -> str:
	code = parse_division(text)
	if code.level is not DivisionLevel.VILLAGE:
		raise InvalidIdentifier("import_village", params={"value": text})
	return code.value


def _account(text: str) -> str:
	return parse_account(
		text, AccountKind.CARD if normalise_identifier(text).startswith("62") else AccountKind.PASSBOOK
	)


@dataclass(frozen=True)
class Column:
	"""One column: its field, the headings under which offices send it, and how a cell is read."""

	field: str
	headings: tuple[str, ...]
	read: Callable[[str], str] = str
	is_required: bool = False


COLUMNS = (
	Column("household_key", ("户编号", "家庭编号", "户号", "Household"), is_required=True),
	Column("person_name", ("姓名", "成员姓名", "Full Name"), _name, is_required=True),
	Column(
		"id_number",
		("身份号码", "身份证号", "身份证号码", "公民身份号码", "证件号码", "ID Number"),
		str,
		is_required=True,
	),
	Column("relation", ("与户主关系", "成员关系", "关系", "Relation"), _coded(RELATIONS), is_required=True),
	Column(
		"division", ("区划代码", "村（社区）代码", "村居代码", "Division Code"), _village, is_required=True
	),
	Column("phone", ("联系电话", "手机号", "电话", "Phone"), parse_phone),
	Column("bank_name", ("开户银行", "开户行", "Bank")),
	Column("bank_account", ("银行账号", "银行卡号", "一卡通账号", "Bank Account"), _account),
	Column("marital_status", ("婚姻状况", "Marital Status"), _coded(MARITAL)),
	Column("education_level", ("文化程度", "学历", "Education"), _coded(EDUCATION)),
	Column("employment_status", ("就业状况", "Employment"), _coded(EMPLOYMENT)),
	Column("labour_ability", ("劳动能力", "Labour Ability"), _coded(LABOUR)),
	Column(
		"disability_card",
		("残疾人证号", "残疾证号", "Disability Card"),
		lambda text: parse_disability_card(text).value,
	),
	Column("main_cause", ("致困原因", "主要致困原因", "致贫原因", "Main Cause"), _coded(CAUSES)),
	Column("address", ("住址", "家庭住址", "居住地址", "Address")),
)
_BY_HEADING = {heading: column for column in COLUMNS for heading in column.headings}


@dataclass(frozen=True)
class CellError:
	"""What is wrong in which column of the file (zero-based), as a refusal that can be worded in any language."""

	column: int
	error: DomainError


@dataclass
class ParsedRow:
	"""Values of a row by field, and everything that is wrong with it."""

	values: dict[str, str] = field(default_factory=dict)
	birth_date: date | None = None
	sex: str = ""
	errors: list[CellError] = field(default_factory=list)


class Layout:
	"""Which column of a file is which; made from its first row."""

	def __init__(self, headings: Sequence[str]) -> None:
		self.headings = [normalise_heading(text) for text in headings]
		self._columns = [(index, _BY_HEADING[h]) for index, h in enumerate(self.headings) if h in _BY_HEADING]
		fields = [column.field for _index, column in self._columns]
		missing = [
			column.headings[0] for column in COLUMNS if column.is_required and column.field not in fields
		]
		if missing:
			raise InvalidIdentifier("import_columns_missing", params={"names": "、".join(missing)})
		repeated = {name for name in fields if fields.count(name) > 1}
		if repeated:
			raise InvalidIdentifier("import_columns_repeated", params={"names": "、".join(sorted(repeated))})

	def parse(self, cells: Sequence[str], as_of: date) -> ParsedRow:
		"""Read every cell; one bad cell does not hide the next."""
		row = ParsedRow()
		for index, column in self._columns:
			text = cells[index].strip() if index < len(cells) else ""
			if not text:
				if column.is_required:
					row.errors.append(CellError(index, InvalidIdentifier("import_cell_missing")))
				continue
			try:
				row.values[column.field] = self._read(row, column, text, as_of)
			except DomainError as error:
				row.errors.append(CellError(index, error))
		return row

	def index_of(self, name: str) -> int:
		"""Position of a field's column in the file."""
		return next(index for index, column in self._columns if column.field == name)

	def _read(self, row: ParsedRow, column: Column, text: str, as_of: date) -> str:
		if column.field != "id_number":
			return column.read(text)
		citizen = parse_citizen_id(text, as_of=as_of)
		row.birth_date, row.sex = citizen.birth_date, SEX[citizen.sex]
		return citizen.value


def normalise_heading(text: str) -> str:
	"""Headings without blanks, marks of obligation and line breaks; the names in Latin letters keep theirs."""
	return (
		" ".join(str(text).replace("*", " ").replace("\ufeff", "").split()).replace("（必填）", "")
		if text
		else ""
	)
