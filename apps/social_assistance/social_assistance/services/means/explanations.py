"""The domain's figures and reasons in the reader's language, with names in place of record keys."""

from collections.abc import Iterable, Mapping

from frappe import _

from social_assistance.domain.labels import FIGURE_LABELS, GROUND_LABELS, REASON_LABELS
from social_assistance.domain.means.membership import MembershipGround
from social_assistance.domain.means.results import Reason, SchemeResult
from social_assistance.domain.means.worksheet import Line, Operation
from social_assistance.services.policy.fields import CITED_GROUPS

_SIGNS = {
	Operation.SUM: " + ",
	Operation.PRODUCT: " × ",
	Operation.PART: " × ",
	Operation.TIMES: " × ",
	Operation.EXCESS: " − ",
}
_TESTS = {Operation.BELOW: " < ", Operation.AT_MOST: " ≤ "}
# A neutral factor that the sheet needs and the reader does not.
_UNIT = "one"
_ASSET_FIGURES = {
	"money": ("money", "money_multiple", "money_per_head", "money_limit", "money_test"),
	**{
		name: (name, f"{name}_limit", f"{name}_test")
		for name in ("vehicles", "homes", "non_residential", "capital")
	},
}


def build_explanation(result: SchemeResult, names: Mapping[str, str]) -> list[dict[str, object]]:
	"""Rows of the calculation: number, figure, value, how it follows from other rows, rule and article."""
	shown = [line for line in result.lines if line.label != _UNIT and not _is_idle(line, result)]
	numbers = {line.figure: number for number, line in enumerate(shown, start=1)}
	return [
		{
			"line_no": numbers[line.figure],
			"label": format_figure(line, names),
			"value": f"{line.value:f}",
			"formula": format_formula(line, numbers),
			"rule": format_rule(line.rule),
			"citation": line.citation,
		}
		for line in shown
	]


def _is_idle(line: Line, result: SchemeResult) -> bool:
	"""Figures of deductions that nobody has and of assets that nobody owns; the stored result keeps them."""
	if line.figure.startswith("deduction."):
		return not result.figure("deductions")
	name = next((name for name, figures in _ASSET_FIGURES.items() if line.figure in figures), None)
	return name is not None and not result.figure(name)


def format_figure(line: Line, names: Mapping[str, str]) -> str:
	"""What a figure is."""
	return _(FIGURE_LABELS[line.label]).format(subject=format_subject(line.subject, names))


def format_subject(subject: str, names: Mapping[str, str]) -> str:
	"""A person's name, a kind or code in the reader's language; `key: kind` names both."""
	person, separator, kind = subject.partition(": ")
	if separator:
		return f"{names.get(person, person)} {_(kind)}"
	return names.get(subject) or _(subject)


def format_formula(line: Line, numbers: Mapping[str, int]) -> str:
	"""How a figure follows from other rows, such as (3) × (4) ÷ (5); empty for given figures."""
	places = [f"({numbers[key]})" for key in line.operands if key in numbers]
	if line.operation is Operation.GIVEN or not places:
		return ""
	if line.operation in (Operation.SHARE, Operation.PORTION):
		return f"{' × '.join(places[:-1])} ÷ {places[-1]}"
	if line.operation in (Operation.MINIMUM, Operation.MAXIMUM):
		name = _("lowest of") if line.operation is Operation.MINIMUM else _("highest of")
		return f"{name} {', '.join(places)}"
	if line.operation in (Operation.ROUND, Operation.FEN, Operation.MILL):
		return _("{0}, rounded").format(places[0])
	return (_SIGNS.get(line.operation) or _TESTS[line.operation]).join(places)


def format_rule(path: str) -> str:
	"""The group of rules that a figure rests on, as the policy form calls it."""
	group = path.split(".")[0].split("[")[0]
	if group in ("facts", "window"):
		return _("Facts of the case") if group == "facts" else _("Income window")
	return _(CITED_GROUPS.get(group, group.replace("_", " ").capitalize()))


def format_reason(reason: Reason, names: Mapping[str, str]) -> str:
	"""Why not, what is in doubt, or what to look at."""
	return _(REASON_LABELS[reason.code]).format(
		subject=format_subject(reason.subject, names), actual=reason.actual, limit=reason.limit
	)


def format_reasons(reasons: Iterable[Reason], names: Mapping[str, str]) -> str:
	"""Several reasons in one paragraph, each once."""
	return " ".join(dict.fromkeys(format_reason(reason, names) for reason in reasons))


def format_ground(row: MembershipGround) -> str:
	"""Why a member counts or not."""
	return _(GROUND_LABELS.get(row.ground, row.ground))
