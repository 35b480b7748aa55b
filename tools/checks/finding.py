"""Findings, and the allow comments that silence them."""

import re
from dataclasses import dataclass

ALLOW = re.compile(r"(?:#|//)\s*allow:\s*(?P<code>[A-Za-z0-9-]+)(?P<reason>[^#]*)")


@dataclass(frozen=True, order=True)
class Finding:
	"""One line of the report: where, which check, and what to do about it."""

	path: str
	line: int
	code: str
	text: str

	def __str__(self) -> str:
		return f"{self.path}:{self.line}: {self.code} {self.text}"


@dataclass
class Allowance:
	"""A comment `allow: CODE reason` on one line of a file."""

	line: int
	code: str
	reason: str
	is_used: bool = False


def allowances(text: str) -> list[Allowance]:
	"""Every allow comment of a source text."""
	return [
		Allowance(number, found["code"], found["reason"].strip())
		for number, line in enumerate(text.splitlines(), start=1)
		for found in ALLOW.finditer(line)
	]


def apply_allowances(
	path: str, reported: list[tuple[Finding, range]], allowed: list[Allowance]
) -> list[Finding]:
	"""Drop what an allow comment inside the reported lines covers; report comments without use or reason."""
	kept = []
	for finding, lines in reported:
		covering = [a for a in allowed if a.code == finding.code and a.line in lines]
		for allowance in covering:
			allowance.is_used = True
		if not covering:
			kept.append(finding)
	for allowance in allowed:
		if not allowance.is_used:
			kept.append(Finding(path, allowance.line, "ALLOW-unused", f"nothing to allow: {allowance.code}"))
		elif not allowance.reason:
			kept.append(
				Finding(
					path, allowance.line, "ALLOW-without-reason", f"say why {allowance.code} is right here"
				)
			)
	return kept
