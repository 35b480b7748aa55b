"""The desk's scripts and styles: our bundler for the restored framework, its own one for stock Frappe."""

from __future__ import annotations

import hashlib
from pathlib import Path

from . import console, framework, stock
from .settings import APPS, CONFIG, ROOT, SITES, bench_config, set_stamp, stamp

BUILDER = ROOT / "tools" / "assets" / "build.mjs"
PACKAGES = CONFIG / "assets"
SOURCES = (".js", ".mjs", ".ts", ".vue", ".css", ".scss", ".svg", ".html")
MANIFEST = SITES / "assets" / "assets.json"


def provision() -> bool:
	"""Install the bundler's packages and build; True if anything had to be done."""
	if framework.is_stock():
		return _build_stock()
	changed = _install_packages()
	key = _source_key()
	if (
		stamp("assets") == key
		and MANIFEST.exists()
		and (framework.TARGET / framework.PUBLIC / "dist").exists()
	):
		return changed
	console.run(["node", BUILDER], what="assets build")
	set_stamp("assets", key)
	return True


def _build_stock() -> bool:
	key = _source_key()
	if stamp("assets") == key and MANIFEST.exists():
		return False
	_link_apps()
	stock.build_assets(framework.TARGET)
	set_stamp("assets", key)
	return True


def _link_apps() -> None:
	"""sites/assets/<app> are links to the apps' public folders; our own bundler makes them itself."""
	MANIFEST.parent.mkdir(parents=True, exist_ok=True)
	for app in bench_config()["apps"]:
		link = MANIFEST.parent / app
		link.unlink(missing_ok=True)
		link.symlink_to(APPS / app / app / "public")


def _install_packages() -> bool:
	key = hashlib.sha256((PACKAGES / "package-lock.json").read_bytes()).hexdigest()
	if stamp("assets-packages") == key and (PACKAGES / "node_modules").exists():
		return False
	console.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=PACKAGES, what="npm ci")
	set_stamp("assets-packages", key)
	return True


def _source_key() -> str:
	"""Changes with any source that goes into a bundle, and with the bundler itself."""
	total = hashlib.sha256(stamp("framework").encode() + stamp("assets-packages").encode())
	folders = [BUILDER.parent, APPS / "social_assistance" / "social_assistance" / "public"]
	files = sorted(path for folder in folders for path in folder.rglob("*") if _is_source(path))
	for path in files:
		total.update(path.as_posix().encode() + path.read_bytes())
	return total.hexdigest()


def _is_source(path: Path) -> bool:
	return path.suffix in SOURCES and not {"dist", "node_modules"} & set(path.parts)
