"""Evidence gate: what must be on file to leave a step, and what may be asked of the citizen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from social_assistance.domain.errors import ProcessError
from social_assistance.domain.periods import add_months

# Who brings a requirement; records that staff make themselves are never asked of the citizen.
FAMILY = "Family"


@dataclass(frozen=True)
class EvidenceRequirement:
	"""One paper or record that a step asks for; an empty column means every scheme."""

	step: str
	key: str
	label: str
	column: str = ""
	from_platform: bool = False
	minimum: int = 1
	condition: str = ""
	citation: str = ""
	provided_by: str = FAMILY


@dataclass(frozen=True)
class ChecklistLine:
	"""A requirement beside what is on file."""

	requirement: EvidenceRequirement
	on_file: int

	@property
	def is_met(self) -> bool:
		"""Whether enough is on file."""
		return self.on_file >= self.requirement.minimum


def build_checklist(
	requirements: Iterable[EvidenceRequirement],
	step: str,
	column: str,
	on_file: Mapping[str, int],
	conditions: Iterable[str] = (),
) -> tuple[ChecklistLine, ...]:
	"""Requirements of a step for a scheme column, in the template's order; conditional ones only when they hold."""
	holding = {"", *conditions}
	wanted = (
		need
		for need in requirements
		if need.step == step and need.column in ("", column) and need.condition in holding
	)
	return tuple(ChecklistLine(need, on_file.get(need.key, 0)) for need in wanted)


def list_missing_evidence(lines: Iterable[ChecklistLine]) -> tuple[EvidenceRequirement, ...]:
	"""Requirements that are not met."""
	return tuple(line.requirement for line in lines if not line.is_met)


def list_evidence_to_request(lines: Iterable[ChecklistLine]) -> tuple[EvidenceRequirement, ...]:
	"""Missing papers that may be asked of the citizen: never what a government platform gives (民发〔2021〕57号 art. 10)."""
	return tuple(
		need for need in list_missing_evidence(lines) if not need.from_platform and need.provided_by == FAMILY
	)


def build_correction_notice(
	lines: Iterable[ChecklistLine], already_sent: bool
) -> tuple[EvidenceRequirement, ...]:
	"""Everything to ask for in the one correction notice (一次性补正); refuses a second notice and an empty one."""
	if already_sent:
		raise ProcessError("correction_already_sent", "evidence")
	wanted = list_evidence_to_request(lines)
	if not wanted:
		raise ProcessError("correction_nothing_missing", "evidence")
	return wanted


def is_current(issued_on: date, valid_months: int, today: date) -> bool:
	"""Whether a report still counts on a day; 0 months mean that it never grows old."""
	return issued_on <= today and (not valid_months or today <= add_months(issued_on, valid_months))
