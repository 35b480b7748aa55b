"""Snapshots of prepared sites, so that a test run starts from a fresh copy in a second.

A snapshot is the data folder of a MariaDB that was stopped properly, with the site folders that belong to it.
Each layer stands on the one before and is made again when its key changes:

- framework: `app.localhost` with the framework alone;
- app: our app installed, the set-up wizard answered;
- demo: a copy `demo.localhost` of it with the demo district.
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import console, database, network, processes, services, site
from .instance import MAIN, Instance, named
from .settings import APPS, STATE, read_json, write_json

APP_SITE = "app.localhost"
DEMO_SITE = "demo.localhost"
FOLDER = STATE / "snapshots"
KEY_LENGTH = 16
BUILD_RANGE = 20


def layers() -> dict[str, tuple[str, Callable[[Instance], None]]]:
	"""Key and maker of every layer, from the ground up."""
	return {
		"framework": (site.framework_schema_key(), _make_framework),
		"app": (site.schema_key(), _make_app),
		"demo": (site.demo_key(), _make_demo),
	}


def provide(layer: str) -> Path:
	"""The snapshot of a layer, made now if there is none for the current key."""
	names = list(layers())
	below = names[: names.index(layer)]
	key, make = layers()[layer]
	target = FOLDER / f"{layer}-{key[:KEY_LENGTH]}"
	if not target.exists():
		ground = provide(below[-1]) if below else None
		with console.stage(f"Test site, layer {layer}"):
			_build(target, ground, make)
		for old in FOLDER.glob(f"{layer}-*"):
			if old != target:
				shutil.rmtree(old)
	return target


@contextmanager
def locked() -> Iterator[None]:
	"""One at a time: whoever makes or copies a snapshot."""
	FOLDER.mkdir(parents=True, exist_ok=True)
	with (FOLDER / "lock").open("w") as handle:
		fcntl.flock(handle, fcntl.LOCK_EX)
		yield


def restore(snapshot: Path, instance: Instance) -> None:
	"""Replace an instance's databases and sites by copies of a snapshot's; the instance must be stopped."""
	for name in ("mariadb", "sites"):
		shutil.rmtree(instance.state / name, ignore_errors=True)
		shutil.copytree(snapshot / name, instance.state / name, symlinks=True)
	shutil.copy2(snapshot / "secrets.json", instance.state / "secrets.json")


def configure(instance: Instance, default_site: str) -> None:
	"""Ports, configuration files and assets for an instance whose services are about to start."""
	network.choose_ports(instance)
	services.provision(instance)
	site.write_common_config(instance, default_site)
	shutil.copy2(MAIN.sites / "apps.txt", instance.sites / "apps.txt")
	# Frappe looks for the apps' commands and the built assets beside and in the folder of sites.
	for link, target in ((instance.root / "apps", APPS), (instance.sites / "assets", MAIN.sites / "assets")):
		link.unlink(missing_ok=True)
		link.symlink_to(target)


def _build(target: Path, ground: Path | None, make: Callable[[Instance], None]) -> None:
	instance = named(f"build-{BUILD_RANGE}")
	processes.end_strays(instance)
	shutil.rmtree(instance.state, ignore_errors=True)
	instance.state.mkdir(parents=True)
	if ground:
		restore(ground, instance)
	# The range is held from the choice of the ports on.
	with network.port_range(BUILD_RANGE, wait=True):
		configure(instance, APP_SITE)
		with services.running(instance):
			make(instance)
	draft = FOLDER / "draft"
	shutil.rmtree(draft, ignore_errors=True)
	draft.mkdir(parents=True)
	for name in ("mariadb", "sites", "secrets.json"):
		(instance.state / name).rename(draft / name)
	draft.rename(target)
	shutil.rmtree(instance.state)


def _make_framework(instance: Instance) -> None:
	site.new_site(instance, APP_SITE)


def _make_app(instance: Instance) -> None:
	site.install_apps(instance, APP_SITE)
	site.complete_setup(instance, APP_SITE)


def _make_demo(instance: Instance) -> None:
	source, target = instance.sites / APP_SITE, instance.sites / DEMO_SITE
	shutil.copytree(source, target)
	config = read_json(target / "site_config.json")
	name, password = f"_{secrets.token_hex(8)}", secrets.token_hex(16)
	database.create(instance, name, password)
	database.copy(instance, config["db_name"], name)
	write_json(target / "site_config.json", {**config, "db_name": name, "db_password": password}, mode=0o600)
	site.command(instance, DEMO_SITE, "assist", "demo")
