"""Imports point one way: domain <- services, engines, permissions <- entry points.

The contracts of pyproject.toml say so to import-linter, which `make lint` runs over the apps. Here they are shown to find
what they are for, on an app of the same packages that has one import only.
"""

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest
import tomllib
from app_shape import ROOT

from checks import layers
from checks.source import PythonFile
from standup.settings import LINT_ENV

PROGRAM = LINT_ENV / "bin" / "lint-imports"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def remarks(file: PythonFile) -> list[str]:
	return [
		f"{file.inside}:{node.lineno} {remark.code} {remark.text}"
		for node in ast.walk(file.tree)
		if isinstance(node, ast.Import | ast.ImportFrom)
		for remark in layers.import_direction(file, node)
	]


def app_of_one_import(root: Path, place: str, line: str) -> None:
	"""The packages that the contracts name, empty but for one line."""
	for contract in CONTRACTS["contracts"]:
		names = {name for layer in contract.get("layers", []) for name in re.split(r"[:|\s]+", layer)}
		for container in contract.get("containers", []):
			for name in names:
				write(root / container / name / "__init__.py", "")
	for name in CONTRACTS["root_packages"]:
		write(root / name / "__init__.py", "")
	write(root / "social_assistance/benefit_payment/doctype/__init__.py", "")
	for name in ("services/clock", "services/cases", "engines/base", "domain/money", "benefit_payment/run"):
		write(root / "social_assistance" / f"{name}.py", "")
	write(root / "social_assistance" / place, line)


def write(path: Path, text: str) -> None:
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_text(text + "\n" if text else "", encoding="utf-8")


def is_kept(root: Path) -> bool:
	"""Whether the contracts hold for the app in this folder."""
	done = subprocess.run(
		[PROGRAM, "--no-cache", "--config", ROOT / "pyproject.toml"],
		cwd=root,
		env={**os.environ, "PYTHONPATH": str(root)},
		capture_output=True,
		text=True,
		check=False,
	)
	assert "Contracts: " in done.stdout, done.stdout + done.stderr
	return done.returncode == 0


@pytest.mark.skipif(not PROGRAM.exists(), reason="import-linter comes with make lint")
@pytest.mark.parametrize(
	("place", "line"),
	[
		("domain/x.py", "import frappe"),
		("domain/x.py", "from frappe.utils import getdate"),
		("domain/x.py", "from social_assistance.services import clock"),
		("domain/x.py", "from ..services import clock"),
		("services/x.py", "from social_assistance.engines.base import Run"),
		("services/x.py", "import social_assistance.benefit_payment.run"),
		("engines/x.py", "from social_assistance import api"),
		("permissions/x.py", "from social_assistance.services import cases"),
		("api/x.py", "import social_assistance_erpnext"),
		("newcomer/__init__.py", ""),
	],
)
def test_the_contracts_find_an_upward_import(tmp_path: Path, place: str, line: str) -> None:
	app_of_one_import(tmp_path, place, line)
	assert not is_kept(tmp_path)


@pytest.mark.skipif(not PROGRAM.exists(), reason="import-linter comes with make lint")
def test_the_contracts_let_downward_imports_pass(tmp_path: Path) -> None:
	app_of_one_import(tmp_path, "services/y.py", "import frappe\nfrom social_assistance.domain import money")
	write(tmp_path / "social_assistance/engines/x.py", "from social_assistance.services import clock")
	write(tmp_path / "social_assistance/demo/x.py", "from social_assistance.engines import base")
	for_types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n\tfrom social_assistance.api import v1"
	write(tmp_path / "social_assistance/services/x.py", for_types)
	assert is_kept(tmp_path)


@pytest.mark.parametrize(
	("place", "line"),
	[
		("domain/x.py", "import requests"),
		("services/x.py", "from social_assistance.api.v1 import application"),
		("engines/x.py", "from social_assistance.api.v1.application import move"),
		("setup/x.py", "from social_assistance.api.v1 import application"),
		("benefit_payment/doctype/x/x.py", "from social_assistance.commands import commands"),
	],
)
def test_an_import_of_an_entry_point_or_a_foreign_library_is_found(
	tmp_path: Path, place: str, line: str
) -> None:
	write(tmp_path / place, line)
	assert remarks(PythonFile(tmp_path / place, tmp_path))


@pytest.mark.parametrize(
	("place", "line"),
	[
		("domain/x.py", "from decimal import Decimal"),
		("domain/x.py", "from stdnum.cn import ric"),
		("services/x.py", "import frappe"),
		("api/v1/x.py", "from social_assistance.services import steps"),
		("benefit_payment/doctype/x/test_x.py", "from social_assistance.api.v1 import application"),
		(
			"services/x.py",
			"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n\tfrom social_assistance.api import v1",
		),
	],
)
def test_other_imports_are_fine(tmp_path: Path, place: str, line: str) -> None:
	write(tmp_path / place, line)
	assert remarks(PythonFile(tmp_path / place, tmp_path)) == []
