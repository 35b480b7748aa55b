"""Personal fields at rest: SM4-GCM encrypted values and HMAC-SM3 digests, under keys derived from one master key."""

import base64
import binascii
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from social_assistance.domain.errors import SealingError

VERSION = "v1"
MINIMUM_KEY_BYTES = 32
_NONCE_BYTES, _TAG_BYTES, _SM4_KEY_BYTES, _DIGEST_KEY_BYTES = 12, 16, 16, 32
_SHORTEST_BODY = 1 + _NONCE_BYTES + _TAG_BYTES
_STANDARD_DIGITS = bytes.maketrans(b"-_", b"+/")


def require_national_algorithms() -> None:
	"""Refuse to work at all when the library lacks SM3 or SM4-GCM; there is no weaker fallback."""
	_require("SM3", _probe_sm3)
	_require("SM4-GCM", _probe_sm4_gcm)


def _require(name: str, probe: Callable[[], object]) -> None:
	try:
		probe()
	except (UnsupportedAlgorithm, AttributeError) as error:
		raise SealingError("sealing_algorithm_missing", params={"algorithm": name}) from error


def _probe_sm3() -> None:
	hashes.Hash(hashes.SM3()).finalize()


def _probe_sm4_gcm() -> None:
	Cipher(algorithms.SM4(bytes(16)), modes.GCM(bytes(12))).encryptor().finalize()


def _derive(master: bytes, purpose: str, length: int) -> bytes:
	"""One subkey per purpose, so that a digest never weakens the encryption and the reverse."""
	info = f"social_assistance/{purpose}/{VERSION}".encode()
	return HKDF(algorithm=hashes.SM3(), length=length, salt=None, info=info).derive(master)


@dataclass(frozen=True)
class _Subkeys:
	seal: algorithms.SM4
	digest: bytes


