"""What stays on a run document whose worker met an unforeseen error."""

import frappe
from frappe import _

from social_assistance.engines import base
from social_assistance.services.run_states import RunStates


def stop_broken_run(states: RunStates, run: str) -> None:
	"""Set a run to Stopped with a message; when that fails, the scheduler finds it running."""
	base.roll_back_batch()
	frappe.log_error(title=f"{states.doctype} {run}")
	words = _("The run broke off; nothing is lost. Start it again. Details are in the error log.")
	states.move(run, "stop", failure=words)
	base.commit_batch()
