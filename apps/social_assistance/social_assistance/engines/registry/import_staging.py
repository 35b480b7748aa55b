"""Read the file into the staging table: each row with encrypted values and its errors."""

import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import frappe
from frappe import _

from social_assistance.domain.errors import DomainError
from social_assistance.domain.registry.disability import parse_disability_card
from social_assistance.domain.registry.import_columns import COLUMNS, CellError, Layout, ParsedRow
from social_assistance.domain.registry.names import build_name_pinyin
from social_assistance.engines.bulk_insert import BulkInsert, split_into_batches
from social_assistance.engines.sheet_reader import NO_ROW, SheetRow, SourceFile
from social_assistance.services import clock
from social_assistance.services.domain_errors import throw_domain_error, translate_domain_error
from social_assistance.services.privacy.encrypted_fields import Sealed, encrypt_values
from social_assistance.services.registry.exceptions import RegistryImportError
from social_assistance.services.registry.import_runs import ROW, RUN

BATCH = 1_000
BATCHES_PER_PROGRESS = 20
SEALED = (
	("id_number", "citizen_id"),
	("phone", "phone"),
	("bank_account", "bank_account"),
	("disability_card", "disability_card"),
)
PLAIN = tuple(column.field for column in COLUMNS if column.field not in {name for name, _kind in SEALED})
STAGED = (
	*("name", "import_run", "row_no", "row_status", "errors", "person", "name_pinyin", "birth_date", "sex"),
	*("disability_type", "disability_level"),
	*PLAIN,
	*("id_number", "id_number_cipher", "id_number_digest", "phone", "phone_cipher", "phone_digest"),
	*(
		"bank_account",
		"bank_account_cipher",
		"bank_account_digest",
		"disability_card",
		"disability_card_cipher",
	),
)
Parsed = tuple[int, ParsedRow]


def fill_staging_table(run: str, tell: Callable[[float], None]) -> dict[str, Any]:
	"""Replace the run's staging rows by those of its file; returns the number of rows and the encoding."""
	source = SourceFile(frappe.db.get_value(RUN, run, "source_file"))
	rows = source.rows()
	layout = _layout(next(rows, NO_ROW).cells)
	frappe.db.delete(ROW, {"import_run": run})
	target, count = BulkInsert(ROW, STAGED), 0
	for number, batch in enumerate(split_into_batches(_parsed(layout, rows), BATCH), 1):
		for row in _staged(run, layout, batch):
			target.add(row)
		count += len(batch)
		if number % BATCHES_PER_PROGRESS == 0:
			target.flush()
			tell(_guess(count))
	target.flush()
	if not count:
		frappe.throw(_("The file has no rows below its headings."), RegistryImportError)
	return {"row_count": count, "file_encoding": source.encoding}


def build_row_name(run: str, number: int) -> str:
	"""Name of a staged row: run and row of the file, so that the order of names is that of the file."""
	return f"{run}-{number:08d}"


def serialise_errors(layout: Layout, errors: Sequence[CellError]) -> str | None:
	"""Errors as stored: a list of column and text, null when there is none."""
	if not errors:
		return None
	return json.dumps(
		[[cell.column, translate_domain_error(cell.error, layout.headings[cell.column])] for cell in errors],
		ensure_ascii=False,
	)


def _layout(headings: list[str]) -> Layout:
	try:
		return Layout(headings)
	except DomainError as error:
		throw_domain_error(error, exception=RegistryImportError)


def _parsed(layout: Layout, rows: Iterator[SheetRow]) -> Iterator[Parsed]:
	"""Rows with their number in the file, the headings being row 1; empty rows are passed over."""
	today = clock.today()
	for row in rows:
		if any(cell.strip() for cell in row.cells):
			yield row.number, _checked(layout, layout.parse(row.cells, today))


def _checked(layout: Layout, row: ParsedRow) -> ParsedRow:
	"""A disability card carries its holder's ID number."""
	card, own = row.values.get("disability_card"), row.values.get("id_number")
	if card and own and not card.startswith(own):
		error = DomainError("disability_card_holder")
		row.errors.append(CellError(layout.index_of("disability_card"), error))
	return row


def _staged(run: str, layout: Layout, batch: list[Parsed]) -> Iterator[tuple[Any, ...]]:
	columns = {
		name: _sealed([row.values.get(name, "") for _number, row in batch], kind) for name, kind in SEALED
	}
	for index, (number, row) in enumerate(batch):
		identity, phone, account, card = (columns[name][index] for name, _kind in SEALED)
		errors = serialise_errors(layout, row.errors)
		yield (
			*(build_row_name(run, number), run, number, "Error" if errors else "Ready", errors),
			*(
				_key("person", identity[2] or ""),
				build_name_pinyin(row.values.get("person_name", "")) or None,
			),
			*(row.birth_date, row.sex or None, *_disability(row)),
			*(row.values.get(name) for name in PLAIN),
			*(*identity, *phone, *account, *card[:2]),
		)


def _sealed(values: list[str], kind: str) -> list[tuple[str | None, ...]]:
	"""Encrypt values in the order given, empty ones as nulls."""
	found: Iterator[Sealed] = iter(encrypt_values(kind, [value for value in values if value]))
	return [next(found) if value else (None, None, None) for value in values]


def _disability(row: ParsedRow) -> tuple[str | None, str | None]:
	card = row.values.get("disability_card")
	if not card:
		return None, None
	parsed = parse_disability_card(card).disability
	return parsed.type.name.title(), str(parsed.grade)


def _key(kind: str, text: str) -> str | None:
	"""Document name that a new record of this content gets: the same in every run."""
	return sha256(f"{kind}|{text}".encode()).hexdigest()[:16] if text else None


def _guess(rows: int) -> float:
	"""Estimated progress in per cent while the length is unknown, below 90."""
	return round(90 * rows / (rows + 100_000), 1)
