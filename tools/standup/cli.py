"""Commands of the bench's set-up, each a list of stages."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable

from . import assets, console, environment, framework, network, packages, processes, services, site
from .instance import MAIN, named
from .settings import ENV, ROOT, STATE, StandupError, bench_config, set_stamp, stamp

MINIMUM_PYTHON = (3, 10)


def prepare(test: bool = False) -> None:
	"""Everything that a site needs before it can be created."""
	if sys.version_info < MINIMUM_PYTHON:
		raise StandupError(f"Python {'.'.join(map(str, MINIMUM_PYTHON))} or newer is needed.")
	for folder in (MAIN.logs, ROOT / "config" / "pids", STATE):
		folder.mkdir(parents=True, exist_ok=True)
	with console.stage("Debian packages"):
		packages.provision("run")
		if test:
			packages.provision("test")
	with console.stage("Framework"):
		framework.provision()
	with console.stage("Python environment"):
		environment.provision(test)
	with console.stage("Desk assets"):
		assets.provision()


def bring_up() -> None:
	"""All stages from a clone to a site that is ready to be served."""
	prepare()
	with console.stage("Ports, MariaDB and Redis"):
		ready_services()
	name = bench_config()["site"]
	if stamp(f"demo-{name}") and site.exists(name) and stamp(f"schema-{name}") == site.schema_key():
		return
	with services.running(MAIN):
		bring_site_up(name)


def ready_services() -> None:
	"""Choose ports while nothing of ours runs, and write the services' and the sites' configuration."""
	if not processes.running_pid():
		network.choose_ports(MAIN)
	services.provision(MAIN)
	site.write_common_config()


def bring_site_up(name: str) -> None:
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
			site.command(MAIN, name, "assist", "demo")
		set_stamp(f"demo-{name}", "loaded")


def run(options: argparse.Namespace) -> None:
	"""make run"""
	started = time.monotonic()
	console.say("Standing the bench up; every command's output is in logs/standup.log")
	bring_up()
	folder = environment.link_command()
	console.say(f"Ready after {time.monotonic() - started:.0f} s.\n")
	announce(folder is not None)
	if processes.running_pid():
		processes.reload_web()
	elif options.detach:
		processes.start()
		console.say("Running in the background: make stop ends it, logs/bench.log shows it.")
	else:
		processes.serve()


def announce(needs_path: bool) -> None:
	"""Say where the desk is and who can log in."""
	config, port = bench_config(), MAIN.ports()["web"]
	console.say(f"  Desk      http://localhost:{port}/app   or http://{config['site']}:{port}/app")
	console.say(f"  Account   Administrator, password {config['demo_password']} (demo only)")
	console.say(f"  Commands  bench --site {config['site']} …")
	if needs_path:
		console.say(f'  First     export PATH="{ENV / "bin"}:$PATH"')
	console.say("")


def start(options: argparse.Namespace) -> None:
	"""make start"""
	if processes.running_pid():
		console.say("  already running")
		return
	ready_services()
	processes.start()
	announce(False)


def stop(options: argparse.Namespace) -> None:
	"""make stop"""
	console.say("  stopped" if processes.stop() else "  nothing was running")


def reload_(options: argparse.Namespace) -> None:
	"""make reload"""
	processes.reload_web()


def process(options: argparse.Namespace) -> None:
	"""One process of the Procfile."""
	processes.become(named(os.environ.get("BENCH_INSTANCE", MAIN.name)), options.name)


def reset(options: argparse.Namespace) -> None:
	"""make reset: back to what a clean clone holds."""
	processes.stop()
	link = environment.COMMAND_LINK
	if link.is_symlink() and link.readlink() == ENV / "bin" / "bench":
		link.unlink()
	from .reset import remove_generated

	for path in remove_generated():
		console.say(f"  removed {path}")


def framework_digest(options: argparse.Namespace) -> None:
	"""Print the digest that config/framework.json pins, from the downloaded wheel."""
	draft = framework.DRAFT
	shutil.rmtree(draft, ignore_errors=True)
	framework.restore(framework.download(), draft)
	console.say(framework.tree_digest(draft))
	shutil.rmtree(draft)


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
	"run": run,
	"start": start,
	"stop": stop,
	"reload": reload_,
	"reset": reset,
	"process": process,
	"framework-digest": framework_digest,
}


def parser() -> argparse.ArgumentParser:
	"""The command line."""
	words = argparse.ArgumentParser(prog="standup", description=__doc__)
	words.add_argument("command", choices=COMMANDS)
	words.add_argument("name", nargs="?", default="")
	words.add_argument("--detach", action="store_true", default=os.environ.get("DETACH", "") not in ("", "0"))
	return words


def main(arguments: list[str]) -> int:
	"""Run a command; the exit code."""
	options = parser().parse_args(arguments)
	try:
		COMMANDS[options.command](options)
	except StandupError as error:
		print(f"\n✗ {error}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\ninterrupted; the next `make run` goes on from here", file=sys.stderr)
		return 130
	return 0
