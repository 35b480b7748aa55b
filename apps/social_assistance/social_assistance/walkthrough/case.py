"""One family through all sixteen steps over HTTP, each step by the account whose step it is.

Every call goes to the running web server as a logged-in user; nothing is written past the API. The business dates of
the steps lie some weeks back and end today, so that the seven days of the notice really pass between posting and close.
"""

import random
from datetime import date, timedelta

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.walkthrough import family, staff
from social_assistance.walkthrough.stages import STAGES
from social_assistance.walkthrough.walk import Walk


def take(
	base_url: str, site: str, password: str, today: date, seed: int | None = None, stages: int | None = None
) -> Walk:
	"""Walk a new family through all sixteen steps, or the first stages; raises when a step that must work fails."""
	walk = Walk(base_url, site, password, today)
	rng = random.Random(seed)
	walk.village = staff.urban_village_with_staff()
	register_family(walk, rng)
	for stage in STAGES[:stages]:
		stage(walk)
	return walk


def register_family(walk: Walk, rng: random.Random) -> None:
	"""A new family of the walk's village, entered by its clerk."""
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(-45))
	walk.people = [
		clerk.save(person) for person in family.people(walk.village, walk.today, rng, walk.residence_class)
	]  # allow: PERF-write-in-loop three people
	walk.household = clerk.save(
		family.household(
			walk.village, walk.people, walk.today - timedelta(days=3650), rng, walk.residence_class
		)
	)
