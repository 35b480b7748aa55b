"""A field of a setting that no rule reads is found, and so is a parameter of the policy that nothing asks for."""

import json
from pathlib import Path

import pytest

from checks import live_fields

SETTINGS = {"deadline_days": "Int", "note": "Data", "layout": "Section Break"}
POLICY = {"payment_day": "Int", "notice_days": "Int", "has_notice": "Check"}
FORM = """
FIELDS = (Field("administration.pay_on", "payment_day"), Field("administration.notice_days", "notice_days", whole))
TABLE = Table("administration.rows", "rows", switches=(("notice_days", "has_notice"),), only=("kind", "A"))
"""


def record(folder: Path, name: str, fields: dict[str, str]) -> None:
	slug = name.lower().replace(" ", "_")
	path = folder / "some_module/doctype" / slug / f"{slug}.json"
	path.parent.mkdir(parents=True)
	rows = [{"fieldname": field, "fieldtype": kind} for field, kind in fields.items()]
	path.write_text(json.dumps({"doctype": "DocType", "name": name, "fields": rows}), encoding="utf-8")


@pytest.fixture
def package(tmp_path: Path) -> Path:
	record(tmp_path, "Assistance Settings", SETTINGS)
	record(tmp_path, "Policy Version", POLICY)
	for place in ("services/policy", "services/cases", "setup", "tests"):
		(tmp_path / place).mkdir(parents=True)
	(tmp_path / "services/policy/fields.py").write_text(FORM, encoding="utf-8")
	(tmp_path / "setup/seed.py").write_text("doc.note = 'note'", encoding="utf-8")
	(tmp_path / "tests/test_x.py").write_text("print(doc.note)", encoding="utf-8")
	return tmp_path


def found(package: Path, rule: str) -> set[str]:
	(package / "services/cases/x.py").write_text(rule, encoding="utf-8")
	return {finding.text.split(":")[0] for finding in live_fields.check(package, "app")}


def test_what_no_rule_reads_is_found(package: Path) -> None:
	unread = {"Assistance Settings.note", "Policy Version.notice_days", "Policy Version.has_notice"}
	assert found(package, "print(rules.pay_on, settings.deadline_days)") == unread


def test_columns_of_a_query_are_read(package: Path) -> None:
	rule = "x = get_value(['deadline_days', 'note'])\nprint(rules.pay_on, rules.notice_days)"
	assert found(package, rule) == set()


def test_a_records_check_of_itself_is_no_rule(package: Path) -> None:
	rule = "class R:\n\tdef __post_init__(self):\n\t\tprint(self.pay_on)\nprint(x.deadline_days, x.note, x.notice_days)"
	assert found(package, rule) == {"Policy Version.payment_day"}
