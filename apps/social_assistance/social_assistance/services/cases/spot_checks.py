"""District spot check: a draw among the cases at step 11 that any auditor can repeat from its stored seed and population.

民发〔2021〕43号 art. 16 asks for at least 30 % before 特困 is confirmed; the share is a row of the policy. Cases on the
near-relative record and those objected to are visited in any case, on top of the share (民发〔2021〕57号 art. 20).

Where confirmation is delegated to the township, the district draws afterwards among the decisions of a period
(备案抽查); what it finds is written by `spot_check_results`.
"""

import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, formatdate, getdate

from social_assistance.domain.cases.sampling import Draw, draw_sample, population_digest
from social_assistance.domain.money import from_storage
from social_assistance.domain.vocabulary import Scheme
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.cases.exceptions import SpotCheckError
from social_assistance.services.policy import in_force
from social_assistance.services.wording import get_bureau_name, get_user_full_name

DOCTYPE = "Spot Check Run"
CASE = "Assistance Application"
STEP = "REVIEW"
AFTERWARDS = "After Delegated Decision"
SEED_BYTES = 16
KIN, COMPLAINT = "Near Relative", "Objection or Complaint"
_SEPARATOR = "\t"


@dataclass(frozen=True)
class ArrivedCases:
	"""The cases that arrived in the period: those still at the step by township, the reasons, and how many have left."""

	population: dict[str, list[str]]
	mandatory: dict[str, str]
	left: int


def check_spot_check_run(run: Document) -> None:
	"""Dates in order, and no second draw over the same cases: whoever may draw again may choose."""
	if getdate(run.to_date) < getdate(run.from_date):
		frappe.throw(_("Arrived Until lies before Arrived From."), SpotCheckError)
	if getdate(run.to_date) > clock.today():
		frappe.throw(_("Arrived Until lies in the future."), SpotCheckError)
	other = frappe.db.get_value(
		DOCTYPE,
		{
			"scheme": run.scheme,
			"division": run.division,
			"check_kind": run.check_kind,
			"from_date": ("<=", run.to_date),
			"to_date": (">=", run.from_date),
			"name": ("!=", run.name or ""),
		},
	)
	if other:
		frappe.throw(
			_("The period overlaps the draw {0} for the same scheme and area.").format(other), SpotCheckError
		)


def draw_cases(name: str) -> Document:
	"""Draw once, store seed, population and result, and mark the cases; refuses a second draw."""
	run = frappe.get_doc(DOCTYPE, name, for_update=True)
	if run.run_status != "Draft":
		frappe.throw(
			_("The draw {0} was made already. It is never repeated with another seed.").format(name),
			SpotCheckError,
		)
	arrived = _confirmed_by_townships(run) if run.check_kind == AFTERWARDS else _arrived(run)
	if not arrived.population:
		_refuse_empty(run)
	ratio, source = _ratio(run)
	result = draw_sample(arrived.population, ratio, secrets.token_hex(SEED_BYTES), list(arrived.mandatory))
	_store(run, result, arrived, source)
	if run.check_kind != AFTERWARDS:
		# The mark lets the case leave the step only after the visit; a decided case goes on.
		frappe.db.set_value(CASE, {"name": ("in", list(result.cases))}, "spot_check", 1)
	return run


def _refuse_empty(run: Document) -> NoReturn:
	if run.check_kind == AFTERWARDS:
		message = _("No township decided a case of the scheme itself in this period.")
	else:
		message = _("No case of the scheme that arrived in this period is at District Review.")
	frappe.throw(message, SpotCheckError)


def repeat_draw(run: Document) -> dict[str, Any]:
	"""The draw made anew from what is stored; says whether population and result are the same as then."""
	population = _read(run.population)
	mandatory = [row.application for row in run.cases if row.mandatory]
	result = draw_sample(population, _exact(run.ratio), run.seed, mandatory)
	stored = {row.application for row in run.cases}
	return {
		"population_is_same": population_digest(population) == run.population_digest,
		"result_is_same": set(result.cases) == stored,
		"drawn": sorted(case for row in result.strata for case in row.drawn),
		"seed": run.seed,
		"digest": result.population_digest,
	}


def build_draw_sheet(run: Document) -> dict[str, Any]:
	"""抽查记录: what was drawn from what, for the file."""
	places = dict(
		frappe.get_all(
			"Administrative Division",
			filters={"name": ("in", [row.township for row in run.cases] or [""])},
			fields=["name", "division_name"],
			as_list=True,
		)
	)
	return {
		"title": _("Record of the Spot Check Draw"),
		"number": run.name,
		"facts": [
			(_("Scheme"), _(frappe.get_cached_value("Assistance Scheme", run.scheme, "scheme_name"))),
			(_("Period"), f"{formatdate(run.from_date)} – {formatdate(run.to_date)}"),
			(_("Kind of Check"), _(run.check_kind)),
			(_("Cases in the Population"), run.population_count),
			(_("Share Drawn"), f"{run.ratio:.2%}" if run.ratio else "-"),
			(_("Drawn"), run.drawn_count),
			(_("Added (Kin, Complaint)"), run.mandatory_count),
			(_("Drawn On"), formatdate(run.drawn_on)),
			(_("Drawn By"), get_user_full_name(run.drawn_by)),
		],
		"paragraphs": [
			(_("Seed"), run.seed),
			(_("Digest of the Population"), run.population_digest),
			(_("Source of the Share"), run.ratio_source),
		],
		"heads": [
			_("No."),
			_("Application"),
			_("Township"),
			_("Drawn"),
			_("Visited in Any Case"),
			_("Result"),
			_("Findings"),
		],
		"rows": [
			(
				row.idx,
				row.application,
				places.get(row.township, ""),
				_("Yes") if row.drawn else "",
				_(row.mandatory) if row.mandatory else "",
				_(row.check_result) if row.check_result else "",
				row.findings or "",
			)
			for row in run.cases
		],
		"signatures": [_("Drawn By"), _("Witness")],
		"office": get_bureau_name(),
		"dated": formatdate(run.drawn_on),
	}


