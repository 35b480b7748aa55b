"""Imports point one way: domain <- services, engines, permissions <- entry points."""

import ast
from pathlib import Path

import pytest
from app_shape import PACKAGE, python_files

from checks import layers
from checks.source import PythonFile


def remarks(file: PythonFile) -> list[str]:
	return [
		f"{file.inside}:{node.lineno} {remark.code} {remark.text}"
		for node in ast.walk(file.tree)
		if isinstance(node, ast.Import | ast.ImportFrom)
		for remark in layers.import_direction(file, node)
	]


def test_no_import_points_upward() -> None:
	found = [remark for path in python_files() for remark in remarks(PythonFile(path, PACKAGE))]
	assert found == []


@pytest.mark.parametrize(
	("place", "line"),
	[
		("domain/x.py", "import frappe"),
		("domain/x.py", "from frappe.utils import getdate"),
		("domain/x.py", "import requests"),
		("domain/x.py", "from social_assistance.services import clock"),
		("domain/x.py", "from social_assistance import services"),
		("domain/x.py", "from ..services import clock"),
		("services/x.py", "from social_assistance.engines.base import Run"),
		("services/x.py", "from social_assistance.api.v1 import application"),
		("services/x.py", "import social_assistance.benefit_payment.doctype.payment_run.payment_run"),
		("engines/x.py", "from social_assistance.api.v1.cases.applications import move"),
		("permissions/x.py", "from social_assistance.services import cases"),
		("setup/x.py", "from social_assistance.api.v1 import application"),
		("benefit_payment/doctype/x/x.py", "from social_assistance.commands import commands"),
	],
)
def test_an_upward_import_is_found(tmp_path: Path, place: str, line: str) -> None:
	path = tmp_path / place
	path.parent.mkdir(parents=True)
	path.write_text(line + "\n", encoding="utf-8")
	assert remarks(PythonFile(path, tmp_path))


@pytest.mark.parametrize(
	("place", "line"),
	[
		("domain/x.py", "from decimal import Decimal"),
		("domain/x.py", "from social_assistance.domain.money import rounded"),
		("domain/x.py", "from stdnum.cn import ric"),
		("services/x.py", "import frappe"),
		("services/x.py", "from social_assistance.permissions.region_scope import covers"),
		("engines/x.py", "from social_assistance.services import clock"),
		("api/v1/x.py", "from social_assistance.services import steps"),
		("benefit_payment/doctype/x/x.py", "from social_assistance.engines import payments"),
		(
			"services/x.py",
			"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n\tfrom social_assistance.api import v1",
		),
	],
)
def test_a_downward_import_is_fine(tmp_path: Path, place: str, line: str) -> None:
	path = tmp_path / place
	path.parent.mkdir(parents=True)
	path.write_text(line + "\n", encoding="utf-8")
	assert remarks(PythonFile(path, tmp_path)) == []
