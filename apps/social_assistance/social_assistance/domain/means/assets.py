"""Asset limits: every limit is compared and written down; above a limit a person judges, nothing is refused silently."""

from decimal import Decimal

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.household import AssetLine
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.money import ZERO
from social_assistance.domain.policy.asset_rules import AssetLimits, HomeLimit, MoneyLimit, VehicleLimit
from social_assistance.domain.policy.income_rules import Citation
from social_assistance.domain.vocabulary import AssetKind, ClientClass, Period

_PATH = "assets"


def check_assets(case: Assessment, client_class: ClientClass | None = None) -> None:
	"""Compare the assets of the people tested with the limits of their class; no limits set means no test."""
	limits = case.policy.assets.limits_for(client_class or case.client_class)
	if limits is None:
		return
	people = {member.key for member in case.members}
	exempt = set(case.policy.assets.exempt_items)
	lines = [line for line in case.facts.assets if line.member in people and line.item not in exempt]
	citation = limits.citation or case.policy.assets.citation
	if limits.money:
		_money(case, _of(lines, AssetKind.MONEY), limits.money, citation)
	if limits.vehicles:
		_vehicles(case, _of(lines, AssetKind.VEHICLE), limits.vehicles, citation)
	if limits.homes:
		_homes(case, _of(lines, AssetKind.HOME), limits.homes, citation)
	_property_and_capital(case, lines, limits, citation)


def _of(lines: list[AssetLine], kind: AssetKind) -> list[AssetLine]:
	return [line for line in lines if line.kind is kind]


def _count(lines: list[AssetLine]) -> int:
	return sum(line.quantity for line in lines)


def _value(lines: list[AssetLine]) -> Decimal:
	return sum((line.value for line in lines), ZERO)


def _yearly_standard(case: Assessment, citation: Citation) -> str:
	if "yearly_standard" not in case.sheet:
		case.sheet.given("months_of_year", 12, "months_of_year", _PATH, citation)
		operands = ("standard", "months_of_year")
		case.sheet.compute("yearly_standard", Operation.PRODUCT, operands, "yearly_standard", _PATH, citation)
	return "yearly_standard"


def _money(case: Assessment, lines: list[AssetLine], limit: MoneyLimit, citation: Citation) -> None:
	sheet, path = case.sheet, f"{_PATH}.money"
	base = "standard" if limit.base is Period.MONTH else _yearly_standard(case, citation)
	sheet.given("money", _value(lines), "money", "facts")
	sheet.given("money_multiple", limit.multiple, "money_multiple", path, citation)
	sheet.compute(
		"money_per_head", Operation.PRODUCT, (base, "money_multiple"), "money_per_head", path, citation
	)
	sheet.compute(
		"money_limit", Operation.PRODUCT, ("money_per_head", "persons"), "money_limit", path, citation
	)
	if not sheet.holds("money_test", "money", "money_limit", limit.inclusive, "money_test", path, citation):
		_over(case, AssetKind.MONEY, "money_above_limit", "money", "money_limit", citation)


def _vehicles(case: Assessment, lines: list[AssetLine], limit: VehicleLimit, citation: Citation) -> None:
	path = f"{_PATH}.vehicles"
	_at_most(case, AssetKind.VEHICLE, "vehicles", _count(lines), limit.max_count, citation)
	if limit.value_multiple is None or not lines:
		return
	sheet = case.sheet
	yearly = _yearly_standard(case, citation)
	sheet.given("vehicle_value", max(line.value for line in lines), "vehicle_value", "facts")
	sheet.given("vehicle_multiple", limit.value_multiple, "vehicle_multiple", path, citation)
	operands = (yearly, "vehicle_multiple")
	sheet.compute("vehicle_limit", Operation.PRODUCT, operands, "vehicle_limit", path, citation)
	if not sheet.holds(
		"vehicle_test", "vehicle_value", "vehicle_limit", False, "vehicle_test", path, citation
	):
		_over(
			case, AssetKind.VEHICLE, "vehicle_value_above_limit", "vehicle_value", "vehicle_limit", citation
		)


def _homes(case: Assessment, lines: list[AssetLine], limit: HomeLimit, citation: Citation) -> None:
	"""One home more than allowed passes when all homes together stay within the area per head."""
	homes, path = _count(lines), f"{_PATH}.homes"
	if homes == limit.max_count + 1 and limit.extra_home_area_per_head is not None:
		sheet = case.sheet
		area = sum((line.area * line.quantity for line in lines), ZERO)
		sheet.given("homes", homes, "homes", "facts")
		sheet.given("home_area", area, "home_area", "facts")
		sheet.given(
			"home_area_per_head", limit.extra_home_area_per_head, "home_area_per_head", path, citation
		)
		operands = ("home_area_per_head", "persons")
		sheet.compute("home_area_limit", Operation.PRODUCT, operands, "home_area_limit", path, citation)
		if sheet.holds(
			"home_area_test", "home_area", "home_area_limit", True, "home_area_test", path, citation
		):
			return
		sheet.given("homes_limit", limit.max_count, "homes_limit", path, citation)
		_over(case, AssetKind.HOME, "homes_above_limit", "homes", "homes_limit", citation)
		return
	_at_most(case, AssetKind.HOME, "homes", homes, limit.max_count, citation)


def _property_and_capital(
	case: Assessment, lines: list[AssetLine], limits: AssetLimits, citation: Citation
) -> None:
	other = _count(_of(lines, AssetKind.NON_RESIDENTIAL))
	if limits.max_non_residential is not None:
		kind = AssetKind.NON_RESIDENTIAL
		_at_most(case, kind, "non_residential", other, limits.max_non_residential, citation)
	capital = _value(_of(lines, AssetKind.BUSINESS))
	if limits.max_business_capital is not None:
		_at_most(case, AssetKind.BUSINESS, "capital", capital, limits.max_business_capital, citation)


def _at_most(
	case: Assessment,
	kind: AssetKind,
	name: str,
	actual: Decimal | int,
	limit: Decimal | int,
	citation: Citation,
) -> None:
	sheet, path = case.sheet, f"{_PATH}.{name}"
	sheet.given(name, actual, name, "facts")
	sheet.given(f"{name}_limit", limit, f"{name}_limit", path, citation)
	if not sheet.holds(f"{name}_test", name, f"{name}_limit", True, f"{name}_test", path, citation):
		_over(case, kind, f"{name}_above_limit", name, f"{name}_limit", citation)


def _over(case: Assessment, kind: AssetKind, code: str, actual: str, limit: str, citation: Citation) -> None:
	"""Above a limit: refused only by a recorded judgement, accepted with its reason, else left to be judged."""
	figures = {"actual": case.sheet[actual], "limit": case.sheet[limit], "citation": citation}
	judgement = next((row for row in case.facts.asset_judgements if row.kind is kind), None)
	if judgement is None:
		case.doubt(code, **figures)
	elif judgement.accepted:
		case.notice("asset_accepted", subject=judgement.reason, **figures)
	else:
		case.refuse(code, **figures)
		case.notice("asset_refused", subject=judgement.reason, **figures)
