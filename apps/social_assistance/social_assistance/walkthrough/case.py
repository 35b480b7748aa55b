"""One family through all sixteen steps over HTTP, each step by the account whose step it is.

Every call goes to the running web server as a logged-in user; nothing bypasses the API. The business dates of
the steps lie some weeks back and end today, so that the seven days of the notice really pass between posting and close.
"""

import random
from datetime import date, timedelta
from io import BytesIO

import segno

from social_assistance.constants import TOWNSHIP_CLERK, TOWNSHIP_LEADER
from social_assistance.walkthrough import family, staff
from social_assistance.walkthrough.client import DeskClient
from social_assistance.walkthrough.stages import STAGES
from social_assistance.walkthrough.walk import Walk


def walk_case(
	base_url: str, site: str, password: str, today: date, seed: int | None = None, stages: int | None = None
) -> Walk:
	"""Walk a new family through all sixteen steps, or the first stages; raises when a step that must work fails."""
	walk = Walk(base_url, site, password, today)
	rng = random.Random(seed)
	walk.village = staff.find_urban_village_with_staff()
	register_family(walk, rng)
	for stage in STAGES[:stages]:
		stage(walk)
	return walk


def register_family(walk: Walk, rng: random.Random) -> None:
	"""A new family of the walk's village, entered by its clerk."""
	clerk = walk.as_role(TOWNSHIP_CLERK, walk.day(-45))
	walk.people = [
		clerk.save(person)
		for person in family.build_people(walk.village, walk.today, rng, walk.residence_class)
	]  # allow: PERF-write-in-loop three people
	walk.household = clerk.save(
		family.build_household(
			walk.village, walk.people, walk.today - timedelta(days=3650), rng, walk.residence_class
		)
	)
	_confirm_account(walk, clerk)


def _confirm_account(walk: Walk, clerk: DeskClient) -> None:
	"""The clerk hands in a photo of the card, the leader of the township confirms the account."""
	doctype, picture = "Bank Account Change", BytesIO()
	segno.make(walk.household["name"]).save(picture, kind="png", scale=4)
	proof = clerk.upload(
		doctype,
		"new-bank-account-change-1",
		"proof_file",
		f"card-{walk.household['name']}.png",
		picture.getvalue(),
	)
	change = clerk.save(
		{
			"doctype": doctype,
			"naming_series": "ZH-.YYYY.-",
			"household": walk.household["name"],
			"change_reason": "Account at Intake",
			"reason_text": "申请时登记的一卡通账户",
			"holder_kind": "Member of the Household",
			"proof_file": proof,
		}
	)
	leader = walk.as_role(TOWNSHIP_LEADER, clerk.day)
	leader.call("social_assistance.api.v1.payments.accounts.confirm_change", change=change["name"])
