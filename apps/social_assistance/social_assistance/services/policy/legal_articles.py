"""The articles that letters cite: read from the submitted Legal Articles and Legal Documents, checked by two persons."""

import json
from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from social_assistance.domain.policy.legal_articles import (
	LegalArticle,
	LegalDocument,
	Question,
	choose_articles,
	may_be_cited,
	without_force,
)
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services.policy.exceptions import PolicyParametersInvalidError

ARTICLE, DOCUMENT = "Legal Article", "Legal Document"
REFUSED = "Refused"
POLICY_CITATIONS = ("appraisal_citation", "disregard_citation", "exit_citation")
Finding = tuple[str, str]


def cite(occasion: str, scheme: str, day: date, reasons: Iterable[str] = ()) -> str:
	"""Citation for a letter of a scheme on a day; several reasons give each their article, none the general one."""
	question = _question(occasion, scheme, day)
	articles = _articles()
	found = [text for reason in reasons for text in choose_articles(articles, question, reason)]
	return _joined(found or choose_articles(articles, question, ""), question)


def cite_findings(scheme: str, day: date, findings: Iterable[Finding]) -> str:
	"""The articles that the family did not meet, by the findings (code, citation) of its assessment.

	A code without a row of its own takes what the assessment recorded, as long as that may be cited on the day.
	"""
	question, articles, documents = _question(REFUSED, scheme, day), _articles(), _documents().values()
	found: list[str] = []
	for code, recorded in findings:
		own = [row for row in articles if row.reason == code]
		chosen = choose_articles(own, question, code)
		if not chosen and may_be_cited(recorded, tuple(documents), day):
			chosen = (recorded,)
		found += chosen
	return _joined(found or choose_articles(articles, question, ""), question)


def findings_of(assessment: str | None) -> list[Finding]:
	"""Code and citation of the reasons that a means assessment gave against the family."""
	data = frappe.db.get_value("Means Assessment", assessment, "result_data") if assessment else None
	reasons = (json.loads(data).get("result") or {}).get("reasons") or [] if data else []
	return [(row["code"], row.get("citation") or "") for row in reasons]


def refuse_without_force(policy: Document) -> None:
	"""Refuse a policy version that rests on a document which ended before its first day, naming the place."""
	documents, day = tuple(_documents().values()), getdate(policy.effective_from)
	for label, citation in _citations_of(policy):
		titles = without_force(citation, documents, day)
		if titles:
			frappe.throw(
				_("{0}: {1} does not hold on {2} and cannot be cited.").format(
					label, ", ".join(titles), frappe.format(day, "Date")
				),
				PolicyParametersInvalidError,
			)


def _citations_of(policy: Document) -> Iterable[tuple[str, str]]:
	"""Every citation of a policy version with the label of its place."""
	for row in policy.citations:
		yield _(row.rule_group), row.document or ""
	for field in POLICY_CITATIONS:
		yield _(policy.meta.get_label(field)), policy.get(field) or ""
	for table in policy.meta.get_table_fields():
		for row in policy.get(table.fieldname) if table.fieldname != "citations" else ():
			yield _("Row {0} of {1}").format(row.idx, _(table.label)), row.get("citation") or ""


def note_writer(doc: Document) -> None:
	"""Remember who wrote a draft last; whoever that is cannot put it into force."""
	if doc.docstatus == 0:
		doc.prepared_by = frappe.session.user


def require_second_person(doc: Document) -> None:
	"""Refuse to put into force what the same person has written."""
	stored = frappe.db.get_value(doc.doctype, doc.name, "prepared_by")
	doc.prepared_by = stored
	if stored == frappe.session.user and not doc.flags.is_shipped:
		frappe.throw(
			_("You wrote this yourself; a second person puts it into force."), SeparationOfDutiesError
		)


def end_repealed(doc: Document) -> None:
	"""What a document in force repeals ends on the day before it begins."""
	last_day = add_days(getdate(doc.effective_from), -1)
	for row in doc.repeals:
		frappe.db.set_value(  # allow: PERF-write-in-loop a law repeals a handful of documents
			DOCUMENT, row.document, "effective_to", last_day
		)


def _question(occasion: str, scheme: str, day: date) -> Question:
	category = frappe.get_cached_value("Assistance Scheme", scheme, "category")
	return Question(occasion, scheme, category or "", day)


def _joined(citations: Iterable[str], question: Question) -> str:
	"""Each once; without any row the scheme's own legal basis stands, so that no letter is without one."""
	text = "；".join(dict.fromkeys(citations))
	return text or frappe.get_cached_value("Assistance Scheme", question.scheme, "legal_basis") or ""


def _articles() -> list[LegalArticle]:
	documents = _documents()
	rows = frappe.get_all(
		ARTICLE,
		filters={"docstatus": 1},
		fields=[
			"name",
			"legal_document",
			"article",
			"occasion",
			"scheme_category",
			"scheme",
			"reason",
			"effective_from",
			"replaces",
		],
		order_by="creation, name",
	)
	return [
		LegalArticle(
			key=row.name,
			document=documents[row.legal_document],
			article=row.article or "",
			occasion=row.occasion,
			category=row.scheme_category or "",
			scheme=row.scheme or "",
			reason=row.reason or "",
			first_day=getdate(row.effective_from) if row.effective_from else None,
			replaces=row.replaces or "",
		)
		for row in rows
	]


def _documents() -> dict[str, LegalDocument]:
	"""Documents by name; one that is not in force by a second person's act is a draft."""
	rows = frappe.get_all(
		DOCUMENT,
		filters={"docstatus": ("<", 2)},
		fields=["name", "document_number", "effective_from", "effective_to", "docstatus"],
	)
	return {
		row.name: LegalDocument(
			row.name,
			row.document_number or "",
			getdate(row.effective_from) if row.effective_from and row.docstatus == 1 else None,
			getdate(row.effective_to) if row.effective_to else None,
		)
		for row in rows
	}
