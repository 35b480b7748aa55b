"""Append-only chain of entries: each digest (SM3) covers the entry, its position and the digest before it."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from social_assistance.domain.errors import IntegrityError
from social_assistance.domain.fingerprint import fingerprint_of_bytes

GENESIS = "0" * 64


@dataclass(frozen=True)
class ChainLink:
	"""What is stored beside an entry."""

	position: int
	previous: str
	digest: str


@dataclass(frozen=True)
class ChainBreak:
	"""The first place where a chain does not hold: missing, moved or altered."""

	position: int
	problem: str


def canonical(payload: Mapping[str, Any]) -> str:
	"""One agreed text of an entry: sorted keys, NFC, decimals and dates as text; floats and objects are refused."""
	return json.dumps(_plain(payload, "payload"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous: ChainLink | None, payload: Mapping[str, Any]) -> ChainLink:
	"""The link of the next entry after the last one, or of the first."""
	position = previous.position + 1 if previous else 1
	before = previous.digest if previous else GENESIS
	return ChainLink(position, before, _digest(position, before, payload))


def extend(previous: ChainLink | None, payloads: Iterable[Mapping[str, Any]]) -> list[ChainLink]:
	"""Links of several entries in order."""
	links: list[ChainLink] = []
	for payload in payloads:
		previous = link(previous, payload)
		links.append(previous)
	return links


def find_break(
	entries: Iterable[tuple[ChainLink, Mapping[str, Any]]], after: ChainLink | None = None
) -> ChainBreak | None:
	"""The first break of a chain, or of the part after a known link; none when it holds."""
	position, before = (after.position, after.digest) if after else (0, GENESIS)
	for stored, payload in entries:
		position += 1
		if stored.position != position:
			return ChainBreak(position, "missing")
		if stored.previous != before:
			return ChainBreak(position, "moved")
		if stored.digest != _digest(position, before, payload):
			return ChainBreak(position, "altered")
		before = stored.digest
	return None


def _digest(position: int, before: str, payload: Mapping[str, Any]) -> str:
	return fingerprint_of_bytes(f"{before}\n{position}\n{canonical(payload)}".encode())


def _plain(value: object, path: str) -> Any:
	if value is None or isinstance(value, bool | int):
		return value
	if isinstance(value, str):
		return unicodedata.normalize("NFC", value)
	if isinstance(value, Decimal):
		return f"{value:f}"
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, Mapping):
		return {str(key): _plain(item, f"{path}.{key}") for key, item in value.items()}
	if isinstance(value, Sequence):
		return [_plain(item, f"{path}[{number}]") for number, item in enumerate(value, start=1)]
	raise IntegrityError("chain_value", path, {"kind": type(value).__name__})
