"""No test fails because the machine is slow: one profile for properties, and waits for conditions instead of times."""

import re
from collections.abc import Iterator
from pathlib import Path

from app_shape import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TIMED = re.compile(
	r"\btime\.sleep\(|^\s*(await )?(asyncio\.)?sleep\(|wait_for_timeout\(|@settings\(|assert \w*(seconds|elapsed|took)\w* <"
)


def files_of_tests() -> Iterator[Path]:
	for folder in ("tests", "apps/social_assistance", "apps/social_assistance_erpnext"):
		yield from (p for p in (ROOT / folder).rglob("*.py") if "test" in p.name or "tests" in p.parts)


def test_no_test_waits_for_a_time_or_has_settings_of_its_own() -> None:
	found = [
		f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
		for path in files_of_tests()
		if path != Path(__file__).resolve()
		for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
		if TIMED.search(line)
	]
	assert found == []


def test_properties_are_the_same_each_time_and_never_too_slow() -> None:
	default = settings.default
	assert default is not None
	assert (default.deadline, default.database) == (None, None)
	assert HealthCheck.too_slow in default.suppress_health_check
	assert default.derandomize or settings.get_current_profile_name() == "random"


def test_two_runs_draw_the_same_examples() -> None:
	drawn = []

	@given(st.lists(st.integers(), min_size=1))
	def look(values: list[int]) -> None:
		drawn.append(values)

	look()
	first = list(drawn)
	drawn.clear()
	look()
	assert settings.get_current_profile_name() == "random" or drawn == first
