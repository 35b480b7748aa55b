"""What other subjects hear when a household changes: the functions of the hook `household_changed`."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _

MEMBERS, RESIDENCE = "Members", "Residence"


def announce_household_change(households: Iterable[str], kind: str, day: date, text: str) -> None:
	"""Tell every listener of the change (MEMBERS or RESIDENCE), its day and its words."""
	named = list(households)
	for path in frappe.get_hooks("household_changed"):
		frappe.get_attr(path)(named, kind, day, text)


def describe_member_change(household: str, joined: Iterable[str], left: Iterable[str]) -> str:
	"""What the review says: who came and who went."""
	names = dict(
		frappe.get_all(
			"Registry Person",
			filters={"name": ("in", [*joined, *left] or [""])},
			fields=["name", "person_name"],
			as_list=True,
		)
	)
	parts = [
		template.format(", ".join(names.get(person, person) for person in people))
		for template, people in ((_("Joined: {0}."), list(joined)), (_("Left: {0}."), list(left)))
		if people
	]
	return " ".join([_("The members of the household changed."), *parts])
