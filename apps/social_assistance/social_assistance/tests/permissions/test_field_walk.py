"""Every field of every DocType, as every role that may write the document, in every state, by every door.

The value stays as it was, or the change is refused with a named error; what is open may be changed. All doors lead to the
save guard: it is asked about every change, the doors about a sample and about what it leaves to the document. The numbers are printed.
"""

import itertools
import sys
import time
from collections.abc import Iterator
from functools import partial
from unittest.mock import patch

import frappe
from frappe.model.document import Document

from social_assistance import constants as c
from social_assistance.permissions.app_documents import list_app_doctypes
from social_assistance.permissions.field_guard import rules_of
from social_assistance.permissions.field_rows import follows_link
from social_assistance.services.procedure.templates import load_template
from social_assistance.tests import case_factories, charity_factories, factories
from social_assistance.tests import field_walk as walk
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1
from social_assistance.tests.field_walk import CASE, NAME, Tally, Target

FILING = {"DISCOVER", "APPLY", "AUTHORISE", "ACCEPT"}
# Said once more beside the rules of the case: where each part of the file may change, whatever its declaration says.
OPEN_AT = {
	**dict.fromkeys(
		("scheme", "household", "applicant", "division", "applied_on", "filing_channel", "members"), FILING
	),
	"consents": FILING,
	"kin_declared": {*FILING, "KIN_RECORD"},
	"township_opinion": {"INITIAL"},
	"township_opinion_text": {"INITIAL"},
	"district_opinion": {"REVIEW"},
	"district_opinion_text": {"REVIEW"},
	"file_checks": {"REVIEW", "INITIAL"},
	"exit_reason": {"EXIT"},
	"exit_text": {"EXIT"},
}
# Each so manieth change goes through a door whatever the guard says of it.
EVERY = 97
# Steps of the case at which a linked document is looked at: its own, those beside it, and after the decision.
STEPS_BESIDE = ("VISIT", "APPRAISE", "NOTICE", "REVIEW", "PUBLISH", "MAINTAIN")


