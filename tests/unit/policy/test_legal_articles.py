"""Which article a letter cites: of the scheme's law, for the reason, on the day."""

from dataclasses import replace
from datetime import date

import pytest

from social_assistance.domain.policy.legal_articles import (
	LegalArticle,
	LegalDocument,
	Question,
	choose_articles,
	may_be_cited,
	without_force,
)

DAY = date(2026, 3, 2)
OLD = LegalDocument(
	"最低生活保障审核审批办法（试行）", "民发〔2012〕220号", date(2012, 12, 12), date(2021, 6, 30)
)
MLG = LegalDocument("最低生活保障审核确认办法", "民发〔2021〕57号", date(2021, 7, 1))
TEKUN = LegalDocument("特困人员认定办法", "民发〔2021〕43号", date(2021, 7, 1))
REGULATION = LegalDocument("社会救助暂行办法", "国务院令第649号", date(2014, 5, 1))
DRAFT = LegalDocument("社会救助法（草案二次审议稿）")
ROWS = (
	LegalArticle("1", REGULATION, "第九条", "Refused", "MLG"),
	LegalArticle("2", MLG, "第十二条、第十三条", "Refused", "MLG", reason="income_not_below_limit"),
	LegalArticle("3", MLG, "第十四条", "Refused", "MLG", reason="money_above_limit"),
	LegalArticle("4", TEKUN, "第六条", "Refused", "TK", reason="income_not_below_limit"),
	LegalArticle("5", MLG, "第三十二条", "Stop", "MLG"),
	LegalArticle("6", REGULATION, "第十三条", "Stop", "MLG"),
	LegalArticle("7", OLD, "第二十四条", "Refused", "MLG", reason="income_not_below_limit"),
)


def asked(reason: str, category: str = "MLG", occasion: str = "Refused", day: date = DAY, rows=ROWS):
	return choose_articles(rows, Question(occasion, "DIBAO-URBAN", category, day), reason)


@pytest.mark.parametrize(
	("reason", "category", "cited"),
	[
		(
			"income_not_below_limit",
			"MLG",
			"《最低生活保障审核确认办法》（民发〔2021〕57号）第十二条、第十三条",
		),
		("money_above_limit", "MLG", "《最低生活保障审核确认办法》（民发〔2021〕57号）第十四条"),
		("income_not_below_limit", "TK", "《特困人员认定办法》（民发〔2021〕43号）第六条"),
		("unknown", "MLG", "《社会救助暂行办法》（国务院令第649号）第九条"),
	],
)
def test_the_article_follows_scheme_and_reason(reason, category, cited):
	assert asked(reason, category) == (cited,)


def test_rows_of_one_letter_are_cited_together():
	assert len(asked("", occasion="Stop")) == 2


def test_a_repealed_document_is_not_cited_after_its_end():
	assert not any("220号" in text for text in asked("income_not_below_limit"))
	assert asked("income_not_below_limit", day=date(2021, 6, 30)) == (
		"《最低生活保障审核审批办法（试行）》（民发〔2012〕220号）第二十四条",
	)


def test_a_correction_holds_from_its_first_day():
	right = LegalArticle(
		"8", MLG, "第十三条", "Refused", "MLG", "", "income_not_below_limit", date(2026, 4, 1), "2"
	)
	rows = (*ROWS, right)
	assert asked("income_not_below_limit", rows=rows)[0].endswith("第十二条、第十三条")
	assert asked("income_not_below_limit", day=date(2026, 4, 1), rows=rows)[0].endswith("号）第十三条")


def test_a_draft_is_cited_from_the_day_on_which_it_becomes_law():
	row = LegalArticle(
		"8", DRAFT, "第二十五条", "Refused", "MLG", reason="income_not_below_limit", replaces="2"
	)
	assert asked("income_not_below_limit", rows=(*ROWS, row))[0].endswith("第十二条、第十三条")
	law = replace(row, document=replace(DRAFT, first_day=date(2026, 7, 1)))
	assert asked("income_not_below_limit", day=date(2026, 6, 30), rows=(*ROWS, law))[0].endswith("第十三条")
	assert asked("income_not_below_limit", day=date(2026, 7, 1), rows=(*ROWS, law)) == (
		"《社会救助法（草案二次审议稿）》第二十五条",
	)


def test_an_article_of_one_scheme_stands_before_that_of_its_category():
	row = LegalArticle("8", MLG, "第八条", "Refused", "MLG", "DIBAO-URBAN", "income_not_below_limit")
	assert asked("income_not_below_limit", rows=(*ROWS, row))[0].endswith("第八条")


def test_a_recorded_citation_counts_when_it_names_an_article_in_force():
	documents = (OLD, MLG)
	assert may_be_cited("最低生活保障审核确认办法（民发〔2021〕57号）第七条", documents, DAY)
	assert not may_be_cited("最低生活保障审核确认办法（民发〔2021〕57号）", documents, DAY)
	assert not may_be_cited("民发〔2012〕220号第22条", documents, DAY)
	assert without_force("民发〔2012〕220号第22条", documents, DAY) == [OLD.title]
	assert without_force("社会救助法（草案二次审议稿）第三条", (DRAFT,), DAY) == [DRAFT.title]
