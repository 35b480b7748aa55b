"""Bank layouts: what is written is read back, whatever the format, and nothing is cut silently."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.errors import BankLayoutError
from social_assistance.domain.payments.bank_layouts import (
	BankLayout,
	Content,
	FileFormat,
	LayoutColumn,
	build_file_cells,
	choose_encoding,
	encode_text_file,
	read_text_cells,
	sum_read_rows,
)
from social_assistance.domain.payments.bank_rows import BankRow, ControlTotals

COLUMNS = (
	LayoutColumn(Content.NUMBER, "序号", 8, True),
	LayoutColumn(Content.PAYEE, "姓名", 24),
	LayoutColumn(Content.ACCOUNT, "账号", 32),
	LayoutColumn(Content.AMOUNT, "金额", 14, True),
	LayoutColumn(Content.REFERENCE, "业务编号", 48),
)
NAMES = st.text("张王李赵欧阳·abc,\"' ", min_size=1, max_size=8).map(str.strip).filter(bool)
ROWS = st.lists(
	st.builds(
		BankRow,
		st.integers(1, 99_999),
		NAMES,
		st.text("0123456789", min_size=8, max_size=19),
		st.decimals("0.01", "999999.99", places=2),
		st.just("低保金"),
		st.uuids().map(str),
	),
	max_size=20,
)


def layout(file_format: FileFormat, **options: object) -> BankLayout:
	return BankLayout(file_format, "GBK", COLUMNS, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("file_format", [FileFormat.CSV, FileFormat.FIXED])
@pytest.mark.parametrize("in_fen", [True, False])
@pytest.mark.parametrize("encoding", ["GBK", "GB18030", "UTF-8"])
@given(rows=ROWS)
def test_what_is_written_is_read_back(
	file_format: FileFormat, in_fen: bool, encoding: str, rows: list[BankRow]
) -> None:
	wanted = layout(file_format, in_fen=in_fen)
	content = encode_text_file(wanted, build_file_cells(wanted, ("批次", "1"), rows), encoding)
	cells = list(read_text_cells(wanted, content, encoding))
	assert sum_read_rows(wanted, cells) == ControlTotals.of(rows)
	assert [(row[1], row[2], row[4]) for row in cells] == [
		(row.payee, row.account, row.reference) for row in rows
	]


def test_fixed_width_counts_bytes_and_refuses_what_does_not_fit() -> None:
	wanted = layout(FileFormat.FIXED, has_control_line=False, has_headings=False)
	row = BankRow(1, "欧阳" * 3, "62284800", Decimal("291.00"), "", "FF-1")
	line = encode_text_file(wanted, build_file_cells(wanted, (), [row]), "GBK")
	assert len(line) == sum(column.width for column in COLUMNS) + 2
	assert line.startswith(b"       1" + ("欧阳" * 3).encode("GBK") + b" " * 12 + b"62284800")
	long = BankRow(1, "欧阳" * 7, "62284800", Decimal("291.00"), "", "FF-1")
	with pytest.raises(BankLayoutError, match="Nothing was written") as caught:
		encode_text_file(wanted, build_file_cells(wanted, (), [long]), "GBK")
	assert caught.value.params["width"] == 24


def test_amounts_in_words_and_headings() -> None:
	wanted = BankLayout(FileFormat.CSV, "UTF-8", (*COLUMNS, LayoutColumn(Content.CAPITALS, "大写")))
	lines = build_file_cells(wanted, ("批次",), [BankRow(1, "张三", "1" * 8, Decimal("291.00"), "", "x")])
	assert lines[1][-1] == "大写" and lines[2][-1] == "贰佰玖拾壹元整"


@pytest.mark.parametrize("missing", range(1, 5))
def test_a_layout_tells_payments_and_returns_apart(missing: int) -> None:
	columns = tuple(column for number, column in enumerate(COLUMNS) if number != missing)
	with pytest.raises(BankLayoutError, match="A bank layout needs the column"):
		BankLayout(FileFormat.CSV, "GBK", columns).check()
	layout(FileFormat.CSV).check()


def test_fixed_width_needs_widths() -> None:
	columns = tuple(LayoutColumn(column.content, column.heading) for column in COLUMNS)
	with pytest.raises(BankLayoutError, match="Every column of a fixed-width layout needs"):
		BankLayout(FileFormat.FIXED, "GBK", columns).check()


def test_a_layout_survives_its_data() -> None:
	wanted = layout(FileFormat.FIXED, in_fen=True)
	assert BankLayout.from_data(wanted.as_data()) == wanted


def test_rare_names_need_the_larger_encoding() -> None:
	assert choose_encoding(["张三"], "GBK") == "GBK"
	assert choose_encoding(["𠮷野"], "GBK") == "GB18030"
	assert choose_encoding(["𠮷野"], "UTF-8") == "UTF-8"
