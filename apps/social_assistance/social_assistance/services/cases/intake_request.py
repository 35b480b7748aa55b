"""What the counter sends to file a family: read strictly, so that nothing unknown slips into a document."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, NamedTuple, NoReturn, TypeVar

import frappe
from frappe import _

from social_assistance.domain.registry.identifiers import normalise_identifier
from social_assistance.services.cases.exceptions import IntakeRequestError

Row = TypeVar("Row")
MOST_ROWS = 40
LONGEST_TEXT = 1000


class Problem(NamedTuple):
	"""Field of the page, such as `members.1.id_number`, and what is wrong with it."""

	field: str
	text: str


@dataclass(frozen=True)
class IntakeMember:
	"""A member of the family: a person on record by name, or a new one by ID number and name."""

	relation: str = ""
	person: str = ""
	id_number: str = ""
	person_name: str = ""
	disability_card: str = ""

	@property
	def clear_id(self) -> str:
		"""The typed ID number in its normal form, checked or not."""
		return normalise_identifier(self.id_number)


@dataclass(frozen=True)
class IntakeConsent:
	"""What an adult signed: index of the member, pledge, authorisation, and the scan."""

	member: int = 0
	pledge: bool = False
	authorisation: bool = False
	file: str = ""


@dataclass(frozen=True)
class IntakePaper:
	"""A paper of the checklist that was handed in, or that a platform gave."""

	key: str = ""
	file: str = ""
	document_no: str = ""
	is_from_platform: bool = False


@dataclass(frozen=True)
class IntakeRequest:
	"""A family and its application; `asked_beside` names papers that the family still brings."""

	division: str = ""
	residence_class: str = ""
	household: str = ""
	address: str = ""
	phone: str = ""
	members: tuple[IntakeMember, ...] = ()
	applicant: int = 0
	bank_account: str = ""
	bank_name: str = ""
	account_holder: int = 0
	card_photo: str = ""
	scheme: str = ""
	reason_text: str = ""
	aid_cause: str = ""
	repeat_reason: str = ""
	agent_name: str = ""
	is_told_and_willing: bool = False
	consents: tuple[IntakeConsent, ...] = ()
	papers: tuple[IntakePaper, ...] = ()
	asked_beside: tuple[str, ...] = ()


def read_request(values: Mapping[str, Any]) -> IntakeRequest:
	"""The request from plain JSON; IntakeRequestError for unknown fields, wrong kinds and too many rows."""
	given = dict(values)
	members = _rows(IntakeMember, given.pop("members", ()))
	consents = _rows(IntakeConsent, given.pop("consents", ()))
	papers = _rows(IntakePaper, given.pop("papers", ()))
	asked = tuple(_text(text) for text in _list(given.pop("asked_beside", ())))
	tables: dict[str, Any] = {"members": members, "consents": consents, "papers": papers}
	return IntakeRequest(**_values(IntakeRequest, given), **tables, asked_beside=asked)


def refuse_request(problems: list[Problem]) -> NoReturn:
	"""Refuse a request with everything that is wrong with it; the answer carries field and text of each."""
	frappe.local.response["problems"] = [problem._asdict() for problem in problems]
	frappe.throw("<br>".join(dict.fromkeys(problem.text for problem in problems)), IntakeRequestError)


def _rows(kind: type[Row], rows: Any) -> tuple[Row, ...]:
	return tuple(kind(**_values(kind, row)) for row in _list(rows))


def _values(kind: type, given: Any) -> dict[str, Any]:
	known = {field.name: field for field in fields(kind) if field.default is not MISSING}
	if not isinstance(given, Mapping) or set(given) - set(known):
		_refuse()
	return {name: _read(value, known[name].default) for name, value in given.items()}


def _read(value: Any, default: Any) -> Any:
	"""A value of the kind that the field's default has."""
	if isinstance(default, bool):
		return value in (True, 1, "1")
	if isinstance(default, int):
		return _number(value)
	return _text(value) if isinstance(default, str) else _refuse()


def _number(value: Any) -> int:
	if not isinstance(value, int) or not 0 <= value < MOST_ROWS:
		_refuse()
	return int(value)


def _text(value: Any) -> str:
	text = "" if value is None else value
	if not isinstance(text, str) or len(text) > LONGEST_TEXT:
		_refuse()
	return str(text).strip()


def _list(rows: Any) -> list[Any]:
	if not isinstance(rows, list | tuple) or len(rows) > MOST_ROWS:
		_refuse()
	return list(rows)


def _refuse() -> Any:
	frappe.throw(_("The request is not well formed. Reload the page."), IntakeRequestError)
