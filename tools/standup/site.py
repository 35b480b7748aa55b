"""The site: configuration with secrets, creation, apps, language. The part that needs Frappe is site_tasks.py."""

from __future__ import annotations

import getpass
import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from . import console, network, services
from .settings import APPS, PYTHON, ROOT, SITES, bench_config, read_json, set_stamp, stamp, write_json

COMMON_CONFIG = SITES / "common_site_config.json"


def redis_url(name: str) -> str:
	"""Address of one of our Redis servers, password included."""
	return f"redis://:{services.bench_secrets()[name]}@127.0.0.1:{network.ports()[name]}"


def write_common_config() -> None:
	"""sites/common_site_config.json; keys that an operator added stay."""
	ports = network.ports()
	ours: dict[str, Any] = {
		"allow_tests": 0,
		"background_workers": 1,
		"db_host": "127.0.0.1",
		"db_port": ports["mariadb"],
		"default_site": bench_config()["site"],
		"developer_mode": 0,
		"disable_website_cache": 0,
		"enable_frappe_logger": 1,
		"frappe_user": getpass.getuser(),
		"gunicorn_workers": bench_config()["web_workers"],
		"host_name": f"http://localhost:{ports['web']}",
		"live_reload": False,
		"max_file_size": 10 * 1024 * 1024,
		"redis_cache": redis_url("redis_cache"),
		"redis_queue": redis_url("redis_queue"),
		"redis_socketio": redis_url("redis_queue"),
		"restart_supervisor_on_update": False,
		"serve_default_site": True,
		"server_script_enabled": 0,
		"shallow_clone": True,
		"socketio_port": ports["socketio"],
		"use_redis_auth": True,
		"webserver_port": ports["web"],
	}
	known = read_json(COMMON_CONFIG)
	keep = {name: known[name] for name in ("developer_mode", "disable_website_cache") if name in known}
	write_json(COMMON_CONFIG, {**known, **ours, **keep}, mode=0o600)


def folder(site: str) -> Path:
	"""Where a site's files are."""
	return SITES / site


def exists(site: str) -> bool:
	"""Whether the site was created completely."""
	return stamp(f"site-{site}") != "" and (folder(site) / "site_config.json").exists()


def create(site: str) -> None:
	"""Create a site from nothing: the framework, secrets, our app, the set-up wizard's answers."""
	config = bench_config()
	task("new_site", site, root_password=services.bench_secrets()["mariadb_root"], admin_password=config["demo_password"])
	add_secrets(site)
	for app in config["apps"][1:]:
		task("install_app", site, app=app)
	names = ("language", "country", "time_zone", "currency")
	task("complete_setup", site, **{name: config[name] for name in names})
	set_stamp(f"site-{site}", "created")


def add_secrets(site: str) -> None:
	"""Secrets that belong to this site alone: the key of stored personal data, and of signed links."""
	path = folder(site) / "site_config.json"
	known = read_json(path)
	known.setdefault("assist_data_key", secrets.token_hex(32))
	known.setdefault("secret", secrets.token_hex(32))
	write_json(path, known, mode=0o600)


def schema_key() -> str:
	"""Changes whenever `migrate` may have something to do."""
	total = hashlib.sha256(stamp("framework").encode())
	app = APPS / "social_assistance" / "social_assistance"
	names = sorted(path for kind in ("*.json", "patches.txt", "hooks.py") for path in app.rglob(kind))
	for path in names:
		if "node_modules" not in path.parts:
			total.update(path.relative_to(app).as_posix().encode() + path.read_bytes())
	return total.hexdigest()


def task(name: str, site: str, **values: Any) -> None:
	"""Run a function of site_tasks.py in the bench's environment; values, passwords among them, go by stdin."""
	console.run(
		[PYTHON, "-m", "standup.site_tasks", name, site],
		cwd=SITES,
		env={"PYTHONPATH": str(ROOT / "tools"), "PYTHONUNBUFFERED": "1"},
		stdin=json.dumps(values),
		what=f"{name} {site}",
	)
