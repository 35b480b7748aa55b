"""A screening run: batch by batch over the households of an area, results kept as candidates."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce, Sum
from frappe.utils import getdate, now_datetime

from social_assistance.constants import DISTRICT_REVIEWER
from social_assistance.domain.periods import add_months
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.referral_rules import Need
from social_assistance.domain.vocabulary import Scheme
from social_assistance.engines import base
from social_assistance.engines.runs.claims import Claim, work_on
from social_assistance.engines.runs.handing_over import hand_over
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.engines.screening import codes, evaluate_batch
from social_assistance.engines.screening.parameters import Parameters
from social_assistance.engines.screening.registry_facts import Subtree, load_next_batch
from social_assistance.engines.screening.statements import (
	Row,
	insert_table_rows,
	keep_tables_in_memory,
	run_statements,
)
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.policy import in_force
from social_assistance.services.screening import proposals
from social_assistance.services.screening.exceptions import ScreeningStateError

DOCTYPE, CANDIDATE = proposals.RUN, proposals.CANDIDATE
EVENT = "screening_progress"
# A refused or accepted proposal rests for this long before it may be made again.
QUIET_MONTHS = 12
_DIBAO = (Scheme.DIBAO_URBAN, Scheme.DIBAO_RURAL)
_HELD_BY_CLASS = {
	Scheme.DIBIAN: (*_DIBAO, Scheme.DIBIAN),
	Scheme.GANGZHI: (*_DIBAO, Scheme.DIBIAN, Scheme.GANGZHI),
}


_HERE = "social_assistance.engines.screening.runs"
SCREENING = RunKind(
	"screening",
	(DOCTYPE,),
	"Screening of the Households",
	worker=f"{_HERE}.execute_screening_run",
	start=f"{_HERE}.start_screening_run",
	drop=f"{_HERE}.drop_screening_run",
	roles=(DISTRICT_REVIEWER,),
	busy_states=("Queued", "Running"),
	stopped_states=("Stopped", "Failed"),
)


def start_screening_run(run: str) -> None:
	"""Queue a run that is not under way; a stopped or failed one goes on after the last finished batch."""
	proposals.require_role(SCREENING.roles)
	doc = frappe.get_doc(DOCTYPE, run, for_update=True)
	if doc.run_status not in ("Draft", *SCREENING.stopped_states):
		frappe.throw(
			_(
				"Screening run {0} is in state {1}; only a draft, stopped or failed run can be started."
			).format(run, _(doc.run_status)),
			ScreeningStateError,
		)
	doc.run_status = "Queued"
	with allow_transition(DOCTYPE, run):
		doc.save()
	hand_over(SCREENING, run)


def drop_screening_run(name: str) -> str:
	"""Proposals that nobody answered go, and the run is a draft again; answered ones stay, with their applications."""
	frappe.db.delete(CANDIDATE, {"screening_run": name, "candidate_status": "To Answer"})
	answered = frappe.db.count(CANDIDATE, {"screening_run": name})
	_set(
		name,
		run_status="Draft",
		cursor_key=None,
		household_count=0,
		known_count=0,
		candidate_count=answered,
		progress=0,
		failure=None,
		started_on=None,
	)
	return str(
		_("Its open proposals are deleted, {0} answered ones stay; the run is a draft again.").format(
			answered
		)
	)


def execute_screening_run(name: str) -> None:
	"""Work through the run from where it stands; a failure is kept on the run and raised."""
	with work_on(SCREENING, name) as claim:
		doc = frappe.get_doc(DOCTYPE, name)
		_set(name, run_status="Running", started_on=doc.started_on or now_datetime(), failure=None)
		base.commit_batch()
		try:
			is_through = _work(name, claim)
		except Exception as error:
			frappe.db.rollback()  # allow: DB-manual-commit the failed batch is undone, the state below is kept
			_set(name, run_status="Failed", failure=str(error)[:500])
			base.publish_event(DOCTYPE, name, EVENT, progress=100)
			base.commit_batch()
			raise
		if is_through:
			_set(name, run_status="Finished", finished_on=now_datetime(), progress=100)
			claim.finish()
		else:
			_set(name, run_status="Stopped")
			claim.stop()
		base.publish_event(DOCTYPE, name, EVENT, progress=100)
		base.commit_batch()


def _work(name: str, claim: Claim) -> bool:
	"""True when all households were looked at, False when somebody asked to stop."""
	doc = frappe.get_doc(DOCTYPE, name)
	day = getdate(doc.as_of_date)
	parameters = Parameters(
		in_force.get_policy_parameters(in_force.get_policy_in_force(doc.division, day)), day
	)
	scope, last = Subtree.of(doc.division), doc.cursor_key or ""
	total = max(1, _households(scope))
	keep_tables_in_memory()
	parameters.write()
	run_statements("text_table.sql")
	insert_table_rows("scr_text", _texts(parameters.policy))
	while (reached := load_next_batch(scope, parameters, last, doc.months_known)) is not None:
		last = reached
		evaluate_batch()
		_keep_candidates(name, day)
		_count(name, last, total)
		claim.beat()
		base.commit_batch()
		if claim.is_stop_requested():
			return False
	return True


def _keep_candidates(name: str, day: date) -> None:
	quiet_since = add_months(day, -QUIET_MONTHS)
	run_statements("unwanted.sql", quiet_since=quiet_since)
	values = {"run": name, "user": frappe.session.user, "now": now_datetime(), "day": day}
	run_statements("candidates.sql", **values)


def _count(name: str, last: str, total: int) -> None:
	looked_at, known = frappe.db.sql("select count(*), coalesce(sum(known > 0), 0) from scr_household")[0]
	run_table, candidate = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(CANDIDATE)
	found, amount = (
		frappe.qb.from_(candidate)
		.select(base.count_all(), Coalesce(Sum(candidate.monthly_amount), 0))
		.where(candidate.screening_run == name)
		.run()[0]
	)
	done = frappe.db.get_value(DOCTYPE, name, "household_count") + int(looked_at)
	progress = min(99, done * 100 / total)
	(
		frappe.qb.update(run_table)
		.set(run_table.household_count, done)
		.set(run_table.known_count, run_table.known_count + int(known))
		.set(run_table.candidate_count, found)
		.set(run_table.monthly_amount, amount)
		.set(run_table.progress, progress)
		.set(run_table.cursor_key, last)
		.set(run_table.modified, now_datetime())
		.set(run_table.modified_by, frappe.session.user)
		.where(run_table.name == name)
		.run()
	)
	base.publish_event(DOCTYPE, name, EVENT, progress=progress, candidates=found)


def _set(name: str, **values: object) -> None:
	with allow_transition(DOCTYPE, name):
		frappe.db.set_value(DOCTYPE, name, values)


def _households(scope: Subtree) -> int:
	household = frappe.qb.DocType("Registry Household")
	division = frappe.qb.DocType("Administrative Division")
	query = (
		frappe.qb.from_(household)
		.join(division)
		.on(division.name == household.division)
		.select(base.count_all())
	)
	query = query.where((household.household_status == "Active") & (division.lft >= scope.lft))
	return int(query.where(division.rgt <= scope.rgt).run()[0][0])


def _texts(rules: PolicyParameters) -> list[Row]:
	"""Reason and citation of each scheme, in the language of who started the run."""
	income = _("Income of {income} yuan a month is within the limit of {limit} yuan for {persons} persons.")
	alone = _(
		"Severely disabled, seriously ill or clergy in a low-margin family; own income {income}, standard {limit}."
	)
	tekun = _(
		"Without labour ability by age or disability; income {income}, standard {limit}; nobody known to support."
	)
	child = _("By what is recorded of both parents.")
	groups: tuple[tuple[Scheme, str, object, bool], ...] = (
		*((scheme, income, rules.dibao, True) for scheme in _DIBAO),
		(Scheme.DIBIAN, income, rules.low_margin, True),
		(Scheme.GANGZHI, income, rules.rigid_spending, True),
		(Scheme.DIBAO_SINGLE, alone, rules.single_person, True),
		(Scheme.TEKUN, tekun, rules.tekun, True),
		(Scheme.ORPHAN, child, rules.children, False),
		(Scheme.UNSUPPORTED_CHILD, child, rules.children, False),
	)
	rows = [
		_text(scheme, reason, str(group.citation) if hasattr(group, "citation") else "", needs)
		for scheme, reason, group, needs in groups
	]
	needs_text = {
		Need.ILLNESS: _("Seriously ill, or with medical spending, in a household that this aid is open to."),
		Need.STUDY: _("At school or university, in a household that this aid is open to."),
		Need.WORK: _("Able to work and without work, in a household that this aid is open to."),
		Need.CIRCUMSTANCE: _("Recorded circumstance that this aid answers."),
	}
	return rows + [
		{**_text(rule.scheme, needs_text[rule.need], str(rule.citation or ""), False), "rule": number}
		for number, rule in enumerate(rules.special_aids, start=1)
	]


def _text(scheme: Scheme, reason: str, citation: str, needs_economy: bool) -> Row:
	held = _DIBAO if scheme in _DIBAO else _HELD_BY_CLASS.get(scheme, (scheme,))
	return {
		"bit": codes.SCHEME_BIT[scheme],
		"rule": 0,
		"scheme": scheme.value,
		"reason": reason,
		"citation": citation[:140],
		"needs_economy": int(needs_economy),
		"held_mask": codes.build_scheme_mask(held),
	}
