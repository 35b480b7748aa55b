"""Who writes a field, and until when: what the controller of a DocType declares.

	FIELD_RULES = (
		derived("township"),
		written_by("services/cases/steps.py", "workflow_state", "current_step"),
		open_while("accepted_on", (EMPTY,), "household", "applicant"),
		filled_at("current_step", ("INITIAL",), "township_opinion"),
	)

`field_guard` holds every save to these rules. Pure data: the architecture tests read it without a site. A field may stand
under several rules; then all of them must allow the change.
"""

from dataclasses import dataclass
from enum import Enum

EMPTY = ""
# In place of field names: every field of the DocType that no rule names.
EVERY_OTHER = "*"
# In front of a field name in a rule of a child DocType: the field of the document that holds the row.
PARENT = "parent."
# Standard columns that a rule may name.
STANDARD_FIELDS = frozenset({"docstatus"})


class RuleKind(Enum):
	"""What a rule says about its fields."""

	DERIVED = "derived"
	SERVICE = "service"
	RECORD = "record"
	STATE = "state"
	ONCE = "once"
	FIXED = "fixed"
	ROLES = "roles"


@dataclass(frozen=True)
class FieldRule:
	"""One declaration; `state` is the field whose value opens the fields, `values` what it must be, or the roles."""

	kind: RuleKind
	fieldnames: tuple[str, ...]
	service: str = ""
	state: str = ""
	values: tuple[str, ...] = ()
	opens_later: bool = False
	fillable_at: tuple[str, ...] = ()
	only_if: tuple[str, str] | None = None
	since: str = ""


def derived(*fieldnames: str) -> FieldRule:
	"""The document works these out when it is saved; a client's echo of the form passes, another value is refused."""
	return FieldRule(RuleKind.DERIVED, fieldnames)


def written_by(service: str, *fieldnames: str) -> FieldRule:
	"""Only this module writes the fields, inside `transition_token.allow_transition`, whatever permissions are ignored."""
	return FieldRule(RuleKind.SERVICE, fieldnames, service=service)


def record_of(service: str) -> FieldRule:
	"""The whole document is this module's: no person saves it, whatever the role."""
	return FieldRule(RuleKind.RECORD, (EVERY_OTHER,), service=service)


def open_while(
	state: str,
	values: tuple[str, ...],
	*fieldnames: str,
	only_if: tuple[str, str] | None = None,
	since: str = "",
) -> FieldRule:
	"""People write the fields of a new document, and of a stored one while `state` has one of the values.

	`state` is a field, `link.field` of a linked document (then new documents are judged too; without a link the fields
	are open), or `parent.field` for the fields of a row. A value `parent.field` stands for what that field holds.
	`only_if` limits the rule to documents with this value in this field; it holds once the field `since` is filled.
	"""
	return FieldRule(RuleKind.STATE, fieldnames, state=state, values=values, only_if=only_if, since=since)


def filled_at(
	state: str, values: tuple[str, ...], *fieldnames: str, empty_at: tuple[str, ...] = ()
) -> FieldRule:
	"""As `open_while`, but new documents come without the fields; at the states `empty_at` an empty one may be filled."""
	return FieldRule(
		RuleKind.STATE, fieldnames, state=state, values=values, opens_later=True, fillable_at=empty_at
	)


def fill_once(*fieldnames: str) -> FieldRule:
	"""An empty field may be filled; what stands there stays."""
	return FieldRule(RuleKind.ONCE, fieldnames)


def fixed_once_saved(*fieldnames: str) -> FieldRule:
	"""As the document was entered, so it stays."""
	return FieldRule(RuleKind.FIXED, fieldnames)


def open_to(roles: tuple[str, ...], *fieldnames: str) -> FieldRule:
	"""Only people with one of the roles write the fields."""
	return FieldRule(RuleKind.ROLES, fieldnames, values=roles)


def rules_by_field(rules: tuple[FieldRule, ...], fieldnames: tuple[str, ...]) -> dict[str, list[FieldRule]]:
	"""The rules of each field; EVERY_OTHER stands for those of `fieldnames` that no rule names."""
	named = {name for rule in rules for name in rule.fieldnames}
	others = [name for name in fieldnames if name not in named]
	found: dict[str, list[FieldRule]] = {}
	for rule in rules:
		for name in rule.fieldnames:
			for fieldname in others if name == EVERY_OTHER else (name,):
				found.setdefault(fieldname, []).append(rule)
	return found
