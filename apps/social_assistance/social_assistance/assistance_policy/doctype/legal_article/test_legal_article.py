from datetime import date

import frappe

from social_assistance.constants import POLICY_ADMINISTRATOR, TOWNSHIP_CLERK
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.cases import decisions
from social_assistance.services.policy import legal_articles
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase

DAY = date(2026, 3, 2)
# Scheme, reasons found against the family, what the letter must name.
SUBSTANCE = (
	("DIBAO-URBAN", ["income_not_below_limit"], "（民发〔2021〕57号）第十二条、第十三条"),
	("DIBAO-RURAL", ["money_above_limit"], "（民发〔2021〕57号）第十四条"),
	("DIBAO-URBAN", ["no_counted_member"], "（民发〔2021〕57号）第七条"),
	("DIBAO-SINGLE", ["single_filing_ground_missing"], "（民发〔2021〕57号）第八条"),
	("TEKUN", ["labour_ability"], "（民发〔2021〕43号）第五条"),
	("TEKUN", ["income_not_below_limit"], "（民发〔2021〕43号）第六条"),
	("TEKUN", ["obligor_able"], "（民发〔2021〕43号）第八条"),
	("GANGZHI", ["spending_below_ratio"], "《刚性支出困难家庭认定办法》第五条"),
	("DIBIAN", ["income_not_below_limit"], "国办发〔2023〕39号"),
	("TEMP-EXPENSE", ["same_reason"], "民发〔2018〕23号"),
	("ORPHAN", ["parents_can_support"], "国办发〔2010〕54号"),
	("UNSUPPORTED-CHILD", ["child_too_old"], "民发〔2019〕62号"),
)


class TestLegalArticle(AssistanceTestCase):
	"""Letters cite the article that was not met, of the scheme's own law; two persons correct what is cited."""

	def account(self, number: int) -> str:
		email = f"policy{number}@test.localhost"
		if not frappe.db.exists("User", email):
			factories.insert_account(email, POLICY_ADMINISTRATOR)
		return email

	def article(self, **values):
		return frappe.get_doc(
			{
				"doctype": "Legal Article",
				"occasion": "Refused",
				"scheme_category": "Minimum Living Guarantee",
				"reason": "income_not_below_limit",
				"legal_document": "最低生活保障审核确认办法",
				"article": "第十三条",
				**values,
			}
		).insert()

	def test_each_scheme_cites_what_was_not_met_of_its_own_law(self):
		for scheme, codes, cited in SUBSTANCE:
			with self.subTest(scheme=scheme, codes=codes):
				text = legal_articles.cite_findings(scheme, DAY, [(code, "") for code in codes])
				self.assertIn(cited, text)
				self.assertNotIn("第二十二条", text)

	def test_every_scheme_has_a_basis_for_every_letter(self):
		options = frappe.get_meta("Legal Article").get_field("occasion").options.split("\n")
		for scheme in frappe.get_all("Assistance Scheme", {"pays_cash": 1}, pluck="name"):
			for occasion in options:
				with self.subTest(scheme=scheme, occasion=occasion):
					self.assertTrue(legal_articles.cite(occasion, scheme, DAY))

	def test_two_findings_cite_both_articles_once(self):
		found = [("income_not_below_limit", ""), ("money_above_limit", ""), ("homes_above_limit", "")]
		text = legal_articles.cite_findings("DIBAO-URBAN", DAY, found)
		self.assertEqual(text.count("第十四条"), 1)
		self.assertIn("第十三条", text)

	def test_a_finding_without_a_row_takes_the_article_that_the_policy_recorded(self):
		recorded = "平湛区社会救助实施细则第九条"
		text = legal_articles.cite_findings("DIBAO-URBAN", DAY, [("local_rule", recorded)])
		self.assertEqual(text, recorded)
		repealed = "民发〔2012〕220号第22条"
		text = legal_articles.cite_findings("DIBAO-URBAN", DAY, [("local_rule", repealed)])
		self.assertIn("国务院令第649号", text)

	def test_the_refusal_of_a_case_cites_its_own_finding(self):
		case = case_factories.case_at(
			"DECIDE", scheme="DIBAO-URBAN", district_opinion_text="人均收入高于标准"
		)
		case.means_assessment = self.assessment(case, [{"code": "money_above_limit", "citation": ""}])
		ruling = decisions.issue_decision(case, "Refused")
		self.assertEqual(ruling.clause, "《最低生活保障审核确认办法》（民发〔2021〕57号）第十四条")

	def assessment(self, case, reasons: list[dict]) -> str:
		sheet = frappe.get_doc(
			{
				"doctype": "Means Assessment",
				"application": case.name,
				"household": case.household,
				"division": case.division,
				"docstatus": 1,
				"as_of_date": "2026-03-02",
				"result_data": frappe.as_json({"result": {"reasons": reasons}}),
			}
		)
		sheet.name = frappe.generate_hash(length=10)
		sheet.set_user_and_timestamp()
		sheet.db_insert()
		return sheet.name

	def test_a_correction_holds_once_a_second_person_has_put_it_into_force(self):
		writer, second = self.account(1), self.account(2)
		wrong = frappe.db.get_value(
			"Legal Article",
			{
				"scheme_category": "Minimum Living Guarantee",
				"occasion": "Refused",
				"reason": "income_not_below_limit",
			},
		)
		with self.acting_as(writer):
			right = self.article(replaces=wrong, effective_from="2026-04-01")
			with self.assertRaisesRegex(
				SeparationOfDutiesError, "You wrote this yourself; a second person puts"
			):
				right.submit()
		with self.acting_as(second):
			frappe.get_doc("Legal Article", right.name).submit()
		found = [("income_not_below_limit", "")]
		cited = [
			legal_articles.cite_findings("DIBAO-URBAN", day, found)
			for day in (date(2026, 3, 31), date(2026, 4, 1))
		]
		self.assertTrue(cited[0].endswith("第十二条、第十三条"))
		self.assertTrue(cited[1].endswith("号）第十三条"))

	def test_officers_read_the_table_and_do_not_write_it(self):
		with self.acting_as(factories.user(TOWNSHIP_CLERK, factories.TOWNSHIP_1)):
			self.assertTrue(frappe.get_list("Legal Article", limit=1))
			with self.assertRaises(frappe.PermissionError):
				self.article()

	def test_who_wrote_a_row_last_cannot_be_typed(self):
		with allow_transition("Legal Article"):
			row = self.article(prepared_by="Administrator")
		self.assertEqual(row.prepared_by, frappe.session.user)
