"""Frozen records to and from plain JSON values, with errors that name the exact place."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from social_assistance.domain.errors import DomainError, ParameterError
from social_assistance.domain.periods import Month

T = TypeVar("T")


class Record:
	"""Base of parameter and fact records: decimals are finite and, unless named in SIGNED, not negative."""

	SIGNED: tuple[str, ...] = ()

	def __post_init__(self) -> None:
		for name, value in vars(self).items():
			if isinstance(value, Decimal) and not value.is_finite():
				raise ParameterError("parameter_not_finite", name)
			negative = isinstance(value, Decimal | int) and not isinstance(value, bool) and value < 0
			if negative and name not in self.SIGNED:
				raise ParameterError("parameter_negative", name)


def to_plain(value: Any) -> Any:
	"""Records, enums, decimals, dates and months as dicts, lists, strings and numbers."""
	if is_dataclass(value) and not isinstance(value, type) and not isinstance(value, Month):
		return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
	if isinstance(value, Enum):
		return value.value
	if isinstance(value, Decimal | Month):
		return str(value)
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, tuple | list):
		return [to_plain(item) for item in value]
	if isinstance(value, Mapping):
		return {str(key): to_plain(item) for key, item in value.items()}
	return value


def from_plain(kind: type[T], data: object, path: str = "") -> T:
	"""Build a record from plain values; unknown, missing and malformed values are refused by their path."""
	if not isinstance(data, Mapping):
		raise ParameterError("parameter_not_object", path or kind.__name__)
	known = _record_fields(cast("Any", kind))
	for name in data:
		if name not in known:
			raise ParameterError("parameter_unknown", _join(path, str(name)))
	values = {}
	for name, (spec, hint) in known.items():
		if name in data:
			values[name] = _value(hint, data[name], _join(path, name))
		elif spec.default is MISSING and spec.default_factory is MISSING:
			raise ParameterError("parameter_missing", _join(path, name))
	try:
		return kind(**values)
	except DomainError as error:
		raise type(error)(error.code, _join(path, error.field), error.params) from None


@cache
def _record_fields(kind: Any) -> dict[str, tuple[Field[Any], Any]]:
	hints = get_type_hints(kind)
	return {field.name: (field, hints[field.name]) for field in fields(kind)}


def _join(path: str, name: str) -> str:
	return f"{path}.{name}" if path and name else path or name


def _value(hint: Any, value: object, path: str) -> Any:
	origin, arguments = get_origin(hint), get_args(hint)
	if origin in (Union, types.UnionType):
		return _optional(arguments, value, path)
	if origin is tuple:
		return _items(arguments[0], value, path)
	if is_dataclass(hint) and isinstance(hint, type) and hint is not Month:
		return value if isinstance(value, hint) else from_plain(hint, value, path)
	return _scalar(hint, value, path)


def _optional(arguments: tuple[Any, ...], value: object, path: str) -> Any:
	if value is None or value == "":
		return None
	(hint,) = (argument for argument in arguments if argument is not type(None))
	return _value(hint, value, path)


def _items(hint: Any, value: object, path: str) -> tuple[Any, ...]:
	if isinstance(value, str) or not isinstance(value, Sequence):
		raise ParameterError("parameter_not_list", path)
	return tuple(_value(hint, item, f"{path}[{index}]") for index, item in enumerate(value, start=1))


def _scalar(hint: Any, value: object, path: str) -> Any:
	if isinstance(hint, type) and issubclass(hint, Enum):
		return _choice(hint, value, path)
	if hint is Decimal:
		return _decimal(value, path)
	if hint is date:
		return _day(value, path)
	if hint is Month:
		return value if isinstance(value, Month) else Month.parse(str(value), path)
	if hint is bool and value in (0, 1):
		return bool(value)
	if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
		raise ParameterError("parameter_type", path, {"expected": hint.__name__})
	return value


def _choice(kind: type[Enum], value: object, path: str) -> Enum:
	if isinstance(value, kind):
		return value
	for member in kind:
		if member.value == value:
			return member
	allowed = ", ".join(str(member.value) for member in kind)
	raise ParameterError("parameter_choice", path, {"value": value, "allowed": allowed})


def _decimal(value: object, path: str) -> Decimal:
	if isinstance(value, float | bool) or not isinstance(value, Decimal | int | str):
		raise ParameterError("parameter_decimal", path)
	try:
		return Decimal(value)
	except InvalidOperation:
		raise ParameterError("parameter_decimal", path) from None


def _day(value: object, path: str) -> date:
	if isinstance(value, date):
		return value
	try:
		return date.fromisoformat(str(value))
	except ValueError:
		raise ParameterError("parameter_date", path, {"value": value}) from None
