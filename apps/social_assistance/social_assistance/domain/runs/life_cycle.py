"""States of background work: who may press what, and when a claimed piece of work counts as abandoned."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

# A worker says every so many seconds that it lives, however long its present statement takes.
BEAT_SECONDS = 10
# A claim whose last sign of life is older counts as abandoned.
SILENT_SECONDS = 30
# A job that left the queue claims its work within so many seconds; one that is slower finds its work given to another.
CLAIM_SECONDS = 15
# Claims in a row without a finished batch, after which the work itself is taken for the cause of the deaths.
MOST_CLAIMS = 10


class WorkState(Enum):
	"""Values as they are stored."""

	WAITING = "Waiting"
	WORKING = "Working"
	STOPPED = "Stopped"
	FAILED = "Failed"
	DONE = "Done"
	DROPPED = "Dropped"


class Press(Enum):
	"""Buttons of the forms."""

	RESUME = "Resume"
	STOP = "Stop"
	DROP = "Drop"


# Nobody is at work, and nobody will be without a press.
RESTING = frozenset({WorkState.STOPPED, WorkState.FAILED})
OVER = frozenset({WorkState.DONE, WorkState.DROPPED})


@dataclass(frozen=True)
class WorkSigns:
	"""What is known of a piece of work: `seen_on` is the last sign of life, or when it was handed over.

	`is_held`: a live connection of a worker holds its lock. `is_queued`: its job stands in the queue.
	"""

	state: WorkState
	seen_on: datetime
	is_held: bool = False
	is_queued: bool = False


def is_abandoned(signs: WorkSigns, now: datetime) -> bool:
	"""True if no worker is at the work, nor will one come to it.

	A lock that nobody holds is proof of a dead worker; one that is held by a silent worker proves nothing.
	"""
	silence = (now - signs.seen_on).total_seconds()
	if signs.state is WorkState.WORKING:
		return silence > SILENT_SECONDS or not signs.is_held
	return signs.state is WorkState.WAITING and silence > CLAIM_SECONDS and not signs.is_queued


def is_busy(signs: WorkSigns, now: datetime) -> bool:
	"""True if a worker is at the work or will come to it."""
	return signs.state in (WorkState.WAITING, WorkState.WORKING) and not is_abandoned(signs, now)


def list_presses(state: WorkState, *, abandoned: bool, in_batches: bool) -> tuple[Press, ...]:
	"""Buttons that do something now; work without batches ends or breaks off, but cannot be stopped in between."""
	if state in RESTING:
		return (Press.RESUME, Press.DROP)
	if state in OVER:
		return ()
	if state is WorkState.WORKING and not abandoned:
		return (Press.STOP,) if in_batches else ()
	return (Press.RESUME, Press.DROP) if abandoned else (Press.DROP,)


def is_hopeless(claims: int) -> bool:
	"""True if so many workers in a row died at the work that another one would die too."""
	return claims >= MOST_CLAIMS
