"""Imports point one way: domain <- services, engines <- entry points, and inside a layer from subject to subject."""

import ast
from pathlib import Path

import pytest

from checks import imports, pure_domain
from checks.source import PythonFile

# File below the app, and a line that its contract forbids.
FORBIDDEN = {
	"domain/money.py": "from social_assistance.services import clock",
	"domain/registry/names.py": "from social_assistance.domain.means import income",
	"services/clock.py": "from social_assistance.engines import base",
	"services/registry/kin.py": "from social_assistance.services.cases import steps",
	"engines/locks.py": "from social_assistance.api.v1.cases import applications",
	"engines/payments/due_table.py": "from social_assistance.engines.reviews import due_reviews",
	"permissions/region_scope.py": "from social_assistance.services.cases import steps",
	"benefit_payment/doctype/payment_run/payment_run.py": "import social_assistance.commands",
}


def test_the_contracts_are_kept() -> None:
	answer = imports.check_contracts({})
	assert answer.returncode == 0, answer.stdout


def test_an_upward_import_is_found() -> None:
	answer = imports.check_contracts(FORBIDDEN)
	shown = answer.stdout.replace("\n", "")
	for place in FORBIDDEN:
		importer = "social_assistance." + place.removesuffix(".py").replace("/", ".")
		assert f"- {importer} ->" in shown, place


@pytest.mark.parametrize(
	("line", "is_fine"),
	[
		("import frappe", False),
		("from frappe.utils import getdate", False),
		("import requests", False),
		("from decimal import Decimal", True),
		("from social_assistance.domain.money import rounded", True),
		("from stdnum.cn import ric", True),
	],
)
def test_the_domain_knows_pure_libraries_only(tmp_path: Path, line: str, is_fine: bool) -> None:
	path = tmp_path / "domain" / "x.py"
	path.parent.mkdir()
	path.write_text(line + "\n", encoding="utf-8")
	file = PythonFile(path, tmp_path)
	remarks = [
		r
		for node in ast.walk(file.tree)
		if isinstance(node, ast.Import | ast.ImportFrom)
		for r in pure_domain.import_of_the_domain(file, node)
	]
	assert (remarks == []) is is_fine
