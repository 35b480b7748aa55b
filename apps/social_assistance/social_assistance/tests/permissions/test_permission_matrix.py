"""The table of design.md section 5: role × document × right × place, and every step × who must keep out of it.

One row of every document that follows the township scope lies inside and one outside the area of each role's account. What
a role may do inside is what its records say (docs/permissions.md); outside it may do nothing, by whatever door.
"""

import itertools
import json
from contextlib import contextmanager

import frappe
from frappe.desk import reportview
from frappe.desk.form import load
from frappe.desk.query_report import run as run_report
from frappe.desk.search import search_link
from frappe.permissions import get_doc_permissions
from frappe.www.printview import get_html_and_style

from social_assistance import constants as c
from social_assistance.exceptions import AssistanceError, SeparationOfDutiesError
from social_assistance.overrides import desk_rpc
from social_assistance.permissions.exceptions import OutOfScopeError
from social_assistance.permissions.scoped_documents import SCOPED_DOCTYPES, TOWNSHIP_DOCTYPES
from social_assistance.services.cases import steps
from social_assistance.services.cases.steps import MoveRequest
from social_assistance.services.procedure import templates
from social_assistance.services.registry.divisions import get_township
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1, VILLAGE_2

CASE = "Assistance Application"
RIGHTS = ("read", "write", "create", "delete", "submit", "cancel", "export", "print", "email", "report")
CHANGES = ("write", "create", "delete", "submit", "cancel")
INSIDE, OUTSIDE = "MATRIX-IN", "MATRIX-OUT"
# Roles for which the place of a document makes no difference: all of it, or none of it.
EVERYWHERE = (*c.OVERSIGHT_ROLES,)
NOWHERE = (c.POLICY_ADMINISTRATOR, c.CHARITY_PARTNER)


def account(role: str) -> str:
	"""An account of the role whose area is the first township; oversight has no area."""
	return factories.user(role, None if role in (*EVERYWHERE, *NOWHERE) else TOWNSHIP_1)


def _listed(doctype: str, name: str) -> dict:
	return {
		"doctype": doctype,
		"fields": json.dumps(["name"]),
		"filters": json.dumps([[doctype, "name", "=", name]]),
	}


def _form(doctype: str, name: str):
	load.getdoc(doctype, name)
	return frappe.response.docs


def _export(doctype: str, name: str):
	frappe.local.form_dict = frappe._dict(_listed(doctype, name), file_format_type="CSV", title="x")
	reportview.export_query()
	return frappe.response.filecontent


def _view(doctype: str, name: str):
	frappe.local.form_dict = frappe._dict(_listed(doctype, name), view="Report")
	return reportview.get()


def _group(doctype: str, name: str):
	return [row.name for row in _counts(doctype, name) if row.count]


def _counts(doctype: str, name: str):
	from frappe.desk.listview import get_group_by_count

	return get_group_by_count(doctype, json.dumps([[doctype, "name", "=", name]]), "owner")


# The doors of the desk and of programs: what each answers is looked through for the document's name.
DOORS = {
	"list": lambda d, n: frappe.get_list(d, filters={"name": n}, pluck="name"),
	"list view": lambda d, n: _view(d, n),
	"form": _form,
	"client.get": lambda d, n: frappe.call("frappe.client.get", doctype=d, name=n),
	"client.get_value": lambda d, n: frappe.call(
		"frappe.client.get_value", doctype=d, fieldname='["name"]', filters={"name": n}
	),
	"link search": lambda d, n: [
		row["value"] for row in search_link(d, n) or frappe.response.pop("results", [])
	],
	"link check": lambda d, n: desk_rpc.validate_link(d, n, ["name", "owner"]),
	"link title": lambda d, n: (desk_rpc.get_link_title(d, n) or "").replace(n, "", 1),
	"global search": lambda d, n: desk_rpc.search_everywhere(n, doctype=d),
	"export": _export,
	"print": lambda d, n: get_html_and_style(d, n),
	"timeline": lambda d, n: load.get_docinfo(doctype=d, name=n),
	"versions": lambda d, n: frappe.get_list("Version", filters={"docname": n}, pluck="docname"),
	"comments": lambda d, n: frappe.get_list(
		"Comment", filters={"reference_name": n}, pluck="reference_name"
	),
	"files": lambda d, n: frappe.get_list("File", filters={"attached_to_name": n}, pluck="attached_to_name"),
	"connections": lambda d, n: desk_rpc.get_linked(d, n),
	"open count": lambda d, n: desk_rpc.get_open_count(d, n),
	"count": lambda d, n: n if _count(d, n) else None,
	"group by": lambda d, n: n if _group(d, n) else None,
}
# These show a document that may be read; the others may be empty or, for want of content, fail.
ALWAYS_OPEN = ("list", "list view", "form", "client.get", "client.get_value", "count")


