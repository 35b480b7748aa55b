"""Leave to change protected fields: for one document, for named fields, and only inside the block."""

import pytest

from social_assistance.permissions.transition_permits import allow_transition, is_transition_allowed

CASE = "Assistance Application"


def test_nothing_is_allowed_without_leave():
	assert not is_transition_allowed(CASE, "SQ-1", "workflow_state")


def test_leave_is_for_one_document_and_ends_with_the_block():
	with allow_transition(CASE, "SQ-1"):
		assert is_transition_allowed(CASE, "SQ-1", "workflow_state")
		assert is_transition_allowed(CASE, "SQ-1", "docstatus")
		assert not is_transition_allowed(CASE, "SQ-2", "workflow_state")
		assert not is_transition_allowed("Payment Run", "SQ-1", "workflow_state")
	assert not is_transition_allowed(CASE, "SQ-1", "workflow_state")


def test_leave_for_named_fields_opens_no_others():
	with allow_transition(CASE, "SQ-1", fields=["decided_amount"]):
		assert is_transition_allowed(CASE, "SQ-1", "decided_amount")
		assert not is_transition_allowed(CASE, "SQ-1", "workflow_state")


def test_leave_to_create_does_not_open_stored_documents():
	with allow_transition(CASE):
		assert is_transition_allowed(CASE, None, "docstatus")
		assert not is_transition_allowed(CASE, "SQ-1", "docstatus")


def test_leave_ends_when_the_work_fails():
	with pytest.raises(ValueError), allow_transition(CASE, "SQ-1"):
		raise ValueError
	assert not is_transition_allowed(CASE, "SQ-1", "workflow_state")


def test_inner_leave_of_the_same_kind_does_not_end_the_outer_one():
	with allow_transition(CASE, "SQ-1"):
		with allow_transition(CASE, "SQ-1"):
			pass
		assert is_transition_allowed(CASE, "SQ-1", "workflow_state")
