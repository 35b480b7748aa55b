"""年度复核: what a campaign covers and who may start, stop and discard it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.constants import DISTRICT_REVIEWER
from social_assistance.exceptions import RunScopeInvalidError
from social_assistance.services import clock
from social_assistance.services.run_states import Move, RunStates

DOCTYPE = "Review Campaign Run"
STATES = RunStates(
	DOCTYPE,
	{
		"start": Move(("Draft", "Stopped", "Running"), "Running", DISTRICT_REVIEWER),
		"stop": Move(("Running",), "Stopped", DISTRICT_REVIEWER),
		"finish": Move(("Running",), "Executed", DISTRICT_REVIEWER),
		"discard": Move(("Draft", "Stopped"), "Discarded", DISTRICT_REVIEWER),
	},
)


def initialise_campaign_run(run: Document) -> None:
	"""Fill in and check a new run; called by the controller."""
	run.run_status, run.prepared_by = "Draft", frappe.session.user
	if getdate(run.due_on) < clock.today():
		frappe.throw(
			_("To Be Finished By: {0} is over already.").format(frappe.format(run.due_on, "Date")),
			RunScopeInvalidError,
		)
