"""The desks of townships, villages and of the hotline: each role opens all that is offered and presses what changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from harness.bench import BenchSite
from harness.browser import Desk
from harness.families import walked_family
from harness.walk import require_clean_walk

ROLES = (
	"clerk.hedong",
	"reviewer.hedong",
	"leader.hedong",
	"assistant.hedong",
	"grid.hedong",
	"hotline",
	"verification",
)


@pytest.fixture(scope="module")
def papers(bench_site: BenchSite) -> dict[str, Any]:
	"""A family with a document of every step, so that the forms have something to show."""
	return walked_family(bench_site, __file__)


# A whole walk goes through some hundred screens.
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_walks_through_its_desk(
	desk: Callable[..., Desk], papers: dict[str, Any], pytestconfig: pytest.Config, role: str
) -> None:
	require_clean_walk(desk, pytestconfig, ROLES, role)
