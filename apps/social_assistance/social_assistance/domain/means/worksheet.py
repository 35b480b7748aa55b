"""A calculation that writes down every figure with its rule, so that the result can be shown and re-derived."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from social_assistance.domain.errors import IntegrityError
from social_assistance.domain.labels import FIGURE_LABELS
from social_assistance.domain.money import Rounding, round_amount, to_fen, to_fine, to_mill
from social_assistance.domain.policy.income_rules import Citation


class Operation(Enum):
	"""How a figure follows from others: PRODUCT and SHARE give fen (half up), TIMES is exact for multiples.

	PART and PORTION are product and share of figures that are still to be summed: a thousandth of a fen, rounded once later.
	"""

	GIVEN = "given"
	SUM = "sum"
	EXCESS = "excess"
	PRODUCT = "product"
	TIMES = "times"
	SHARE = "share"
	PART = "part"
	PORTION = "portion"
	FEN = "fen"
	MILL = "mill"
	MINIMUM = "minimum"
	MAXIMUM = "maximum"
	ROUND = "round"
	BELOW = "below"
	AT_MOST = "at_most"


@dataclass(frozen=True)
class Line:
	"""One figure: value, operation and operands by figure key, label key, rule as path of the policy, citation."""

	figure: str
	value: Decimal
	operation: Operation
	operands: tuple[str, ...]
	label: str
	rule: str
	citation: str = ""
	subject: str = ""
	rounding: Rounding = Rounding.NONE

	@property
	def text(self) -> str:
		"""English label with the subject filled in; the source string of the translation is `FIGURE_LABELS[label]`."""
		return FIGURE_LABELS[self.label].format(subject=self.subject)


def _excess(values: list[Decimal], _: Rounding) -> Decimal:
	return max(Decimal(0), values[0] - values[1])


def _product(values: list[Decimal], _: Rounding) -> Decimal:
	return to_fen(values[0] * values[1])


def _times(values: list[Decimal], _: Rounding) -> Decimal:
	return values[0] * values[1]


def _share(values: list[Decimal], _: Rounding) -> Decimal:
	return to_fen(values[0] * values[1] / values[2])


def _part(values: list[Decimal], _: Rounding) -> Decimal:
	return to_fine(values[0] * values[1])


def _portion(values: list[Decimal], _: Rounding) -> Decimal:
	return to_fine(values[0] * values[1] / values[2])


_COMPUTE: dict[Operation, Callable[[list[Decimal], Rounding], Decimal]] = {
	Operation.SUM: lambda values, _: sum(values, Decimal(0)),
	Operation.EXCESS: _excess,
	Operation.PRODUCT: _product,
	Operation.TIMES: _times,
	Operation.SHARE: _share,
	Operation.PART: _part,
	Operation.PORTION: _portion,
	Operation.FEN: lambda values, _: to_fen(values[0]),
	Operation.MILL: lambda values, _: to_mill(values[0]),
	Operation.MINIMUM: lambda values, _: min(values),
	Operation.MAXIMUM: lambda values, _: max(values),
	Operation.ROUND: lambda values, rounding: round_amount(values[0], rounding),
	Operation.BELOW: lambda values, _: Decimal(int(values[0] < values[1])),
	Operation.AT_MOST: lambda values, _: Decimal(int(values[0] <= values[1])),
}


class Worksheet:
	"""Figures of one assessment in order; every computed one names the figures it was computed from."""

	def __init__(self) -> None:
		self._lines: dict[str, Line] = {}

	@property
	def lines(self) -> tuple[Line, ...]:
		"""All lines in order."""
		return tuple(self._lines.values())

	def __getitem__(self, figure: str) -> Decimal:
		return self._lines[figure].value

	def __contains__(self, figure: str) -> bool:
		return figure in self._lines

	def given(
		self,
		figure: str,
		value: Decimal | int,
		label: str,
		rule: str,
		citation: Citation | None = None,
		subject: str = "",
	) -> str:
		"""A figure from the facts or the policy."""
		line = Line(figure, Decimal(value), Operation.GIVEN, (), label, rule, str(citation or ""), subject)
		return self._add(line)

	def compute(
		self,
		figure: str,
		operation: Operation,
		operands: Iterable[str],
		label: str,
		rule: str,
		citation: Citation | None = None,
		*,
		subject: str = "",
		rounding: Rounding = Rounding.NONE,
	) -> str:
		"""A figure from others; products and shares are rounded to the fen, half up."""
		keys = tuple(operands)
		value = _COMPUTE[operation]([self[key] for key in keys], rounding)
		return self._add(
			Line(figure, value, operation, keys, label, rule, str(citation or ""), subject, rounding)
		)

	def holds(
		self,
		figure: str,
		left: str,
		right: str,
		inclusive: bool,
		label: str,
		rule: str,
		citation: Citation | None = None,
	) -> bool:
		"""Whether a figure is below another, or at most it; the answer is written down as 1 or 0."""
		operation = Operation.AT_MOST if inclusive else Operation.BELOW
		return self[self.compute(figure, operation, (left, right), label, rule, citation)] == 1

	def _add(self, line: Line) -> str:
		if line.figure in self._lines:
			raise IntegrityError("figure_twice", line.figure)
		if line.label not in FIGURE_LABELS:
			raise KeyError(line.label)
		self._lines[line.figure] = line
		return line.figure


def replay_figures(lines: Iterable[Line]) -> dict[str, Decimal]:
	"""Recompute every figure from the given ones; IntegrityError names the first that does not follow."""
	values: dict[str, Decimal] = {}
	for line in lines:
		if line.operation is Operation.GIVEN:
			values[line.figure] = line.value
			continue
		if any(key not in values for key in line.operands):
			raise IntegrityError("figure_does_not_follow", line.figure)
		values[line.figure] = _COMPUTE[line.operation]([values[key] for key in line.operands], line.rounding)
		if values[line.figure] != line.value:
			raise IntegrityError("figure_does_not_follow", line.figure)
	return values
