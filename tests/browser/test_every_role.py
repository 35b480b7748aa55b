"""Each of the fifteen roles walks through all that its desk offers and presses every button that changes nothing.

What was pressed is written to .bench/walk/<role>.txt.
"""

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from harness.bench import BenchSite
from harness.browser import SCREEN_HEIGHT, SCREEN_WIDTH
from harness.walk import Walk
from standup.settings import STATE

if TYPE_CHECKING:
	from playwright.sync_api import Browser

PLACE = "daying"
ROLES = (
	*(f"{role}.{PLACE}" for role in ("clerk", "reviewer", "leader", "assistant", "grid")),
	"verification",
	"review",
	"approval",
	"finance",
	"disclosure",
	"hotline",
	"policy",
	"audit",
	"supervision",
	"charity",
)
FEWEST_PRESSES = 15


@pytest.fixture(scope="module")
def seen() -> set[str]:
	"""What accounts before this one walked through with the same rights."""
	return set()


@pytest.fixture(scope="module")
def counts() -> Counter[str]:
	"""How often a button was pressed on pages of a kind."""
	return Counter()


@pytest.mark.timeout(420)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_walks_through_its_desk(
	bench_site: BenchSite, chromium: "Browser", seen: set[str], counts: Counter[str], role: str
) -> None:
	context = chromium.new_context(
		viewport={"width": SCREEN_WIDTH, "height": SCREEN_HEIGHT},
		locale="zh-CN",
		timezone_id="Asia/Shanghai",
		accept_downloads=True,
	)
	walk = Walk(context.new_page(), bench_site.url, f"{role}@social.localhost", seen, counts)
	try:
		walk.log_in(bench_site.password)
		walk.go()
	finally:
		context.close()
		folder = STATE / "walk"
		folder.mkdir(exist_ok=True)
		(folder / f"{role}.txt").write_text("\n".join([*walk.faults, "", *walk.pressed]), encoding="utf-8")
	assert len(walk.pressed) >= FEWEST_PRESSES
	assert not walk.faults, "\n".join(walk.faults)
