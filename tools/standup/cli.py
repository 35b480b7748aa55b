"""Commands of the Makefile."""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from . import checks, console, environment, framework, mutation, processes, production, reset, site, stages
from .instance import MAIN, named
from .settings import ENV, StandupError, bench_config, set_stamp, stamp

Options = argparse.Namespace


def run(options: Options) -> int:
	"""Everything, then serve: in the foreground, or in the background with DETACH=1."""
	started = time.monotonic()
	console.say("Standing the bench up; the output of every command is in logs/standup.log")
	with stages.only_one():
		stages.bring_up()
		folder = environment.link_command()
		manager = serve()
	console.say(f"Ready after {time.monotonic() - started:.0f} s.\n")
	announce(needs_path=folder is not None)
	if manager and not options.detach:
		console.say("Ctrl-C ends the bench; it goes on when this terminal is closed.")
		return processes.follow(manager)
	console.say("Running in the background: make stop ends it, logs/ has a file of each process.")
	return 0


def serve() -> subprocess.Popen[bytes] | None:
	"""Start the bench, or let a running one take what is new; the manager if this process has started it."""
	with console.stage("Web, realtime and workers"):
		code = stages.served_code()
		manager = None
		if not processes.running_pid():
			manager = processes.start()
		elif stamp("served") != code:
			processes.restart()
		processes.wait_until_ready()
		set_stamp("served", code)
		return manager


def announce(*, needs_path: bool) -> None:
	"""Say where the desk is and who can log in."""
	config, port = bench_config(), MAIN.ports()["web"]
	console.say(f"  Desk      http://localhost:{port}/app   or http://{config['site']}:{port}/app")
	console.say(f"  Accounts  Administrator and these demo accounts; password {config['demo_password']}")
	site.show(MAIN, config["site"], "assist", "accounts")
	console.say(f"  Commands  bench --site {config['site']} …")
	if needs_path:
		console.say(f'  First     export PATH="{ENV / "bin"}:$PATH"')
	console.say("")


def start(options: Options) -> int:
	"""Serve in the background what `run` has made."""
	if processes.running_pid():
		console.say("  already running")
		return 0
	if not site.exists(bench_config()["site"]):
		raise StandupError("There is no site yet: make run")
	with stages.only_one():
		stages.ready_services()
		serve()
	announce(needs_path=False)
	return 0


def serve_people(options: Options) -> int:
	"""Serve in the foreground, for the system's own manager; refuses while a door of a site is open."""
	with stages.only_one():
		stages.ready_services()
		production.require_closed_doors(MAIN)
		manager = processes.start()
		set_stamp("served", stages.served_code())
	return processes.follow(manager)


def unit(options: Options) -> int:
	"""Write the unit by which systemd starts the bench with the machine."""
	path = production.write_unit(MAIN)
	console.say(f"  {path}\n  As root: systemctl enable --now {path}")
	return 0


def nginx(options: Options) -> int:
	"""Write the configuration of nginx, which ends TLS; words: the certificate and its key."""
	for path in production.write_proxies(MAIN, *options.words[:2]):
		console.say(f"  {path}")
	console.say("  As root: link it into /etc/nginx/sites-enabled, nginx -t, systemctl reload nginx")
	return 0


def stop(options: Options) -> int:
	"""End the bench."""
	console.say("  stopped" if processes.stop() else "  nothing was running")
	return 0


def restart(options: Options) -> int:
	"""Let every process take new code."""
	with stages.only_one():
		processes.restart()
		set_stamp("served", stages.served_code())
	return 0


def reload_(options: Options) -> int:
	"""Let the web workers take new code."""
	processes.reload_web()
	return 0


def process(options: Options) -> int:
	"""Become one process of the Procfile."""
	processes.become(named(os.environ.get(processes.INSTANCE, MAIN.name)), options.words[0])
	return 0


def reset_(options: Options) -> int:
	"""Back to what a clean clone holds; at a terminal it asks first."""
	name = bench_config()["site"]
	if sys.stdin.isatty() and (MAIN.sites / name).exists():
		console.say(f"This deletes the site {name} with all its data. Type its name to go on:")
		if input("> ").strip() != name:
			raise StandupError("Nothing was removed.")
	processes.stop()
	reset.unlink_command()
	for path in reset.remove_generated():
		console.say(f"  removed {path}")
	return 0


def test(options: Options) -> int:
	"""All tests; with words, one pytest run that gets them."""
	stages.prepare(test=True)
	if options.words:
		return checks.pytest(options.words)
	stages.prepare_lint()
	stages.prepare_snapshots()
	return checks.pytest_all()


def test_unit(options: Options) -> int:
	"""The tests that need no site."""
	stages.prepare_lint()
	return checks.pytest_unit(options.words)


def test_random(options: Options) -> int:
	"""The property tests with new examples."""
	stages.prepare_lint()
	return checks.pytest_random(options.words)


def mutate(options: Options) -> int:
	"""Changed rules against their tests."""
	stages.prepare_lint()
	return mutation.run(options.words)


def lint(options: Options) -> int:
	"""ruff, mypy, import contracts, dependencies, our own checks, subjects of commits."""
	stages.prepare_lint()
	return checks.lint(options.words)


def benchmark(options: Options) -> int:
	"""One of the programs in benchmarks/."""
	name, *words = options.words or [""]
	return checks.benchmark(name, words)


def lock(options: Options) -> int:
	"""Compile the lock files again from config/*.in."""
	environment.compile_locks()
	return 0


def framework_digest(options: Options) -> int:
	"""Print the digest that config/framework.json pins, from the downloaded wheel."""
	shutil.rmtree(framework.DRAFT, ignore_errors=True)
	framework.restore(framework.download(), framework.DRAFT)
	console.say(framework.tree_digest(framework.DRAFT))
	shutil.rmtree(framework.DRAFT)
	return 0


COMMANDS: dict[str, Callable[[Options], int]] = {
	"run": run,
	"start": start,
	"serve": serve_people,
	"unit": unit,
	"nginx": nginx,
	"stop": stop,
	"reload": reload_,
	"restart": restart,
	"reset": reset_,
	"test": test,
	"test-unit": test_unit,
	"test-random": test_random,
	"mutate": mutate,
	"lint": lint,
	"benchmark": benchmark,
	"lock": lock,
	"process": process,
	"framework-digest": framework_digest,
}


def parser() -> argparse.ArgumentParser:
	"""The command line; words after the command are passed on."""
	found = argparse.ArgumentParser(prog="standup", description=__doc__)
	found.add_argument(
		"--detach", action="store_true", default=os.environ.get("DETACH", "0") not in ("", "0")
	)
	found.add_argument("command", choices=COMMANDS)
	found.add_argument("words", nargs=argparse.REMAINDER)
	return found


def main(arguments: list[str]) -> int:
	"""Run a command; the exit code."""
	options = parser().parse_args(arguments)
	options.words += shlex.split(os.environ.get("ARGS", ""))
	for sign in (signal.SIGHUP, signal.SIGTERM):
		# Who goes on without a terminal on purpose (nohup) is left in peace.
		if signal.getsignal(sign) is not signal.SIG_IGN:
			signal.signal(sign, _interrupt)
	try:
		return COMMANDS[options.command](options)
	except StandupError as error:
		print(f"\n✗ {error}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		with contextlib.suppress(OSError):
			print("\ninterrupted; the same command goes on from here", file=sys.stderr)
		return 130


def _interrupt(*_signal: object) -> None:
	"""A closed terminal and a request to end are what Ctrl-C is: whatever was started on the way is stopped."""
	raise KeyboardInterrupt
