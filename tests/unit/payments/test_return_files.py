"""Return files of fixed width: our own lines come back with a result; wrong ones are refused with their row."""

from decimal import Decimal

import pytest

from social_assistance.domain.errors import BankReturnError, DomainError
from social_assistance.domain.payments.bank_layouts import (
	BankLayout,
	Content,
	FileFormat,
	LayoutColumn,
	build_file_cells,
	encode_text_file,
)
from social_assistance.domain.payments.bank_rows import BankRow
from social_assistance.domain.payments.return_files import has_headings, read_fixed_return

COLUMNS = (
	LayoutColumn(Content.PAYEE, "姓名", 12),
	LayoutColumn(Content.ACCOUNT, "账号", 20),
	LayoutColumn(Content.AMOUNT, "金额", 12, True),
	LayoutColumn(Content.REFERENCE, "业务编号", 20),
)
ROWS = [
	BankRow(1, "张三", "6228480000000001", Decimal("1291.50"), "", "FF-1-DY-1"),
	BankRow(2, "欧阳小红", "6228480000000002", Decimal("20.00"), "", "FF-1-DY-2"),
]
CONTROL = ("批次", "FF-1-1", "笔数", "2", "合计", "1311.50")
RESULTS = ("成功", "失败 账号不存在")


def layout(**options: bool) -> BankLayout:
	return BankLayout(FileFormat.FIXED, "GBK", COLUMNS, **options)


def returned(
	wanted: BankLayout, results: tuple[str, ...] = RESULTS, control: tuple[str, ...] = CONTROL
) -> bytes:
	"""What was sent, with results behind its rows, as a bank makes it."""
	sent = encode_text_file(wanted, build_file_cells(wanted, control, ROWS), "GBK").split(b"\r\n")[:-1]
	heads, rows = sent[: -len(ROWS)], sent[-len(ROWS) :]
	answers = [row + b"  " + result.encode("GBK") for row, result in zip(rows, results, strict=True)]
	return b"\r\n".join([*heads, *answers, b""])


@pytest.mark.parametrize("in_fen", [False, True])
@pytest.mark.parametrize("headed", [False, True])
def test_lines_come_back_with_their_results(in_fen: bool, headed: bool) -> None:
	wanted = layout(in_fen=in_fen, has_headings=headed)
	content = returned(wanted)
	assert not has_headings(content)
	first, second = read_fixed_return(content, wanted, "GBK")
	assert (first.reference, first.amount, first.is_paid, first.reason) == (
		"FF-1-DY-1",
		Decimal("1291.50"),
		True,
		"",
	)
	assert (second.reference, second.is_paid, second.reason) == ("FF-1-DY-2", False, "账号不存在")
	assert (first.number, second.number) == ((3, 4) if headed else (2, 3))


@pytest.mark.parametrize(
	("results", "control", "code"),
	[
		(("成功", "也许"), CONTROL, "return_result"),
		(("成功", ""), CONTROL, "return_result"),
		(RESULTS, (*CONTROL[:3], "3", "合计", "1311.50"), "return_count"),
		(RESULTS, (*CONTROL[:5], "1311.51"), "return_total"),
	],
)
def test_wrong_results_and_control_totals_are_refused(
	results: tuple[str, ...], control: tuple[str, ...], code: str
) -> None:
	with pytest.raises(
		BankReturnError, match=r"which means neither paid nor returned|The return file states"
	) as caught:
		read_fixed_return(returned(layout(), results, control), layout(), "GBK")
	assert caught.value.code == code


def test_thousands_separators_shifted_columns_and_repeated_lines_are_refused() -> None:
	content = returned(layout())
	with pytest.raises(DomainError, match="contains thousands separators") as caught:
		read_fixed_return(content.replace(b"     1291.50", b"    1,291.50"), layout(), "GBK")
	assert caught.value.code == "amount_thousands"
	with pytest.raises(DomainError, match="must be a plain number"):
		read_fixed_return(content.replace(b"6228480000000002", b"622848000000002"), layout(), "GBK")
	with pytest.raises(BankReturnError, match="of the return file names") as caught:
		read_fixed_return(content.replace(b"DY-2", b"DY-1"), layout(), "GBK")
	assert caught.value.code == "return_repeated"
