"""When background work counts as abandoned, and what may be pressed."""

from datetime import datetime, timedelta

import pytest

from social_assistance.domain.runs.life_cycle import (
	BEAT_SECONDS,
	CLAIM_SECONDS,
	MOST_CLAIMS,
	OVER,
	RESTING,
	SILENT_SECONDS,
	Press,
	WorkSigns,
	WorkState,
	is_abandoned,
	is_busy,
	is_hopeless,
	list_presses,
)

NOW = datetime(2026, 3, 2, 9)


def seen(state: WorkState, seconds: int, *, held: bool = False, queued: bool = False) -> WorkSigns:
	return WorkSigns(state, NOW - timedelta(seconds=seconds), is_held=held, is_queued=queued)


@pytest.mark.parametrize(
	("signs", "abandoned"),
	[
		(seen(WorkState.WORKING, 0, held=True), False),
		(seen(WorkState.WORKING, SILENT_SECONDS, held=True), False),
		(seen(WorkState.WORKING, SILENT_SECONDS + 1, held=True), True),
		(seen(WorkState.WORKING, 0, held=False), True),
		(seen(WorkState.WAITING, 0), False),
		(seen(WorkState.WAITING, CLAIM_SECONDS), False),
		(seen(WorkState.WAITING, CLAIM_SECONDS + 1), True),
		(seen(WorkState.WAITING, 24 * 3600, queued=True), False),
	],
)
def test_no_sign_of_life_makes_work_abandoned(signs: WorkSigns, abandoned: bool) -> None:
	assert is_abandoned(signs, NOW) is abandoned
	assert is_busy(signs, NOW) is not abandoned


@pytest.mark.parametrize("state", [*RESTING, *OVER])
def test_ended_work_is_neither_busy_nor_abandoned(state: WorkState) -> None:
	signs = seen(state, 24 * 3600)
	assert not is_abandoned(signs, NOW)
	assert not is_busy(signs, NOW)


def test_several_signs_of_life_fit_into_the_silence_that_is_allowed() -> None:
	assert 2 * BEAT_SECONDS < SILENT_SECONDS < 60


@pytest.mark.parametrize(
	("state", "abandoned", "presses"),
	[
		(WorkState.WORKING, False, (Press.STOP,)),
		(WorkState.WORKING, True, (Press.RESUME, Press.DROP)),
		(WorkState.WAITING, False, (Press.DROP,)),
		(WorkState.WAITING, True, (Press.RESUME, Press.DROP)),
		(WorkState.STOPPED, False, (Press.RESUME, Press.DROP)),
		(WorkState.FAILED, False, (Press.RESUME, Press.DROP)),
		(WorkState.DONE, False, ()),
		(WorkState.DROPPED, False, ()),
	],
)
def test_every_state_offers_what_does_something(
	state: WorkState, abandoned: bool, presses: tuple[Press, ...]
) -> None:
	assert list_presses(state, abandoned=abandoned, in_batches=True) == presses


def test_work_without_batches_is_not_stopped_in_between() -> None:
	assert list_presses(WorkState.WORKING, abandoned=False, in_batches=False) == ()


def test_work_at_which_workers_die_is_given_up() -> None:
	assert not is_hopeless(MOST_CLAIMS - 1)
	assert is_hopeless(MOST_CLAIMS)