class TestFieldWalk(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.flags.business_date = cls.today
		cls.case = case_factories.case_at("ACCEPT", accepted_on=None)
		cls.partner = charity_factories.partner()
		cls.bare = walk.BareDocuments(
			{
				CASE: cls.case.name,
				"Administrative Division": VILLAGE_1,
				"Registry Household": cls.case.household,
				"Registry Person": cls.case.applicant,
				"Charity Partner": cls.partner.name,
				"Assistance Scheme": cls.case.scheme,
				"User": "Administrator",
				"Process Template": cls.case.process_template,
			}
		)
		cls.codes = load_template(cls.case.process_template).codes
		cls.tally, cls.doors = Tally(), itertools.cycle(walk.DOORS)
		cls.places = 0

	def account(self, role: str) -> str:
		if role == c.CHARITY_PARTNER:
			return str(self.partner.users[0].user)
		everywhere = role in (c.POLICY_ADMINISTRATOR, "System Manager")
		return factories.user(role, None if everywhere else TOWNSHIP_1)

	def test_the_walk(self):
		began = time.monotonic()
		with patch.object(Document, "_validate_links", walk_past_links):
			for doctype in sorted(list_app_doctypes()):
				if not frappe.get_meta(doctype).istable:
					self.walk_doctype(doctype)
		tally = self.tally
		sys.stdout.write(
			f"\nfield walk: {tally.walked} changes tried (fields x roles x states, {self.places} documents), "
			f"{tally.refused} refused, {tally.unchanged} without effect, {tally.open} open; {tally.doors} of them "
			f"by a door; {time.monotonic() - began:.0f} s; {dict(sorted(tally.by_error.items()))}\n"
		)
		self.assertEqual(tally.failures, [])
		self.assertGreater(tally.refused, 5000)

	def walk_doctype(self, doctype: str) -> None:
		roles = walk.writers(doctype)
		for _state in self.states(doctype) if roles else ():
			self.places += 1
			self.proven: set[Target] = set()
			stored = frappe.get_doc(doctype, doctype if frappe.get_meta(doctype).issingle else NAME)
			for role in roles:
				with self.acting_as(self.account(role)):
					if frappe.has_permission(doctype, "write", doc=stored):
						copy = frappe.get_doc(stored.as_dict())
						for target in walk.targets(doctype):
							self.try_to_change(role, stored, target, copy)

	def states(self, doctype: str) -> Iterator[str]:
		"""A document in one state after the other; each is gone afterwards."""
		if doctype == CASE:
			yield from self.case_states()
			return
		meta = frappe.get_meta(doctype)
		if meta.issingle:
			yield ""
			return
		for values, step in self.combinations(doctype):
			frappe.db.savepoint("state")
			if step:
				case_factories.put_at(self.case, step, accepted_on="2026-03-02")
			self.bare.make(doctype, NAME, **values)
			yield str((values, step))
			frappe.db.rollback(save_point="state")
			frappe.clear_document_cache(doctype, NAME)

	def combinations(self, doctype: str) -> Iterator[tuple[dict, str]]:
		meta = frappe.get_meta(doctype)
		for fieldname in walk.state_fields(doctype) or [""]:
			options = meta.get_field(fieldname).options.split("\n") if fieldname else [""]
			yield from (({fieldname: option} if fieldname else {}, "") for option in options)
		if meta.is_submittable:
			yield {"docstatus": 1}, ""
		if any(rule.state.startswith("application.") for rule in rules_of(doctype)):
			yield from (({}, step) for step in STEPS_BESIDE)
		if doctype == "Notice Objection":
			yield {"result": "", "replied_on": None}, ""

	def case_states(self) -> Iterator[str]:
		"""The case at each step, and closed."""
		empty = {"doctype": "Review Check", "item": "表", "check_result": "In Order"}
		for step in self.codes:
			frappe.db.savepoint("state")
			case = frappe.get_doc(CASE, self.case.name)
			accepted = None if step in FILING else "2026-03-02"
			case_factories.put_at(case, step, accepted_on=accepted)
			self.bare.make(CASE, NAME, **self.like(case), open_case_key=NAME)
			row = frappe.get_doc(empty | {"parent": NAME, "parenttype": CASE, "parentfield": "file_checks"})
			row.db_insert()
			yield step
			frappe.db.rollback(save_point="state")
			frappe.clear_document_cache(CASE, NAME)

	@staticmethod
	def like(case) -> dict:
		fields = ("workflow_state", "current_step", "accepted_on", "process_template", "scheme", "division")
		return {name: case.get(name) for name in (*fields, "case_status", "clock_profile", "township")}

	def try_to_change(self, role: str, stored, target: Target, copy) -> None:
		"""Ask the guard; what it leaves to the document goes through a door once in each state, as does a sample of the rest."""
		sent = walk.change(stored, target)
		stays = walk.must_stay(stored, target) or self.is_past(stored, target)
		self.tally.walked += 1
		frappe.local.message_log = []
		is_sample = self.tally.walked % EVERY == 0
		refused = self.is_refused(partial(walk.guard, copy=copy), stored, sent)
		if refused and not is_sample:
			return
		self.tally.open += not refused and not stays
		unproven = stays and not refused and target not in self.proven
		if unproven or is_sample:
			self.proven.add(target)
			self.go_through(next(self.doors), role, stored, target, sent, stays)

	def is_refused(self, act, stored, sent: dict) -> bool:
		try:
			act(stored, sent)
		except (frappe.PermissionError, frappe.ValidationError) as error:
			self.tally.refused += 1
			kind = type(error).__name__
			self.tally.by_error[kind] = self.tally.by_error.get(kind, 0) + 1
			return True
		return False

	def go_through(self, door: str, role: str, stored, target: Target, sent: dict, stays: bool) -> None:
		self.tally.doors += 1
		frappe.db.savepoint("attempt")
		where = f"{stored.doctype}.{target} {role} {door} at {self.state_of(stored)}"
		try:
			if self.is_refused(walk.DOORS[door], stored, sent):
				return
			after = frappe.get_doc(stored.doctype, stored.name)
			changed = walk.was_changed(stored, after, target, sent)
			self.tally.unchanged += not changed
			if changed and stays:
				self.tally.failures.append(where)
		finally:
			frappe.db.rollback(save_point="attempt")
			frappe.clear_document_cache(stored.doctype, stored.name)

	@staticmethod
	def is_past(stored, target: Target) -> bool:
		"""Whether the table above says that this part of a case is past, or not reached."""
		steps = OPEN_AT.get(target.table or target.fieldname) if stored.doctype == CASE else None
		return steps is not None and stored.current_step not in steps

	@staticmethod
	def state_of(stored) -> str:
		return str(
			stored.get("current_step") or {f: stored.get(f) for f in walk.state_fields(stored.doctype)}
		)


def walk_past_links(doc: Document) -> None:
	"""A bare document's links lead nowhere and would be refused before a field is judged; what follows one is fetched."""
	for row in (doc, *doc.get_all_children()):
		for field in filter(follows_link, row.meta.fields):
			link, _dot, source = field.fetch_from.partition(".")
			target = row.meta.get_field(link).options
			row.set(
				field.fieldname, frappe.db.get_value(target, row.get(link), source) if row.get(link) else None
			)
