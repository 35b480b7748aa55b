"""The re-rating of all awards of a scheme when its standard changes: what a run covers and who may move it."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import DISTRICT_APPROVER, DISTRICT_REVIEWER
from social_assistance.domain.awards.rerating import AmountRules, Method, StandardChange
from social_assistance.domain.policy.scheme_rules import SingleAmount
from social_assistance.domain.vocabulary import Scheme
from social_assistance.exceptions import ReasonRequiredError, RunScopeInvalidError
from social_assistance.services.awards.grants import parse_month_field
from social_assistance.services.policy import in_force
from social_assistance.services.run_states import Move, RunStates

DOCTYPE = "Award Rerating Run"
RESIDENCE_CLASSES = ("Urban", "Rural")
STATES = RunStates(
	DOCTYPE,
	{
		"preview": Move(("Draft", "Previewed", "Approved", "Stopped"), "Previewed", DISTRICT_REVIEWER),
		"approve": Move(("Previewed",), "Approved", DISTRICT_APPROVER),
		"start": Move(("Approved", "Stopped", "Running"), "Running", DISTRICT_REVIEWER),
		"stop": Move(("Running",), "Stopped", DISTRICT_REVIEWER),
		"finish": Move(("Running",), "Executed", DISTRICT_REVIEWER),
		"discard": Move(("Draft", "Previewed", "Approved", "Stopped"), "Discarded", DISTRICT_REVIEWER),
	},
)


def initialise_rerating_run(run: Document) -> None:
	"""Fill in and check a new run; called by the controller."""
	run.from_month = str(parse_month_field(run.from_month, "From Month"))
	run.run_status, run.prepared_by = "Draft", frappe.session.user
	if Method(run.method) is Method.KEEP_SHARE and not (run.share_reason or "").strip():
		frappe.throw(
			_("Why Not by Policy: say on what the district rests this. The preview shows what it underpays."),
			ReasonRequiredError,
		)
	if not get_standard_changes(run):
		frappe.throw(
			_("The two policy versions set no different standards for {0}.").format(run.scheme),
			RunScopeInvalidError,
		)


def rules_of(run: Document) -> AmountRules:
	"""How amounts of the scheme are worked out before the change and after it."""
	former, new = (
		in_force.get_policy_parameters(version) for version in (run.former_version, run.new_version)
	)
	single = new.single_person if Scheme(run.scheme) is Scheme.DIBAO_SINGLE else None
	return AmountRules(
		former.dibao, new.dibao, new.topups, bool(single and single.amount is SingleAmount.FULL_STANDARD)
	)


def citations_of(run: Document) -> dict[str, str]:
	"""What each kind of part rests on in the new version."""
	new = in_force.get_policy_parameters(run.new_version)
	groups = {
		"Base": new.dibao,
		"Top-up": new.topups,
		"Living": new.tekun if run.scheme == "TEKUN" else new.children,
	}
	return {part: str(group.citation) for part, group in groups.items() if group}


def get_standard_changes(run: Document) -> dict[str, StandardChange]:
	"""Residence classes whose standard differs between the two versions."""
	scheme_class = frappe.get_cached_value("Assistance Scheme", run.scheme, "residence_class")
	classes = RESIDENCE_CLASSES if scheme_class == "Any" else (scheme_class,)
	changes = {
		residence: StandardChange(
			in_force.get_monthly_standard(run.former_version, run.scheme, residence),
			in_force.get_monthly_standard(run.new_version, run.scheme, residence),
		)
		for residence in classes
	}
	return {residence: change for residence, change in changes.items() if change.before != change.after}
