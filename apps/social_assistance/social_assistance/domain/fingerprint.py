"""A fingerprint of plain facts: SM3 over one canonical JSON text, so that the same facts always give the same digest."""

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes


def to_canonical_json(facts: Mapping[str, Any]) -> str:
	"""Keys sorted, no blanks, text as it is; dates and decimals as their text."""
	return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def compute_fingerprint(facts: Mapping[str, Any]) -> str:
	"""64 hexadecimal digits."""
	return compute_bytes_fingerprint(to_canonical_json(facts).encode())


def compute_bytes_fingerprint(content: bytes) -> str:
	"""64 hexadecimal digits of a file's content."""
	digest = hashes.Hash(hashes.SM3())
	digest.update(content)
	return digest.finalize().hex()
