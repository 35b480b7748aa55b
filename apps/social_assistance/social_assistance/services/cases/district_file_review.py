"""District review: the checklist of a case's papers, and the one return to the township with the defects it lists."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.procedure.steps import StepMode
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.services.cases.exceptions import DefectsMissingError
from social_assistance.services.procedure.templates import load_template

STEP = "REVIEW"
DEFECTIVE = "Defective"


def prepare_file_checks(case: Document) -> None:
	"""When a case arrives, list what the earlier steps had to leave on file; on its second arrival keep the answers."""
	if case.file_checks:
		for row in case.file_checks:
			if row.check_result == DEFECTIVE:
				row.check_result = ""
		return
	template = load_template(case.process_template)
	earlier = template.codes[: template.codes.index(STEP)]
	for need in template.evidence:
		asked = need.step in earlier and need.column in ("", case.process_column)
		if asked and template.mode(need.step, case.process_column) is StepMode.REQUIRED:
			case.append("file_checks", {"item": _(need.label)[:140]})


def is_file_checked(case: Document) -> bool:
	"""Whether every line of the checklist is answered and none is defective."""
	results = [row.check_result for row in case.file_checks]
	return bool(results) and all(results) and DEFECTIVE not in results


def are_defects_answered(case: Document) -> bool:
	"""Whether the township has put right, or answered, every defect of a returned case."""
	if not case.is_returned:
		return True
	return all((row.answer or "").strip() for row in case.file_checks if row.check_result == DEFECTIVE)


def require_returnable_file(case: Document) -> None:
	"""A file goes back to the township once, with at least one defect that says what is wrong (民发〔2021〕57号 art. 20)."""
	if case.is_returned:
		frappe.throw(
			_(
				"The district may return a case once; it was returned before. Decide it, or ask the township informally."
			),
			StepNotAllowedError,
		)
	defects = [row for row in case.file_checks if row.check_result == DEFECTIVE]
	if not defects:
		frappe.throw(
			_("Papers Checked: mark what is defective before the case goes back."), DefectsMissingError
		)
	for row in defects:
		if not (row.remark or "").strip():
			frappe.throw(
				_("Row {0} of Papers Checked: say what is wrong with {1}.").format(row.idx, row.item),
				DefectsMissingError,
			)
