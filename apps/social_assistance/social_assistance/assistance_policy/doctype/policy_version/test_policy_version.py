from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import frappe

from social_assistance.api.v1.policy.second_person import put_into_force
from social_assistance.constants import DISTRICT_APPROVER, POLICY_ADMINISTRATOR
from social_assistance.domain.policy.appraisal_rules import Fraction
from social_assistance.domain.policy.income_rules import Citation
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import ResidenceClass
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.services.policy import in_force
from social_assistance.services.policy.exceptions import (
	PolicyExpiredError,
	PolicyFrozenError,
	PolicyNotFoundError,
	PolicyOverlapError,
	PolicyParametersInvalidError,
	PolicyPeriodInvalidError,
)
from social_assistance.services.policy.fields import CITED_GROUPS, FIELDS
from social_assistance.services.policy.tables import TABLES
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, VILLAGE_1, VILLAGE_2

# Set by the record itself or by the schemes, not typed into the form.
NOT_TYPED = {"version", "exclusions"}
# Records written in one field.
LEAVES = (Citation, Fraction, None)


def domain_paths(kind: type, prefix: str = "") -> set[str]:
	"""Every value of the domain's parameters as path; lists are leaves of their own."""
	found = set()
	hints = get_type_hints(kind)
	for field in fields(kind):
		path = f"{prefix}{field.name}"
		inner = next((a for a in (hints[field.name], *get_args(hints[field.name])) if is_dataclass(a)), None)
		is_list = str(hints[field.name]).startswith("tuple")
		if inner in LEAVES or is_list:
			found.add(path)
		else:
			found |= domain_paths(inner, f"{path}.")
	return found


