"""Papers that were put on file before a row said at which step: each belongs to the step whose list asks for it."""

import frappe

CASE = "Assistance Application"


def execute() -> None:
	"""By the list of the case's own template; what no list asks for belongs to the filing. It may run twice."""
	paper, case = frappe.qb.DocType("Application Evidence"), frappe.qb.DocType(CASE)
	asked, step = frappe.qb.DocType("Process Template Evidence"), frappe.qb.DocType("Process Template Step")
	is_bare = paper.step_code.isnull() | (paper.step_code == "")
	rows = (
		frappe.qb.from_(paper)
		.join(case)
		.on((case.name == paper.parent) & (paper.parenttype == CASE))
		.left_join(asked)
		.on((asked.parent == case.process_template) & (asked.evidence_key == paper.evidence_key))
		.join(step)
		.on((step.parent == case.process_template) & (step.idx == 1))
		.select(paper.name, asked.step_code, step.step_code.as_("first"))
		.where(is_bare)
		.run(as_dict=True)
	)
	by_step: dict[str, list[str]] = {}
	for row in rows:
		by_step.setdefault(row.step_code or row.first, []).append(row.name)
	for code, names in by_step.items():
		frappe.qb.update(paper).set(paper.step_code, code).set(paper.modified, frappe.utils.now()).set(
			paper.modified_by, frappe.session.user
		).where(paper.name.isin(names)).run()
