"""What a place publishes of a case: a policy may narrow the list of the law, never widen it."""

from dataclasses import dataclass

from social_assistance.domain.errors import ParameterError

# 民发〔2021〕57号 art. 19 and 24: name, number of people, amount, programme, and whom to call.
PUBLISHABLE = (
	"case_no",
	"scheme",
	"applicant_name",
	"member_count",
	"covered_count",
	"amount",
	"village",
	"office_phone",
	"complaint_phone",
)


@dataclass(frozen=True)
class DisclosureRule:
	"""Which of the publishable fields a place publishes, and whether names are masked."""

	fields: tuple[str, ...] = PUBLISHABLE
	mask_names: bool = False

	def __post_init__(self) -> None:
		for name in self.fields:
			if name not in PUBLISHABLE:
				allowed = {"value": name, "allowed": ", ".join(PUBLISHABLE)}
				raise ParameterError("parameter_choice", "publish_fields", allowed)