class TestPolicyVersion(AssistanceTestCase):
	def version(self, day: str = "2025-07-01") -> Any:
		name = in_force.get_policy_in_force(VILLAGE_1, date.fromisoformat(day))
		return frappe.get_doc("Policy Version", name)

	def draft(self, start: str = "2026-07-01", **values) -> Any:
		copy = frappe.copy_doc(self.version())
		for row in (copy, *copy.get_all_children()):
			row.docstatus = 0
		copy.update({"effective_from": start, "effective_to": None, **values})
		copy.flags.ignore_permissions = True
		return copy

	def test_a_second_person_puts_a_version_into_force(self):
		administrator = factories.user(POLICY_ADMINISTRATOR)
		approver = factories.user(DISTRICT_APPROVER, DISTRICT)
		draft = self.draft()
		draft.flags.ignore_permissions = False
		with self.acting_as(administrator):
			draft.insert()
			with self.assertRaisesRegex(
				SeparationOfDutiesError, "or it concerns you; another person must put"
			):
				frappe.get_doc("Policy Version", draft.name).submit()
			with self.assertRaisesRegex(
				SeparationOfDutiesError, "or it concerns you; another person must put"
			):
				put_into_force("Policy Version", draft.name)
		with (
			self.acting_as(factories.user(POLICY_ADMINISTRATOR, DISTRICT)),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			frappe.get_doc("Policy Version", draft.name).submit()
		with self.acting_as(approver):
			put_into_force("Policy Version", draft.name)
		signed = frappe.db.get_value("Policy Version", draft.name, ["docstatus", "in_force_by"])
		self.assertEqual(signed, (1, approver))

	def test_every_parameter_of_the_domain_stands_in_the_form(self):
		meta = frappe.get_meta("Policy Version")
		mapped = {field.path for field in FIELDS} | {table.path for table in TABLES}
		mapped |= {f"{group}.citation" for group in CITED_GROUPS}
		self.assertEqual(domain_paths(PolicyParameters) - NOT_TYPED - mapped, set())
		for field in (*FIELDS, *TABLES):
			self.assertTrue(meta.has_field(field.field), field.field)
		for table in TABLES:
			child = frappe.get_meta(meta.get_field(table.field).options)
			missing = [c.field for c in table.columns if not child.has_field(c.field)]
			self.assertEqual(missing, [], table.field)

	def test_quorum_is_read_in_full_width_and_refused_by_name(self):
		draft = self.draft(appraisal_attendance="３／４").insert()
		rule = in_force.get_policy_parameters(draft.name).administration.appraisal
		self.assertEqual((rule.attendance, rule.representatives), (Fraction(3, 4), Fraction(2, 3)))
		for value in ("4/3", "0/3", "two thirds"):
			with (
				self.subTest(value),
				self.assertRaisesRegex(PolicyParametersInvalidError, "Majority of Those Present"),
			):
				self.draft(appraisal_majority=value).insert()

	def test_standards_of_the_demo_district_change_in_july(self):
		cases = {
			"2025-06-30": ("645.00", "455.00", "840.00", "595.00"),
			"2025-07-01": ("697.00", "523.00", "910.00", "680.00"),
		}
		for day, (urban, rural, tekun_urban, tekun_rural) in cases.items():
			rules = in_force.get_policy_parameters(
				in_force.get_policy_in_force(VILLAGE_1, date.fromisoformat(day))
			)
			self.assertEqual(rules.standard(ResidenceClass.URBAN), Decimal(urban))
			self.assertEqual(rules.standard(ResidenceClass.RURAL), Decimal(rural))
			self.assertEqual(rules.tekun_basic(ResidenceClass.URBAN), Decimal(tekun_urban))
			self.assertEqual(rules.tekun_basic(ResidenceClass.RURAL), Decimal(tekun_rural))

	def test_standard_of_a_scheme_is_monthly(self):
		name = self.version().name
		self.assertEqual(in_force.get_monthly_standard(name, "DIBAO-RURAL", "Rural"), Decimal("523.00"))
		self.assertEqual(in_force.get_monthly_standard(name, "TEKUN", "Urban"), Decimal("910.00"))
		with self.assertRaisesRegex(PolicyNotFoundError, "The policy sets no"):
			in_force.get_monthly_standard(name, "TEKUN", "Any")

	def test_exclusions_of_the_schemes_are_compiled(self):
		rules = in_force.get_policy_parameters(self.version().name)
		pairs = {(row.scheme.value, row.other.value) for row in rules.exclusions}
		self.assertIn(("DIBAO-URBAN", "TEKUN"), pairs)

	def test_place_without_a_version_and_a_day_before_all_are_named(self):
		with self.assertRaisesRegex(
			PolicyNotFoundError, "Submit one for this division or one above it"
		) as refusal:
			in_force.get_policy_in_force(VILLAGE_1, date(2020, 1, 1))
		self.assertNotIsInstance(refusal.exception, PolicyExpiredError)

	def test_ended_policy_without_successor_is_expired(self):
		frappe.db.set_value("Policy Version", self.version().name, "effective_to", "2025-12-31")
		with self.assertRaisesRegex(PolicyExpiredError, "Submit its successor"):
			in_force.get_policy_in_force(VILLAGE_1, date(2026, 1, 1))
		self.assertTrue(in_force.get_policy_in_force(VILLAGE_1, date(2025, 12, 31)))

	def test_nearest_division_wins(self):
		own = self.draft("2026-01-01", division=TOWNSHIP_1).insert()
		own.submit()
		self.assertEqual(in_force.get_policy_in_force(VILLAGE_1, date(2026, 2, 1)), own.name)
		self.assertNotEqual(in_force.get_policy_in_force(VILLAGE_2, date(2026, 2, 1)), own.name)
		self.assertNotEqual(in_force.get_policy_in_force(VILLAGE_1, date(2025, 12, 31)), own.name)

	def test_draft_does_not_hold(self):
		draft = self.draft("2026-01-01").insert()
		self.assertNotEqual(in_force.get_policy_in_force(VILLAGE_1, date(2026, 2, 1)), draft.name)

	def test_successor_ends_the_former_version_and_its_cancellation_revives_it(self):
		former = self.version()
		successor = self.draft().insert()
		successor.submit()
		self.assertEqual(successor.supersedes, former.name)
		self.assertEqual(
			frappe.db.get_value("Policy Version", former.name, "effective_to"), date(2026, 6, 30)
		)
		self.assertEqual(in_force.get_policy_parameters(former.name).effective_to, date(2026, 6, 30))
		successor.cancel()
		self.assertIsNone(frappe.db.get_value("Policy Version", former.name, "effective_to"))

	def test_second_version_for_the_same_days_is_refused(self):
		with self.assertRaisesRegex(PolicyOverlapError, "Set Effective To before that day, or start later"):
			self.draft("2025-07-01").insert().submit()
		with self.assertRaisesRegex(PolicyOverlapError, "Set Effective To before that day, or start later"):
			self.draft("2025-01-01").insert().submit()
		between = self.draft("2025-01-01", effective_to="2025-06-30").insert()
		between.submit()
		self.assertEqual(in_force.get_policy_in_force(VILLAGE_1, date(2025, 3, 1)), between.name)

	def test_end_before_start_is_refused(self):
		with self.assertRaisesRegex(PolicyPeriodInvalidError, "lies before Effective From"):
			self.draft("2026-07-01", effective_to="2026-06-30").insert()

	def test_submitted_version_is_not_changed(self):
		version = self.version()
		version.margin_multiple = 2
		with self.assertRaisesRegex(PolicyFrozenError, "Submit a new version from a later day"):
			version.save()

	def test_version_of_an_accepted_case_is_not_cancelled(self):
		case = factories.case(factories.household())
		version = self.version()
		frappe.db.set_value(case.doctype, case.name, "policy_version", version.name)
		with self.assertRaisesRegex(PolicyFrozenError, "successor instead of cancelling it"):
			version.cancel()

	def assert_refused(self, draft, *words: str) -> None:
		with self.assertRaises(PolicyParametersInvalidError) as refusal:
			draft.insert()
		for word in words:
			self.assertIn(word, str(refusal.exception))

	def test_refusals_name_row_and_field(self):
		frappe.local.lang = "en"
		draft = self.draft()
		draft.income_rules[2].counted_share = 1.5
		self.assert_refused(draft, "Row 3 of Income Items", "Counted Share")
		draft = self.draft(amount_method="Tiers")
		self.assert_refused(draft, "Tiers must rise")
		draft = self.draft()
		draft.append("asset_limits", {"client_class": "Dibao"})
		self.assert_refused(draft, "of Asset Limits")
		draft = self.draft()
		draft.citations = [row for row in draft.citations if row.rule_group != "Income"]
		self.assert_refused(draft, "Citations", "Income")
		draft = self.draft(payment_day=31)
		self.assert_refused(draft, "Payment Day")
		draft = self.draft()
		draft.standards = [row for row in draft.standards if row.measure != "DIBAO"]
		self.assert_refused(draft, "DIBAO")

	def test_a_scheme_that_is_switched_off_is_not_offered(self):
		draft = self.draft(has_tekun=0, has_temporary_aid=0).insert()
		rules = in_force.get_policy_parameters(draft.name)
		self.assertIsNone(rules.tekun)
		self.assertIsNone(rules.temporary_aid)

	def test_unified_standard_serves_town_and_country(self):
		draft = self.draft()
		draft.standards = [row for row in draft.standards if row.measure != "DIBAO"]
		draft.append(
			"standards", {"measure": "DIBAO", "residence_class": "Any", "amount": 1301, "period": "Month"}
		)
		draft.insert()
		rules = in_force.get_policy_parameters(draft.name)
		self.assertEqual(
			{rules.standard(r) for r in (ResidenceClass.URBAN, ResidenceClass.RURAL)}, {Decimal(1301)}
		)

	def test_basic_standard_can_follow_the_minimum_standard(self):
		draft = self.draft(basic_method="Multiple", basic_multiple=1.3, basic_rounding="Ceil 5").insert()
		rules = in_force.get_policy_parameters(draft.name)
		self.assertEqual(rules.tekun_basic(ResidenceClass.URBAN), Decimal("910.00"))
		self.assertEqual(rules.tekun_basic(ResidenceClass.RURAL), Decimal("680.00"))

	def test_only_the_policy_administrator_writes(self):
		factories.user("System Manager")  # the first account of a site would become one by itself
		with self.acting_as(factories.user("District Approver", DISTRICT)):
			self.assertFalse(frappe.has_permission("Policy Version", "create"))
			self.assertTrue(frappe.has_permission("Policy Version", "read"))
