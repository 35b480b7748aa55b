"""The running walkthrough: logged-in clients by role, business dates, and wrong moves that must be refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from social_assistance.exceptions import AssistanceError
from social_assistance.services.clocks.deadlines import get_work_calendar
from social_assistance.walkthrough import staff
from social_assistance.walkthrough.client import DeskClient, RefusedError

MOVE = "social_assistance.api.v1.cases.applications.move_case"
CASE = "Assistance Application"
COMPLETE = "Complete Step"
SCHEME = "DIBAO-URBAN"


@dataclass
class Walk:
	"""The running walkthrough: clients by role, the case, and what was refused on the way."""

	base_url: str
	site: str
	password: str
	today: date
	village: str = ""
	scheme: str = SCHEME
	residence_class: str = "Urban"
	monthly_income: Decimal = Decimal("1800.00")
	case: str = ""
	people: list[dict] = field(default_factory=list)
	household: dict = field(default_factory=dict)
	refusals: list[dict] = field(default_factory=list)
	clients: dict[str, DeskClient] = field(default_factory=dict)
	run: dict = field(default_factory=dict)

	def as_role(self, role: str, day: date) -> DeskClient:
		"""Client of the role's account for the village, on a business date."""
		return self.as_user(staff.find_account(role, self.village), day)

	def as_user(self, user: str, day: date) -> DeskClient:
		"""A logged-in user on that business date."""
		if user not in self.clients:
			self.clients[user] = DeskClient(self.base_url, self.site, user, self.password)
		self.clients[user].day = day
		return self.clients[user]

	def day(self, offset: int) -> date:
		"""A working day about so many days from today."""
		return get_work_calendar(self.today).roll_forward(self.today + timedelta(days=offset))

	def edit(self, client: DeskClient, change: Callable[[dict], Any]) -> dict:
		"""Load the case, change it as a clerk would in the form, and save it."""
		doc = client.load(CASE, self.case)
		change(doc)
		return client.save(doc)

	def move(self, client: DeskClient, action: str = COMPLETE, **why: str) -> dict:
		return client.call(MOVE, application=self.case, action=action, **why)

	def must_refuse(self, what: str, client: DeskClient, action: str = COMPLETE) -> None:
		"""Try a wrong move; raise unless the server refuses it and the case is unchanged."""
		before = self._state()
		try:
			self.move(client, action)
		except RefusedError as refusal:
			if self._state() != before:
				raise AssistanceError(_("The refused move changed the case.")) from refusal
			self.refusals.append(
				{"move": what, "user": client.user, "error": refusal.kind, "message": refusal.message}
			)
			return
		raise AssistanceError(_("A wrong move was accepted: {0}").format(what))

	def look(self, doctype: str, filters: str | dict, fieldname: str) -> Any:
		"""Read a value as the web server has committed it."""
		frappe.db.rollback()  # allow: DB-manual-commit nothing is written here; ends the connection's older view
		return frappe.db.get_value(doctype, filters, fieldname)

	def _state(self) -> str:
		return str(self.look(CASE, self.case, "workflow_state"))
