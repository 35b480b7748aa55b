"""All checks over the whole app."""

from collections.abc import Iterator
from pathlib import Path

from . import (
	doctypes,
	hooks,
	live_fields,
	live_names,
	pure_domain,
	python_api,
	python_data,
	python_messages,
	python_tests,
	rules,
	scripts,
)
from .finding import Finding
from .source import PythonFile

APP = Path("apps/social_assistance/social_assistance")
# Importing these modules registers their checks.
PYTHON_CHECKS = (pure_domain, python_api, python_data, python_messages, python_tests)


def check(root: Path) -> list[Finding]:
	"""Every finding, in the order of files and lines."""
	package = root / APP
	shown = APP.as_posix()
	found = [
		*_python(package, shown),
		*hooks.check(package, shown),
		*hooks.check_patches(package, shown),
		*doctypes.check(package, shown),
		*scripts.check(package, shown),
		*live_names.check(package, shown),
		*live_fields.check(package, shown),
	]
	return sorted(found)


def _python(package: Path, shown: str) -> Iterator[Finding]:
	for path in sorted(package.rglob("*.py")):
		if "node_modules" not in path.parts:
			yield from rules.findings_of(
				PythonFile(path, package), f"{shown}/{path.relative_to(package).as_posix()}"
			)