def _count(doctype: str, name: str) -> int:
	frappe.local.form_dict = frappe._dict(_listed(doctype, name), distinct="false")
	return reportview.get_count() or 0


def shown(door: str, doctype: str, name: str) -> bool:
	"""Whether a door shows the document to the session's user; a refusal shows nothing."""
	frappe.local.response = frappe._dict(docs=[])
	frappe.local.message_log = []
	try:
		answer = DOORS[door](doctype, name)
	except (frappe.PermissionError, frappe.ValidationError, frappe.DoesNotExistError):
		return False
	return name in (answer if isinstance(answer, str) else frappe.as_json(answer))


class TestPermissionMatrix(AssistanceTestCase):
	"""In process, all roles: that requests cannot get round these functions is tested over HTTP."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.accounts = {role: account(role) for role in c.APP_ROLES}
		for doctype in SCOPED_DOCTYPES:
			for name, division in ((INSIDE, VILLAGE_1), (OUTSIDE, VILLAGE_2)):
				cls.put(doctype, name, division)

	@staticmethod
	def put(doctype: str, name: str, division: str) -> None:
		"""A bare row: permission is a matter of the type and the division alone, and of the township derived from it."""
		row = frappe.new_doc(doctype)
		row.update({"name": name, "division": division, "owner": "Administrator"})
		if doctype in TOWNSHIP_DOCTYPES:
			row.township = get_township(division)
		for field in row.meta.get("fields", {"unique": 1}):
			row.set(field.fieldname, name)
		row.db_insert()
		for kind, values in (
			("Version", {"ref_doctype": doctype, "docname": name, "data": "{}"}),
			("Comment", {"reference_doctype": doctype, "reference_name": name, "comment_type": "Comment"}),
			("File", {"attached_to_doctype": doctype, "attached_to_name": name, "is_private": 1}),
		):
			beside = frappe.new_doc(kind)
			key = frappe.db.get_next_sequence_val(kind) if kind == "Version" else f"{doctype}-{name}-{kind}"
			beside.update({**values, "name": key, "owner": "Administrator"})
			beside.db_insert()

	def test_rights_hold_inside_the_area_and_nowhere_else(self):
		rights = {
			(doctype, role, right)
			for doctype in SCOPED_DOCTYPES
			for row in frappe.get_meta(doctype).permissions
			if not row.permlevel and not row.if_owner
			for role in [row.role]
			for right in RIGHTS
			if row.get(right)
		}
		stored = [frappe.get_doc(doctype, name) for doctype in SCOPED_DOCTYPES for name in (INSIDE, OUTSIDE)]
		wrong = []
		for role, user in self.accounts.items():
			for document in stored:
				sees = role in EVERYWHERE or (document.name == INSIDE and role not in NOWHERE)
				expected = {
					right
					for right in RIGHTS
					if sees and (document.doctype, role, right) in rights and self.fits(document, right)
				}
				found = get_doc_permissions(document, user=user, ptype="read")
				allowed = {right for right in RIGHTS if found.get(right) and self.fits(document, right)}
				if allowed != expected:
					wrong.append((role, document.doctype, document.name, allowed ^ expected))
		self.assertEqual(wrong, [])

	@staticmethod
	def fits(stored, right: str) -> bool:
		"""Only what can be submitted is, and only what can be cancelled."""
		return right not in ("submit", "cancel") or bool(stored.meta.is_submittable)

	def test_oversight_reads_all_and_changes_nothing(self):
		for role in c.OVERSIGHT_ROLES:
			with self.acting_as(self.accounts[role]):
				for doctype in SCOPED_DOCTYPES:
					self.assertTrue(frappe.has_permission(doctype, "read", doc=OUTSIDE), (role, doctype))
					changing = [right for right in CHANGES if frappe.has_permission(doctype, right)]
					self.assertEqual(changing, [], (role, doctype))

	def test_every_door_shows_what_may_be_read_and_nothing_else(self):
		wrong = []
		for number, (role, user) in enumerate(self.accounts.items()):
			# A third of the documents per role, each by one door; document and door move on with the role.
			for place, doctype in enumerate(SCOPED_DOCTYPES):
				if (place - number) % 3 == 0:
					doors = [list(DOORS)[(number + place) % len(DOORS)]]
					wrong += self.wrong_doors(role, user, doctype, doors)
		self.assertEqual(wrong, [])

	def test_every_role_by_every_door_to_a_case(self):
		wrong = []
		for role, user in self.accounts.items():
			wrong += self.wrong_doors(role, user, CASE, list(DOORS))
		self.assertEqual(wrong, [])

	def wrong_doors(self, role: str, user: str, doctype: str, doors: list[str]) -> list[tuple]:
		with self.acting_as(user):
			may_read = frappe.has_permission(doctype, "read")
			found = []
			for door in doors:
				may_look = may_read and role not in NOWHERE
				if shown(door, doctype, OUTSIDE) and not (may_look and role in EVERYWHERE):
					found.append((role, doctype, door, "shows what lies outside"))
				if door in ALWAYS_OPEN and shown(door, doctype, INSIDE) != may_look:
					found.append((role, doctype, door, "inside"))
		return found

	def test_reports_keep_to_the_area(self):
		for role, user in self.accounts.items():
			with self.acting_as(user):
				try:
					rows = frappe.as_json(run_report("Case Register", {})["result"])
				except frappe.PermissionError:
					continue
			self.assertIn(INSIDE, rows, role)
			self.assertEqual(OUTSIDE in rows, role in EVERYWHERE, role)


class TestStepMatrix(AssistanceTestCase):
	"""Every way out of every step, by the role it belongs to: kin, colleagues of the earlier step, the other township."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.flags.business_date = cls.today
		cls.case = case_factories.case_at("ACCEPT")
		cls.template = templates.load_template(cls.case.process_template)
		for role in {way.role for way in cls.template.transitions}:
			for place in (TOWNSHIP_1, TOWNSHIP_2):
				factories.user(role, place)

	def ways(self):
		for way in self.template.transitions:
			yield (
				way,
				MoveRequest(
					templates.get_action_name(self.template, way),
					reason=way.reasons[0] if way.reasons else "",
					remark="x",
				),
			)

	@contextmanager
	def at(self, code: str):
		"""The case at a step, as it would be on the way; undone afterwards."""
		frappe.db.savepoint("at_step")
		case_factories.put_at(self.case, code)
		try:
			yield self.case
		finally:
			frappe.db.rollback(save_point="at_step")

	def refusal(self, user: str, request: MoveRequest) -> type[Exception] | None:
		with self.acting_as(user):
			try:
				steps.check_move(self.case.name, request)
			except (AssistanceError, frappe.PermissionError) as error:
				return type(error)
			return None

	def test_whose_duty_it_is_and_who_keeps_out(self):
		for step in self.template.codes:
			with self.at(step):
				for way, request in self.ways():
					if way.step == step:
						with self.subTest(step=step, kind=way.kind.value, role=way.role):
							self.judge(way, request)

	def judge(self, way, request: MoveRequest) -> None:
		own, foreign = factories.user(way.role, TOWNSHIP_1), factories.user(way.role, TOWNSHIP_2)
		self.assertNotIn(self.refusal(own, request), (OutOfScopeError, SeparationOfDutiesError))
		self.assertIs(self.refusal(foreign, request), OutOfScopeError)
		# The policy of the demo district counts spouses, parents, children, siblings, grandparents and grandchildren.
		for bind in (self.same_person, self.declared_relative):
			frappe.db.savepoint("bound")
			bind(own)
			self.assertIs(self.refusal(own, request), SeparationOfDutiesError, bind.__name__)
			frappe.db.rollback(save_point="bound")
		frappe.db.savepoint("bound")
		self.distant_relative(own)
		self.assertIsNot(self.refusal(own, request), SeparationOfDutiesError, "wider than the policy")
		frappe.db.rollback(save_point="bound")
		for earlier in way.separated_from:
			frappe.db.savepoint("did")
			self.did(own, earlier)
			self.assertIs(self.refusal(own, request), SeparationOfDutiesError, earlier)
			frappe.db.rollback(save_point="did")

	def same_person(self, user: str) -> None:
		case_factories.make_kin(user, self.case.applicant)

	def declared_relative(self, user: str) -> None:
		case_factories.make_relative(user, self.case.members[1].person)

	def distant_relative(self, user: str) -> None:
		case_factories.make_relative(user, self.case.members[1].person, "Other")

	def did(self, user: str, step: str) -> None:
		log = frappe.new_doc("Application Step")
		log.update({"name": f"did-{step}", "application": self.case.name, "step_code": step, "done_by": user})
		log.db_insert()

	def test_roles_of_other_steps_are_refused(self):
		for number, step in enumerate(self.template.codes):
			with self.at(step):
				allowed = {way.role for way in self.template.transitions if way.step == step}
				others = [role for role in c.APP_ROLES if role not in allowed]
				# Three of the other roles at each step, moving on, so that every role is refused somewhere.
				for role in itertools.islice(itertools.cycle(others), number, number + 3):
					request = next(request for way, request in self.ways() if way.step == step)
					self.assertIsNotNone(self.refusal(account(role), request), (step, role))

	def test_kin_do_not_edit_the_case_either(self):
		clerk = factories.user(c.TOWNSHIP_CLERK, TOWNSHIP_1)
		case_factories.make_kin(clerk, self.case.applicant)
		with self.acting_as(clerk):
			changed = frappe.get_doc(CASE, self.case.name)
			changed.kin_declared = "None"
			with self.assertRaisesRegex(
				SeparationOfDutiesError, "You are registered as a near relative in this"
			):
				changed.save()
