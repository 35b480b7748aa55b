"""The shipped procedures separate the decision, and the notice, from the steps before them, for running cases too."""

import frappe

# Template code, step, action -> what its doer must not have done before.
EARLIER = "ACCEPT,VISIT,APPRAISE,INITIAL,NOTICE,REVIEW,VERIFY"
SEPARATED = {
	("NATIONAL-16", "DECIDE"): EARLIER,
	("TOWNSHIP-16", "DECIDE"): EARLIER,
	("NATIONAL-16", "NOTICE"): "ACCEPT,VISIT,INITIAL",
	("TOWNSHIP-16", "NOTICE"): "ACCEPT,VISIT",
	("NATIONAL-16", "REVIEW"): "ACCEPT,VISIT,INITIAL,NOTICE,VERIFY",
}


def execute() -> None:
	"""Version 1 as it was shipped; a district's own versions stay as they are."""
	stamp = frappe.utils.now()
	for (code, step), words in SEPARATED.items():
		_separate(f"{code}-V1", step, words, stamp)
	template = frappe.qb.DocType("Process Template")
	query = (
		frappe.qb.update(template).set(template.modified, stamp).set(template.modified_by, "Administrator")
	)
	query.where(template.name.isin([f"{code}-V1" for code, _step in SEPARATED])).run()


def _separate(template: str, step: str, words: str, stamp: str) -> None:
	way = frappe.qb.DocType("Process Template Transition")
	query = frappe.qb.update(way).set(way.separated_from, words)
	query = query.set(way.modified, stamp).set(way.modified_by, "Administrator")
	query = query.where((way.parent == template) & (way.step_code == step))
	query.where(way.action.isin(["Forward", "Skip", "Reject"])).run()
