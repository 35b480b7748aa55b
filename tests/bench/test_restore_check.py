"""The framework's check before a restore reads dumps as today's programs of MariaDB write them."""

from pathlib import Path

import frappe
import pytest
from frappe.installer import is_downgrade

ROW = "('a{0}','2026-11-30 07:12:25','Administrator',0,{0},'Installed Applications','{1}','{2}','main')"
HEAD = "INSERT INTO `tabInstalled Application` VALUES"
OURS, NEWER = "15.0.0-dev", "99.0.0"


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	monkeypatch.setattr(frappe.local, "conf", frappe._dict(db_type="mariadb"), raising=False)
	return tmp_path / "dump.sql"


@pytest.mark.parametrize("line_end", ["", "\n"])
@pytest.mark.parametrize(("version", "expected"), [(OURS, False), (NEWER, True)])
def test_a_dump_of_a_migrated_site_is_read(dump: Path, line_end: str, version: str, expected: bool):
	rows = [ROW.format(1, "frappe", version), ROW.format(2, "social_assistance", "0.1.0")]
	dump.write_text(f"-- dump\n{HEAD} {line_end}{f',{line_end}'.join(rows)};\nUNLOCK TABLES;\n")
	assert is_downgrade(str(dump)) is expected
