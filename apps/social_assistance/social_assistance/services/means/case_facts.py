"""From an assessment form to the domain's facts of the household, with refusals that name row and field."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NoReturn, TypeVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, getdate

from social_assistance.domain.errors import DomainError
from social_assistance.domain.means.household import (
	AidRequest,
	AssetJudgement,
	AssetLine,
	EarlierAid,
	ExpenseLine,
	HouseholdFacts,
	IncomeLine,
	Obligor,
)
from social_assistance.domain.money import parse_amount
from social_assistance.domain.periods import Month, MonthSpan
from social_assistance.domain.vocabulary import AssetKind, ExpenseKind, IncomeKind, ResidenceClass
from social_assistance.services.domain_errors import translate_domain_error
from social_assistance.services.means.case_members import case_roles
from social_assistance.services.means.evidence_claims import find_claim_problem
from social_assistance.services.means.exceptions import (
	AssessmentLineInvalidError,
	PersonDeceasedError,
	PersonNotInHouseholdError,
)
from social_assistance.services.means.line_periods import PER_MONTH, read_line_span
from social_assistance.services.refusals import check_all
from social_assistance.services.registry import person_records
from social_assistance.services.registry.person_records import Role

T = TypeVar("T")
IMPUTED = "Imputed"
TEMPORARY = ("TEMP-EMERGENCY", "TEMP-EXPENSE")


def build_household_facts(doc: Document, case: Any) -> HouseholdFacts:
	"""Everything the rules look at for this assessment, frozen on its day."""
	day = getdate(doc.as_of_date)
	roles = case_roles(case)
	applicant = next(role.person for role in roles if role.is_applicant)
	records = person_records.read_person_records((role.person for role in roles), day)
	_refuse_dead(roles, records, getdate(case.applied_on))
	names = {role.person: records.people[role.person].person_name for role in roles}
	reader = _Reader(doc, day, applicant, names)
	try:
		return HouseholdFacts(
			key=case.household,
			residence_class=_residence_class(case),
			assessed_on=day,
			members=person_records.build_members(roles, records, day),
			incomes=reader.rows("incomes", _income),
			assets=reader.rows("assets", _asset),
			asset_judgements=reader.rows("asset_judgements", _judgement),
			expenses=reader.rows("expenses", _expense),
			obligors=reader.rows("obligors", _obligor),
			schemes=person_records.list_household_schemes(case.household),
			aid_request=_aid_request(doc, case),
		)
	except DomainError as error:
		frappe.throw(
			_with_names(translate_domain_error(error, error.field), names), AssessmentLineInvalidError
		)


def _residence_class(case: Any) -> ResidenceClass:
	return ResidenceClass(frappe.db.get_value("Registry Household", case.household, "residence_class"))


def _refuse_dead(roles: Iterable[Role], records: person_records.PersonRecords, applied_on: date) -> None:
	for role in roles:
		row = records.people[role.person]
		if row.deceased_on and row.deceased_on < applied_on:
			frappe.throw(
				_(
					"{0} died on {1}, before the application of {2}. Take the person off the member list."
				).format(row.person_name, format_date(row.deceased_on), format_date(applied_on)),
				PersonDeceasedError,
			)


class _Reader:
	"""Reads the rows of one form; every refusal carries row and field."""

	def __init__(self, doc: Document, day: date, applicant: str, names: dict[str, str]) -> None:
		self.doc, self.day, self.applicant, self.names = doc, day, applicant, names

	def rows(self, table: str, read: Callable[["_Reader", Document], T]) -> tuple[T, ...]:
		"""One table of the form as domain records; what is wrong with its rows is told at once."""
		found: list[T] = []

		def keep(row: Document) -> None:
			found.append(self._read(row, read))

		check_all(*(partial(keep, row) for row in self.doc.get(table) or []))
		return tuple(found)

	def _read(self, row: Document, read: Callable[["_Reader", Document], T]) -> T:
		try:
			return read(self, row)
		except DomainError as error:
			self.refuse(row, error.field, translate_domain_error(error, self.label(row, error.field)))

	def label(self, row: Document, field: str) -> str:
		"""The label of a field as the form shows it."""
		return str(row.meta.get_label(field)) if row.meta.get_field(field) else field

	def refuse(
		self,
		row: Document,
		field: str,
		message: str,
		reason: type[Exception] = AssessmentLineInvalidError,
	) -> NoReturn:
		"""Refuse a row with its table and number."""
		table = _(self.doc.meta.get_label(row.parentfield))
		text = _with_names(_("Row {0} of {1}: {2}").format(row.idx, table, message), self.names)
		frappe.throw(text, reason, title=_("Means Assessment"))

	def person(self, row: Document, field: str = "person") -> str:
		"""A member of the application; a line without a person belongs to the applicant."""
		person = row.get(field) or self.applicant
		if person not in self.names:
			name = frappe.db.get_value("Registry Person", person, "person_name") or person
			self.refuse(
				row,
				field,
				_(
					"{0} is not a member of the application. Choose a member, or leave the field empty."
				).format(name),
				PersonNotInHouseholdError,
			)
		return str(person)

	def amount(self, row: Document, field: str, **options: Any) -> Decimal:
		"""A sum in yuan as typed; negative, absurd and over-precise sums are refused."""
		value = row.get(field)
		return parse_amount(repr(value) if isinstance(value, float) else value or 0, field, **options)

	def total(self, row: Document, field: str) -> Decimal:
		"""The sum of all months that a line covers, whether it was given for one month or for all."""
		amount = self.amount(row, field)
		return amount * self.span(row).count if row.amount_period == PER_MONTH else amount

	def positive(self, row: Document, field: str, default: int = 1) -> int:
		"""A count of at least one."""
		value = int(row.get(field) or default)
		if value < 1:
			self.refuse(row, field, _("{0} must be at least 1.").format(_(self.label(row, field))))
		return value

	def span(self, row: Document) -> MonthSpan:
		"""Months of a line: from its dates, or so many months before the assessment."""
		return read_line_span(row, self.day, partial(self.refuse, row))


def _income(reader: _Reader, row: Document) -> IncomeLine:
	refused = find_claim_problem(row, reader.doc.application, reader.person(row))
	if refused:
		reader.refuse(row, "evidence_claim", refused)
	span = reader.span(row)
	return IncomeLine(
		member=reader.person(row),
		kind=IncomeKind(row.income_kind),
		amount=reader.total(row, "gross_amount"),
		first=span.first,
		last=span.last,
		item=(row.item or "").strip(),
		costs=reader.total(row, "cost_amount"),
		evidence=row.evidence_source or "",
		is_imputed=row.evidence_source == IMPUTED,
		new_job_since=Month.of(getdate(row.new_job_since)) if row.new_job_since else None,
	)


def _asset(reader: _Reader, row: Document) -> AssetLine:
	if (row.area or 0) < 0:
		reader.refuse(row, "area", _("{0} must not be negative.").format(_(reader.label(row, "area"))))
	return AssetLine(
		member=reader.person(row),
		kind=AssetKind(row.asset_kind),
		value=reader.amount(row, "value"),
		item=(row.item or "").strip(),
		area=Decimal(str(row.area or 0)),
		quantity=reader.positive(row, "quantity"),
		evidence=row.evidence_source or "",
	)


def _judgement(reader: _Reader, row: Document) -> AssetJudgement:
	return AssetJudgement(AssetKind(row.asset_kind), bool(row.is_accepted), row.reason or "")


def _expense(reader: _Reader, row: Document) -> ExpenseLine:
	span = reader.span(row)
	return ExpenseLine(
		member=reader.person(row),
		kind=ExpenseKind(row.expense_kind),
		amount=reader.total(row, "amount"),
		first=span.first,
		last=span.last,
		public_fee=reader.total(row, "public_fee") if row.public_fee else None,
		evidence=row.evidence_source or "",
	)


def _obligor(reader: _Reader, row: Document) -> Obligor:
	if row.is_unable and not (row.unable_reason or "").strip():
		reader.refuse(row, "unable_reason", _("Give the reason why the obligor cannot support."))
	return Obligor(
		key=row.obligor_name,
		member=reader.person(row, "member"),
		relation=row.relation or "",
		household_income=reader.amount(row, "monthly_income"),
		household_persons=reader.positive(row, "household_members"),
		supported_persons=reader.positive(row, "supported_persons"),
		obligors_together=reader.positive(row, "obligors_together"),
		age=int(row.age) if row.age else None,
		awarded_amount=reader.amount(row, "agreed_amount") if row.agreed_amount else None,
		unable_reason=(row.unable_reason or "").strip() if row.is_unable else "",
	)


def _aid_request(doc: Document, case: Any) -> AidRequest | None:
	if case.scheme not in TEMPORARY or not doc.aid_reason:
		return None
	return AidRequest(
		reason=doc.aid_reason,
		difficulty=doc.aid_difficulty or "",
		months=int(doc.aid_months or 1),
		persons=int(doc.aid_persons or 0) or None,
		is_hard_case=bool(doc.is_hard_case),
		new_cause=doc.new_cause or "",
		earlier=_earlier_aid(doc, case),
	)


def _earlier_aid(doc: Document, case: Any) -> tuple[EarlierAid, ...]:
	"""Temporary aid of the household by its submitted assessments and awards."""
	rows = frappe.get_all(
		"Means Assessment",
		filters={
			"household": case.household,
			"docstatus": 1,
			"scheme": ("in", TEMPORARY),
			"is_eligible": 1,
			"name": ("!=", doc.name or ""),
		},
		fields=["aid_reason", "as_of_date"],
	)
	return tuple(EarlierAid(row.aid_reason, row.as_of_date) for row in rows if row.aid_reason)


def _with_names(message: str, names: dict[str, str]) -> str:
	for person, name in names.items():
		message = message.replace(person, name)
	return message