@dataclass(frozen=True, repr=False)
class KeyRing:
	"""Master keys by number (1 to 255); `active` encrypts and digests, the others only open and search.

	While keys change, digests stay with `digesting` until all of them switch at once, because tables are joined by them.
	"""

	masters: Mapping[int, bytes]
	active: int
	digesting: int | None = None

	def __post_init__(self) -> None:
		require_national_algorithms()
		for key_id in (self.active, self._digesting):
			if key_id not in self.masters:
				raise SealingError("sealing_key_unknown", params={"key_id": key_id})
		for key_id, master in self.masters.items():
			if not 1 <= key_id <= 255:
				raise SealingError("sealing_key_number", params={"key_id": key_id})
			if len(master) < MINIMUM_KEY_BYTES:
				details = {"key_id": key_id, "minimum": MINIMUM_KEY_BYTES}
				raise SealingError("sealing_key_length", params=details)

	def __repr__(self) -> str:
		return f"KeyRing(numbers={sorted(self.masters)}, active={self.active})"

	@property
	def _digesting(self) -> int:
		return self.active if self.digesting is None else self.digesting

	@cached_property
	def _subkeys(self) -> dict[int, _Subkeys]:
		return {
			key_id: _Subkeys(
				algorithms.SM4(_derive(master, "seal", _SM4_KEY_BYTES)),
				_derive(master, "digest", _DIGEST_KEY_BYTES),
			)
			for key_id, master in self.masters.items()
		}

	def seal(self, value: str, context: str) -> str:
		"""Encrypt a value for one place (`DocType.field`); the token opens only with the same context."""
		nonce = os.urandom(_NONCE_BYTES)
		encryptor = Cipher(self._subkeys[self.active].seal, modes.GCM(nonce)).encryptor()
		encryptor.authenticate_additional_data(_bound_to(self.active, context))
		body = encryptor.update(value.encode()) + encryptor.finalize()
		packed = bytes([self.active]) + nonce + body + encryptor.tag
		return f"{VERSION}.{base64.urlsafe_b64encode(packed).decode()}"

	def open(self, token: str, context: str) -> str:
		"""Decrypt a token; refuses unknown keys, altered tokens and tokens of another place."""
		return self.open_many((token,), context)[0]

	def reseal(self, token: str, context: str) -> str:
		"""The same value under the active key; unchanged when it already is."""
		return (
			token if get_key_number(token) == self.active else self.seal(self.open(token, context), context)
		)

	def digest(self, value: str, purpose: str, key_id: int | None = None) -> str:
		"""Keyed digest of 64 hex characters for equality search; normalise the value before."""
		mac = self._mac(purpose, self._digesting if key_id is None else key_id)
		mac.update(value.encode())
		return mac.finalize().hex()

	def digests(self, value: str, purpose: str) -> tuple[str, ...]:
		"""The digest under every key, that of new digests first: what to search for while keys rotate."""
		others = sorted(key_id for key_id in self.masters if key_id != self._digesting)
		return tuple(self.digest(value, purpose, key_id) for key_id in (self._digesting, *others))

	def seal_many(self, values: Iterable[str], context: str) -> list[str]:
		"""Seal a column of values for the same place."""
		return [self.seal(value, context) for value in values]

	def open_many(self, tokens: Iterable[str], context: str) -> list[str]:
		"""Open a column of tokens of the same place; what they are bound to is worked out once."""
		keys = {number: (keys.seal, _bound_to(number, context)) for number, keys in self._subkeys.items()}
		return [_opened(token, keys) for token in tokens]

	def digest_many(self, values: Iterable[str], purpose: str) -> list[str]:
		"""Digest a column of values; the keyed state is set up once."""
		keyed, results = self._mac(purpose, self._digesting), []
		for value in values:
			mac = keyed.copy()
			mac.update(value.encode())
			results.append(mac.finalize().hex())
		return results

	def _mac(self, purpose: str, key_id: int) -> HMAC:
		if key_id not in self._subkeys:
			raise SealingError("sealing_key_unknown", params={"key_id": key_id})
		mac = HMAC(self._subkeys[key_id].digest, hashes.SM3())
		mac.update(purpose.encode() + b"\x00")
		return mac


def get_key_number(token: str) -> int:
	"""The number of the master key that encrypted a token, to find what still awaits rotation."""
	return _unpack(token)[0]


def is_token(text: str) -> bool:
	"""Whether a text has the form of a token; what has another form no key can open."""
	try:
		_unpack(text)
	except SealingError:
		return False
	return True


def _bound_to(key_id: int, context: str) -> bytes:
	return f"{VERSION}.{key_id}.{context}".encode()


def _opened(token: str, keys: Mapping[int, tuple[algorithms.SM4, bytes]]) -> str:
	"""A token's value, by cipher key and place of each key number."""
	packed = _unpack(token)
	nonce, tag = packed[1 : 1 + _NONCE_BYTES], packed[-_TAG_BYTES:]
	if packed[0] not in keys:
		raise SealingError("sealing_key_unknown", params={"key_id": packed[0]})
	cipher_key, bound = keys[packed[0]]
	decryptor = Cipher(cipher_key, modes.GCM(nonce, tag)).decryptor()
	decryptor.authenticate_additional_data(bound)
	try:
		return (decryptor.update(packed[1 + _NONCE_BYTES : -_TAG_BYTES]) + decryptor.finalize()).decode()
	except InvalidTag:
		raise SealingError("sealing_token_altered") from None


def _unpack(token: str) -> bytes:
	version, _, text = token.partition(".")
	try:
		# Digits translated here: asked for other digits, the decoder takes twice as long, and bank files open a million.
		packed = base64.b64decode(text.encode().translate(_STANDARD_DIGITS), validate=True)
	except (binascii.Error, ValueError):
		packed = b""
	if version != VERSION or len(packed) < _SHORTEST_BODY:
		raise SealingError("sealing_token_malformed")
	return packed