def _arrived(run: Document) -> ArrivedCases:
	area = frappe.db.get_value("Administrative Division", run.division, ["lft", "rgt"], as_dict=True)
	step, case = frappe.qb.DocType("Application Step"), frappe.qb.DocType(CASE)
	place = frappe.qb.DocType("Administrative Division")
	rows = (
		frappe.qb.from_(step)
		.join(case)
		.on(case.name == step.application)
		.join(place)
		.on(place.name == case.division)
		.select(case.name, case.township, case.current_step, case.county_visit_required)
		.distinct()
		.where((step.step_code == STEP) & (case.scheme == run.scheme))
		.where((place.lft >= area.lft) & (place.rgt <= area.rgt))
		.where((step.opened_on >= run.from_date) & (step.opened_on < add_days(run.to_date, 1)))
		.run(as_dict=True)
	)
	here = [row for row in rows if row.current_step == STEP]
	return ArrivedCases(_by_township(here), _mandatory(here), len(rows) - len(here))


def _confirmed_by_townships(run: Document) -> ArrivedCases:
	"""Cases of delegated procedures that were decided in the period, whatever became of them."""
	area = frappe.db.get_value("Administrative Division", run.division, ["lft", "rgt"], as_dict=True)
	decision, case = frappe.qb.DocType("Application Decision"), frappe.qb.DocType(CASE)
	place, template = frappe.qb.DocType("Administrative Division"), frappe.qb.DocType("Process Template")
	rows = (
		frappe.qb.from_(decision)
		.join(case)
		.on(case.name == decision.application)
		.join(place)
		.on(place.name == case.division)
		.join(template)
		.on(template.name == case.process_template)
		.select(case.name, case.township, case.county_visit_required)
		.distinct()
		.where((template.decision_authority == "Township") & (case.scheme == run.scheme))
		.where((place.lft >= area.lft) & (place.rgt <= area.rgt))
		.where((decision.decided_on >= run.from_date) & (decision.decided_on <= run.to_date))
		.run(as_dict=True)
	)
	return ArrivedCases(_by_township(rows), _mandatory(rows), 0)


def _by_township(rows: list[frappe._dict]) -> dict[str, list[str]]:
	population: dict[str, list[str]] = {}
	for row in rows:
		population.setdefault(row.township or "", []).append(row.name)
	return population


def _mandatory(rows: list[frappe._dict]) -> dict[str, str]:
	objected = frappe.get_all(
		"Notice Objection",
		filters={"application": ("in", [row.name for row in rows] or [""])},
		pluck="application",
		distinct=True,
	)
	reasons = dict.fromkeys(objected, COMPLAINT)
	return reasons | {row.name: KIN for row in rows if row.county_visit_required}


def _ratio(run: Document) -> tuple[Decimal, str]:
	"""The share of the scheme's row in the policy in force, with the version that gives it."""
	version = in_force.get_policy_in_force(run.division, getdate(run.to_date))
	rules = in_force.get_policy_parameters(version).administration
	ratio = rules.for_scheme(Scheme(run.scheme)).spot_check_ratio
	if not ratio:
		frappe.throw(
			_(
				"Policy version {0} sets no share to draw for this scheme. Enter it under Spot Check Share."
			).format(version),
			SpotCheckError,
		)
	return ratio, f"{version}: {rules.citation}"


def _store(run: Document, result: Draw, arrived: ArrivedCases, source: str) -> None:
	run.update(
		{
			"run_status": "Drawn",
			"ratio": float(result.ratio),
			"ratio_source": source[:140],
			"seed": result.seed,
			"population": _write(arrived.population),
			"population_digest": result.population_digest,
			"population_count": sum(row.population for row in result.strata),
			"drawn_count": sum(len(row.drawn) for row in result.strata),
			"mandatory_count": sum(len(row.mandatory) for row in result.strata),
			"left_count": arrived.left,
			"drawn_on": clock.now(),
			"drawn_by": frappe.session.user,
		}
	)
	for row in result.strata:
		for case in (*row.drawn, *row.mandatory):
			run.append(
				"cases",
				{
					"application": case,
					"township": row.stratum or None,
					"drawn": int(case in row.drawn),
					"mandatory": arrived.mandatory.get(case, ""),
				},
			)
	with allow_transition(DOCTYPE, run.name):
		run.save()


def _write(population: dict[str, list[str]]) -> str:
	return "\n".join(
		f"{township}{_SEPARATOR}{case}"
		for township in sorted(population)
		for case in sorted(population[township])
	)


def _read(text: str) -> dict[str, list[str]]:
	population: dict[str, list[str]] = {}
	for line in (text or "").splitlines():
		township, _tab, case = line.partition(_SEPARATOR)
		population.setdefault(township, []).append(case)
	return population


def _exact(ratio: float) -> Decimal:
	return from_storage(ratio, 4).normalize()
