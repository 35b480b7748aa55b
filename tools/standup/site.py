"""Sites: configuration with secrets, creation, apps, language. The part that needs Frappe is site_tasks.py."""

from __future__ import annotations

import getpass
import hashlib
import json
import secrets
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import console, framework, services
from .instance import MAIN, Instance
from .settings import APPS, PYTHON, ROOT, bench_config, read_json, set_stamp, stamp, write_json

PRODUCT = APPS / "social_assistance" / "social_assistance"
# An operator may have changed these; everything else in the common configuration is ours.
OPERATORS_CHOICE = ("developer_mode", "disable_website_cache", "host_name", "mute_emails")
NO_SCHEMA = {"node_modules", "public", "tests", "translations", "__pycache__"}


def redis_url(instance: Instance, name: str) -> str:
	"""Address of one of our Redis servers, password included."""
	return f"redis://:{instance.passwords()[name]}@127.0.0.1:{instance.ports()[name]}"


def write_common_config(instance: Instance = MAIN, default_site: str = "") -> None:
	"""sites/common_site_config.json; keys that an operator added stay."""
	path = instance.sites / "common_site_config.json"
	known = read_json(path)
	ours = _common_config(instance, default_site or bench_config()["site"])
	keep = {name: known[name] for name in OPERATORS_CHOICE if name in known}
	write_json(path, {**known, **ours, **keep}, mode=0o600)


def _common_config(instance: Instance, default_site: str) -> dict[str, Any]:
	ports = instance.ports()
	ours: dict[str, Any] = {
		# Whose version does not tell which holes are mended.
		"assist_patched_framework": int(not framework.is_stock()),
		"background_workers": 1,
		"db_host": "127.0.0.1",
		"db_port": ports["mariadb"],
		"default_site": default_site,
		"developer_mode": 0,
		"frappe_user": getpass.getuser(),
		"gunicorn_workers": bench_config()["web_workers"],
		"host_name": f"http://localhost:{ports['web']}",
		"live_reload": False,
		"max_file_size": 10 * 1024 * 1024,
		"redis_cache": redis_url(instance, "redis_cache"),
		"redis_queue": redis_url(instance, "redis_queue"),
		"redis_socketio": redis_url(instance, "redis_queue"),
		"serve_default_site": True,
		"server_script_enabled": 0,
		"socketio_port": ports["socketio"],
		"webserver_port": ports["web"],
	}
	if instance.is_test:
		ours |= {"allow_tests": 1, "bench_id": instance.name, "mute_emails": 1}
	return ours


def exists(site: str) -> bool:
	"""Whether the bench's site was created completely."""
	return stamp(f"site-{site}") == "complete" and (MAIN.sites / site / "site_config.json").exists()


def create(site: str) -> None:
	"""Create the bench's site; steps that were finished are left out, one that was interrupted begins with all before it."""
	steps = {
		"created": lambda: new_site(MAIN, site),
		"installed": lambda: install_apps(MAIN, site),
		"complete": lambda: complete_setup(MAIN, site),
	}
	names = list(steps)
	done = stamp(f"site-{site}")
	if done not in names[:-1] or not (MAIN.sites / site / "site_config.json").exists():
		done = ""
		_discard(site)
	for name in names[names.index(done) + 1 if done else 0 :]:
		# Nobody knows how far a step came that was cut off; the next run begins anew then.
		set_stamp(f"site-{site}", f"{name} begun")
		steps[name]()
		set_stamp(f"site-{site}", name)


def _discard(site: str) -> None:
	"""Remove what an interrupted creation left: its configuration names a port and a database that may be gone."""
	folder = MAIN.sites / site
	if folder.exists():
		console.say(f"    sites/{site} was left half made and is made again")
		shutil.rmtree(folder)
	set_stamp(f"schema-{site}", "")
	set_stamp(f"demo-{site}", "")


def new_site(instance: Instance, site: str) -> None:
	"""Database, folders and secrets."""
	password = bench_config()["demo_password"]
	task(
		instance,
		"new_site",
		site,
		root_password=instance.passwords()["mariadb_root"],
		admin_password=password,
	)
	add_secrets(instance, site)


def install_apps(instance: Instance, site: str) -> None:
	"""Our apps."""
	for app in bench_config()["apps"][1:]:
		task(instance, "install_app", site, app=app)


def complete_setup(instance: Instance, site: str) -> None:
	"""The set-up wizard's answers."""
	answers = {name: bench_config()[name] for name in ("language", "country", "time_zone", "currency")}
	task(instance, "complete_setup", site, **answers)


def add_secrets(instance: Instance, site: str) -> None:
	"""What belongs to this site alone: the key of signed links, and the leave to hold a demo."""
	path = instance.sites / site / "site_config.json"
	known = read_json(path)
	known.setdefault("secret", secrets.token_hex(32))
	known.setdefault("assist_demo", 1)
	known.setdefault("demo_password", bench_config()["demo_password"])
	# The ports come from the common configuration, so that the services can move.
	known.pop("db_port", None)
	known.pop("db_host", None)
	write_json(path, known, mode=0o600)


def schema_key() -> str:
	"""Changes whenever `migrate` may have something to do."""
	patterns = ("*.json", "*.csv", "patches.txt", "hooks.py", "constants.py", "setup/*.py", "patches/**/*.py")
	return digest(PRODUCT, patterns, framework_schema_key())


def framework_schema_key() -> str:
	"""Changes with what the framework brings into a new site; most of our patches to its code do not."""
	return digest(APPS / "frappe" / "frappe", ("*.json", "*.sql", "patches.txt", "hooks.py"), "")


def demo_key() -> str:
	"""Changes whenever the demo district may come out differently."""
	return digest(PRODUCT, ("demo/**/*", "setup/**/*"), schema_key())


def digest(root: Path, patterns: Iterable[str], seed: str) -> str:
	"""SHA-256 over the names and contents of files."""
	total = hashlib.sha256(seed.encode())
	found = {path for pattern in patterns for path in root.rglob(pattern) if path.is_file()}
	for path in sorted(found):
		if not NO_SCHEMA & set(path.parts):
			total.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
	return total.hexdigest()


def task(instance: Instance, name: str, site: str, **values: Any) -> None:
	"""Run a function of site_tasks.py in the bench's environment; values, passwords among them, go by stdin."""
	console.run(
		[PYTHON, "-m", "standup.site_tasks", name, site],
		cwd=instance.sites,
		env={"PYTHONPATH": str(ROOT / "tools"), "PYTHONUNBUFFERED": "1", **services.mark(instance)},
		stdin=json.dumps(values),
		what=f"{name} {site}",
	)


def command(instance: Instance, site: str, *words: str) -> None:
	"""A `bench --site` command, output in the log."""
	frappe = [str(PYTHON), "-m", "frappe.utils.bench_helper", "frappe", "--site", site]
	console.run(
		[*frappe, *words],
		cwd=instance.sites,
		env=services.mark(instance),
		what="bench " + " ".join(words),
	)


def show(instance: Instance, site: str, *words: str) -> None:
	"""A `bench --site` command whose output is for the person at the terminal; its failure is no reason to stop."""
	frappe = [str(PYTHON), "-m", "frappe.utils.bench_helper", "frappe", "--site", site]
	subprocess.run([*frappe, *words], cwd=instance.sites, check=False)
