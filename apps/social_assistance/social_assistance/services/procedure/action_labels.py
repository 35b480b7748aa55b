"""What the buttons of a step say: each act by its own name, as the law and the counter call it."""

from social_assistance.domain.procedure.steps import MoveKind, Transition

LABELS = {
	("DISCOVER", MoveKind.FORWARD): "Begin the Application",
	("DISCOVER", MoveKind.CLOSE): "Record That Nobody Applies",
	("APPLY", MoveKind.FORWARD): "Papers Are Complete",
	("AUTHORISE", MoveKind.FORWARD): "Hand In for Acceptance",
	("ACCEPT", MoveKind.FORWARD): "Accept the Application",
	("ACCEPT", MoveKind.RETURN): "Send the One Correction Notice",
	("ACCEPT", MoveKind.REJECT): "Do Not Accept the Application",
	("KIN_RECORD", MoveKind.FORWARD): "Near Relatives Are Recorded",
	("VERIFY", MoveKind.FORWARD): "Verification Is Complete",
	("VISIT", MoveKind.FORWARD): "Investigation Is Complete",
	("APPRAISE", MoveKind.FORWARD): "Appraisal Is Recorded",
	("APPRAISE", MoveKind.SKIP): "No Appraisal Needed",
	("INITIAL", MoveKind.FORWARD): "Agree at Initial Review",
	("INITIAL", MoveKind.REJECT): "Disagree at Initial Review",
	("NOTICE", MoveKind.FORWARD): "Notice Period Has Passed",
	("NOTICE", MoveKind.SKIP): "Go On Without Notice",
	("REVIEW", MoveKind.FORWARD): "Present for Confirmation",
	("DECIDE", MoveKind.FORWARD): "Confirm the Benefit",
	("DECIDE", MoveKind.REJECT): "Refuse the Benefit",
	("PUBLISH", MoveKind.FORWARD): "Result Is Published",
	("PUBLISH", MoveKind.SKIP): "Protected, Not Published",
	("PAY", MoveKind.FORWARD): "First Payment Is Made",
	("PAY", MoveKind.SKIP): "Nothing to Pay in Cash",
	("MAINTAIN", MoveKind.FORWARD): "Hand Over to Exit",
	("EXIT", MoveKind.CLOSE): "Close and Archive",
}


def get_action_label(way: Transition, action: str) -> str:
	"""The name of the act; moves without one keep the name of the workflow's action."""
	return LABELS.get((way.step, way.kind), action)
