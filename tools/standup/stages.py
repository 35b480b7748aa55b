"""The stages from a clone to a site that is ready to be served, each shown with its time."""

from __future__ import annotations

import sys

from . import assets, console, environment, framework, network, packages, processes, services, site, snapshots
from .instance import MAIN
from .settings import ROOT, STATE, StandupError, bench_config, set_stamp, stamp

MINIMUM_PYTHON = (3, 10)


def prepare(*, test: bool = False) -> None:
	"""Everything that is needed before a site can be created."""
	_check_python()
	for folder in (MAIN.logs, ROOT / "config" / "pids", STATE):
		folder.mkdir(parents=True, exist_ok=True)
	with console.stage("Debian packages"):
		packages.provision("run")
		if test:
			packages.provision("test")
	prepare_code(test=test)
	with console.stage("Desk assets"):
		assets.provision()


def prepare_lint() -> None:
	"""The small environment alone: no framework, no bench."""
	_check_python()
	with console.stage("Environment for lint and tests without a site"):
		packages.provision("lint")
		environment.provision_lint()


def prepare_code(*, test: bool = False) -> None:
	"""Framework and Python environment: enough for tests without a site."""
	_check_python()
	with console.stage("Framework"):
		framework.provision()
	with console.stage("Python environment"):
		environment.provision(test)


def bring_up() -> None:
	"""All stages; what is done already takes no time."""
	prepare()
	with console.stage("Ports, MariaDB and Redis"):
		ready_services()
	name = bench_config()["site"]
	if _is_current(name):
		return
	with services.running(MAIN):
		_bring_site_up(name)


def ready_services() -> None:
	"""Choose ports while nothing of ours runs, and write the services' and the sites' configuration."""
	if not processes.running_pid():
		network.choose_ports(MAIN)
	services.provision(MAIN)
	site.write_common_config()


def prepare_snapshots() -> None:
	"""The sites that tests start from."""
	with snapshots.locked():
		snapshots.provide("demo")


def _check_python() -> None:
	if sys.version_info < MINIMUM_PYTHON:
		raise StandupError(f"Python {'.'.join(map(str, MINIMUM_PYTHON))} or newer is needed.")


def _is_current(name: str) -> bool:
	is_migrated = stamp(f"schema-{name}") == site.schema_key()
	return site.exists(name) and is_migrated and stamp(f"demo-{name}") != ""


def _bring_site_up(name: str) -> None:
	"""Create the site or bring it to the code's state, then load the demo district once."""
	key = site.schema_key()
	if not site.exists(name):
		with console.stage(f"Site {name}"):
			site.create(name)
	elif stamp(f"schema-{name}") != key:
		with console.stage("Migrate"):
			site.command(MAIN, name, "migrate")
	set_stamp(f"schema-{name}", key)
	if not stamp(f"demo-{name}"):
		with console.stage("Demo district"):
			site.command(MAIN, name, "assist", "demo", "--with-cases")
		set_stamp(f"demo-{name}", "loaded")
