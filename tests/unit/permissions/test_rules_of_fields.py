"""Which rules hold for which field."""

from social_assistance.permissions.field_rules import (
	EVERY_OTHER,
	RuleKind,
	derived,
	fixed_once_saved,
	open_while,
	record_of,
	rules_by_field,
	written_by,
)

FIELDS = ("state", "total", "scheme", "remark")


def kinds(*rules):
	return {
		name: [rule.kind for rule in found] for name, found in rules_by_field(tuple(rules), FIELDS).items()
	}


def test_a_field_without_a_rule_has_none():
	assert kinds(derived("total")) == {"total": [RuleKind.DERIVED]}


def test_every_other_stands_for_the_fields_that_no_rule_names():
	rules = (
		written_by("services/x.py", "state"),
		derived("total"),
		open_while("state", ("Draft",), EVERY_OTHER),
	)
	assert kinds(*rules) == {
		"state": [RuleKind.SERVICE],
		"total": [RuleKind.DERIVED],
		"scheme": [RuleKind.STATE],
		"remark": [RuleKind.STATE],
	}


def test_several_rules_of_a_field_all_hold():
	rules = (fixed_once_saved("scheme"), open_while("state", ("Draft",), "scheme", "remark"))
	assert kinds(*rules)["scheme"] == [RuleKind.FIXED, RuleKind.STATE]


def test_a_record_of_a_service_is_closed_beside_what_needs_its_leave():
	found = kinds(written_by("services/x.py", "state"), record_of("services/x.py"))
	assert found["state"] == [RuleKind.SERVICE]
	assert found["remark"] == [RuleKind.RECORD]
