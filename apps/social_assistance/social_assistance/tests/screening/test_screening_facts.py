"""What the set-based extraction reads from the registry is what the single-case path reads."""

from datetime import date

import frappe

from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.vocabulary import ParentStatus, PersonStatus, Scheme
from social_assistance.engines.screening import statements
from social_assistance.engines.screening.facts import FactReader
from social_assistance.engines.screening.parameters import Parameters
from social_assistance.engines.screening.registry_facts import Subtree, load_next_batch
from social_assistance.services.policy import in_force
from social_assistance.services.registry import person_records
from social_assistance.services.registry.person_records import Role
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1

DAY = date(2026, 3, 2)


class TestScreeningFacts(AssistanceTestCase):
	def extract(self) -> dict[str, HouseholdFacts]:
		parameters = Parameters(
			in_force.get_policy_parameters(in_force.get_policy_in_force(VILLAGE_1, DAY)), DAY
		)
		statements.keep_tables_in_memory()
		parameters.write()
		found: dict[str, HouseholdFacts] = {}
		last = ""
		while (reached := load_next_batch(Subtree.of(TOWNSHIP_1), parameters, last, 12, size=2)) is not None:
			last = reached
			found |= {home.key: home for home in FactReader(parameters).read(1, 2)}
		return found

	def assert_people_alike(self, facts: HouseholdFacts) -> None:
		roles = [Role(member.key, member.relation, member.is_applicant) for member in facts.members]
		records = person_records.read_person_records((role.person for role in roles), DAY)
		self.assertEqual(facts.members, person_records.build_members(roles, records, DAY))

	def test_people_are_read_as_for_a_single_case(self):
		home = factories.household(ages=(72, 40, 13, 12))
		child = frappe.get_doc("Registry Person", home.members[2].person)
		child.update({"is_student": 1, "study_stage": "Compulsory"})
		child.append(
			"illnesses",
			{"illness": "leukaemia", "illness_class": "Serious Illness", "diagnosed_on": "2025-01-01"},
		)
		child.save()
		spouse = frappe.get_doc("Registry Person", home.members[1].person)
		spouse.append("statuses", {"status": "Imprisoned", "from_date": "2025-05-01", "source": "court"})
		spouse.save()
		facts = self.extract()[home.name]
		self.assertEqual(len(facts.members), 4)
		self.assert_people_alike(facts)
		by_key = {member.key: member for member in facts.members}
		self.assertTrue(by_key[child.name].seriously_ill)
		self.assertTrue(by_key[spouse.name].has_status(PersonStatus.IMPRISONED, DAY))

	def test_parents_of_a_child(self):
		home = factories.household(ages=(68, 66, 13))
		father, mother = factories.person(age=40), factories.person(age=39, sex="Female")
		father.append("statuses", {"status": "Imprisoned", "from_date": "2025-05-01", "source": "court"})
		father.save()
		child = frappe.get_doc("Registry Person", home.members[2].person)
		for parent in (father, mother):
			child.append("kin_links", {"relative": parent.name, "relation": "Parent", "is_obligor": 1})
		child.save()
		facts = self.extract()[home.name]
		self.assert_people_alike(facts)
		member = next(member for member in facts.members if member.key == child.name)
		self.assertEqual((member.father, member.mother), (ParentStatus.IMPRISONED, ParentStatus.ABLE))

	def test_lone_parent(self):
		home = factories.household(ages=(38,))
		child = factories.person(age=8)
		home.append("members", {"person": child.name, "relation": "Son", "from_date": "2018-01-01"})
		home.save()
		frappe.db.set_value("Registry Person", home.head_person, "marital_status", "Divorced")
		facts = self.extract()[home.name]
		self.assert_people_alike(facts)
		self.assertEqual([member.circumstances for member in facts.members], [(), ("single_parent",)])

	def test_former_members_and_closed_households_stay_out(self):
		home = factories.household(ages=(50, 48, 20))
		frappe.db.set_value("Household Membership", home.members[2].name, "to_date", "2026-01-31")
		closed = factories.household()
		frappe.db.set_value("Registry Household", closed.name, "household_status", "Closed")
		found = self.extract()
		self.assertEqual(len(found[home.name].members), 2)
		self.assertNotIn(closed.name, found)

	def test_last_assessment_runs_on(self):
		home = factories.household()
		case = factories.case(home)
		frappe.db.set_value(case.doctype, case.name, "accepted_on", "2026-03-02")
		sheet = frappe.get_doc(
			{
				"doctype": "Means Assessment",
				"application": case.name,
				"as_of_date": "2026-03-02",
				"incomes": [{"income_kind": "Wages", "gross_amount": 21600, "months": 12}],
				"assets": [{"asset_kind": "Money", "value": 5000, "quantity": 1}],
			}
		).insert()
		sheet.submit()
		facts = self.extract()[home.name]
		self.assertEqual(
			[(line.member, line.amount, line.span.count) for line in facts.incomes],
			[(home.head_person, 21600, 12)],
		)
		self.assertEqual([line.value for line in facts.assets], [5000])

	def test_present_payment_implies_the_income(self):
		home = factories.household()
		self.award(home, "DIBAO-URBAN", 291)
		facts = self.extract()[home.name]
		self.assertEqual(facts.schemes, (Scheme.DIBAO_URBAN,))
		self.assertEqual(sum(line.amount for line in facts.incomes), 1800 * 12)

	def award(self, home, scheme: str, amount: float) -> None:
		"""A running award as a stored row: how it came about is not the subject here."""
		name = frappe.generate_hash(length=10)
		award = frappe.qb.DocType("Benefit Award")
		part = frappe.qb.DocType("Award Amount")
		frappe.qb.into(award).columns(
			"name",
			"award_no",
			"scheme",
			"household",
			"division",
			"award_status",
			"start_month",
			"monthly_amount",
		).insert(name, name, scheme, home.name, home.division, "Active", "2025-07", amount).run()
		frappe.qb.into(part).columns(
			"name", "parent", "parenttype", "parentfield", "part", "from_month", "amount"
		).insert(f"{name}1", name, "Benefit Award", "amounts", "Base", "2025-07", amount).run()
