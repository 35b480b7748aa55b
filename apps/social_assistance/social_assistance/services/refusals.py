"""Everything that is wrong with a document, told at once: a clerk corrects a form in one go, not save by save."""

from collections.abc import Callable

import frappe


def check_all(*checks: Callable[[], object]) -> None:
	"""Run every check; what they refuse is told together, in their order, with the first one's exception.

	Only refusals of content are gathered. Anything else ends the checks: the refusals before it explain it, or it stands alone.
	"""
	refused: list[frappe.ValidationError] = []
	for check in checks:
		try:
			check()
		except frappe.ValidationError as error:
			refused.append(error)
		except Exception:
			if not refused:
				raise
			break
	if refused:
		raise refused[0]
