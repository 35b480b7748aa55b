"""What the security scenarios share: a case on file, and the clerk who handles it."""

from collections.abc import Callable

import pytest

from harness.bench import BenchSite
from harness.families import walked_family
from harness.http import Person

CLERKS = ("clerk.daying@social.localhost", "clerk.hedong@social.localhost")


@pytest.fixture(scope="module")
def filed_case(http: Callable[..., Person], bench_site: BenchSite) -> tuple[str, str]:
	"""Account of a township clerk and name of a case in the own township, taken through its first steps if there is none."""
	found = _first_case(http)
	if not found:
		walked_family(bench_site, __file__, stages=4)
		found = _first_case(http)
	assert found, "the walkthrough filed no case"
	return found


def _first_case(http: Callable[..., Person]) -> tuple[str, str] | None:
	asked = {"doctype": "Assistance Application", "limit_page_length": 1, "order_by": "creation"}
	for clerk in CLERKS:
		for case in http(clerk).call("frappe.client.get_list", **asked):
			return clerk, case["name"]
	return None
