"""Which article a letter cites: of the scheme's own law, for the reason found, in force on the day."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

# 第十二条, 第12条, art. 12: a citation that names a document only does not say what was not met.
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+[条项款章]|art\.\s*\d")


@dataclass(frozen=True)
class LegalDocument:
	"""A law, rule or notice; without a first day it is a draft that nobody may cite yet."""

	title: str
	number: str = ""
	first_day: date | None = None
	last_day: date | None = None

	@property
	def citation(self) -> str:
		"""Title and number as letters write them."""
		return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")

	def holds_on(self, day: date) -> bool:
		"""Whether it may be cited for a day."""
		if self.first_day is None or day < self.first_day:
			return False
		return self.last_day is None or day <= self.last_day

	def is_named_in(self, text: str) -> bool:
		"""Whether a citation speaks of this document."""
		return bool(self.number and self.number in text) or self.title in text


@dataclass(frozen=True)
class LegalArticle:
	"""One row of the table: what is cited for a letter (`occasion`), a scheme or its category, and a reason."""

	key: str
	document: LegalDocument
	article: str
	occasion: str
	category: str = ""
	scheme: str = ""
	reason: str = ""
	first_day: date | None = None
	replaces: str = ""

	@property
	def citation(self) -> str:
		"""The citation as letters print it."""
		return f"{self.document.citation}{self.article}"

	def holds_on(self, day: date) -> bool:
		"""Whether the row itself has begun and its document may be cited."""
		return self.document.holds_on(day) and (self.first_day is None or self.first_day <= day)


@dataclass(frozen=True)
class Question:
	"""What a letter is about: its occasion, the scheme with its category, the day it is dated."""

	occasion: str
	scheme: str
	category: str
	day: date


def choose_articles(articles: Iterable[LegalArticle], question: Question, reason: str) -> tuple[str, ...]:
	"""Citations of the nearest rows: those of the reason before general ones, of the scheme before its category's."""
	standing = [row for row in articles if row.occasion == question.occasion and row.holds_on(question.day)]
	replaced = {row.replaces for row in standing if row.replaces}
	fitting = [row for row in standing if row.key not in replaced and _fits(row, question, reason)]
	if not fitting:
		return ()
	nearest = max(map(_nearness, fitting))
	return tuple(dict.fromkeys(row.citation for row in fitting if _nearness(row) == nearest))


def may_be_cited(citation: str, documents: Collection[LegalDocument], day: date) -> bool:
	"""Whether a citation names an article, and of no document that has ended or not begun on the day."""
	named = [row for row in documents if row.is_named_in(citation)]
	return bool(_ARTICLE.search(citation)) and all(row.holds_on(day) for row in named)


def without_force(citation: str, documents: Collection[LegalDocument], day: date) -> list[str]:
	"""Titles of the known documents in a citation that ended before the day, or are drafts."""
	named = [row for row in documents if row.is_named_in(citation)]
	return [row.title for row in named if row.first_day is None or (row.last_day and row.last_day < day)]


def _fits(row: LegalArticle, question: Question, reason: str) -> bool:
	of_scheme = row.scheme in ("", question.scheme) and row.category in ("", question.category)
	return of_scheme and row.reason in ("", reason)


def _nearness(row: LegalArticle) -> tuple[bool, bool, bool]:
	return bool(row.reason), bool(row.scheme), bool(row.category)
