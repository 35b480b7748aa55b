"""Spot checks: a draw that anyone can repeat from its seed, per stratum, mandatory cases on top."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from social_assistance.domain.errors import ParameterError
from social_assistance.domain.fingerprint import compute_bytes_fingerprint


@dataclass(frozen=True)
class StratumDraw:
	"""The draw within one stratum (township, scheme): how many there are, drawn at random, and mandatory."""

	stratum: str
	population: int
	drawn: tuple[str, ...]
	mandatory: tuple[str, ...]


@dataclass(frozen=True)
class Draw:
	"""A whole draw with what is needed to repeat it."""

	seed: str
	ratio: Decimal
	population_digest: str
	strata: tuple[StratumDraw, ...]

	@property
	def cases(self) -> tuple[str, ...]:
		"""Every case to be checked, random ones and mandatory ones."""
		return tuple(case for row in self.strata for case in (*row.drawn, *row.mandatory))


def draw_sample(
	population: Mapping[str, Collection[str]], ratio: Decimal, seed: str, mandatory: Collection[str] = ()
) -> Draw:
	"""Draw at least the ratio of each stratum among the cases that are not mandatory; mandatory ones come on top.

	The order is that of SM3(seed, case), so the result depends on nothing but seed and population.
	"""
	if not 0 < ratio <= 1:
		raise ParameterError("parameter_share", "ratio")
	if not seed:
		raise ParameterError("parameter_missing", "seed")
	rows = [_draw_stratum(name, population[name], ratio, seed, mandatory) for name in sorted(population)]
	return Draw(seed, ratio, population_digest(population), tuple(rows))


def population_digest(population: Mapping[str, Collection[str]]) -> str:
	"""Digest of strata and cases, to show later that the same population was drawn from."""
	lines = (f"{name}\t{case}" for name in sorted(population) for case in sorted(population[name]))
	return compute_bytes_fingerprint("\n".join(lines).encode())


def _draw_stratum(
	name: str, cases: Collection[str], ratio: Decimal, seed: str, mandatory: Collection[str]
) -> StratumDraw:
	forced = sorted(set(cases) & set(mandatory))
	free = sorted(set(cases) - set(forced), key=lambda case: (_rank(seed, case), case))
	wanted = int((len(set(cases)) * ratio).to_integral_value(ROUND_CEILING))
	return StratumDraw(name, len(set(cases)), tuple(free[:wanted]), tuple(forced))


def _rank(seed: str, case: str) -> str:
	return compute_bytes_fingerprint(f"{seed}\n{case}".encode())
