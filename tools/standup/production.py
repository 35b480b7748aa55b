"""Serving people: the unit of the system's own manager, the proxy that ends TLS, and the doors that have to be closed first."""

from __future__ import annotations

import getpass
import re
import sys
from pathlib import Path

from . import services, site
from .instance import Instance
from .settings import CONFIG, ROOT, StandupError, read_json

UNIT, PROXY = "social-assistance.service", "nginx-{0}.conf"
HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
CERTIFICATES = "/etc/ssl/{0}.crt", "/etc/ssl/private/{0}.key"


def write_unit(instance: Instance) -> Path:
	"""Write the unit of systemd; its path."""
	text = (CONFIG / "templates" / "bench.service").read_text(encoding="utf-8")
	path = instance.state / UNIT
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_text(text.format(user=getpass.getuser(), root=ROOT, python=sys.executable), encoding="utf-8")
	return path


def write_proxies(instance: Instance, certificate: str = "", key: str = "") -> list[Path]:
	"""Write nginx's configuration of every site that has a name for people (`host_name`); their paths.

	StandupError when no site has one, or when it is no address by https.
	"""
	names = {path.parent.name: _read_host(path) for path in instance.sites.glob("*/site_config.json")}
	hosts = {site_name: host for site_name, host in sorted(names.items()) if host}
	if not hosts:
		raise StandupError("No site has a name for people: bench --site … set-config host_name https://…")
	return [_write_proxy(instance, site_name, host, certificate, key) for site_name, host in hosts.items()]


def _read_host(config: Path) -> str:
	"""The name in `host_name` of a site; empty if there is none."""
	address = str(read_json(config).get("host_name") or "")
	host = address.removeprefix("https://").rstrip("/")
	if address and (host == address or not HOST_NAME.fullmatch(host)):
		raise StandupError(
			f"host_name of {config.parent.name} is {address!r}; it must be https:// and a name."
		)
	return host


def _write_proxy(instance: Instance, site_name: str, host: str, certificate: str, key: str) -> Path:
	text = (CONFIG / "templates" / "nginx.conf").read_text(encoding="utf-8")
	path = instance.state / PROXY.format(host)
	values = {
		"name": re.sub(r"\W", "_", host),
		"server_name": host,
		"site": site_name,
		"certificate": certificate or CERTIFICATES[0].format(host),
		"key": key or CERTIFICATES[1].format(host),
		"web": instance.ports()["web"],
		"socketio": instance.ports()["socketio"],
	}
	path.write_text(text.format(**values), encoding="utf-8")
	return path


def require_closed_doors(instance: Instance) -> None:
	"""Ask every site of the bench; StandupError when one of them is open. The services run for the length of the question."""
	names = sorted(path.parent.name for path in instance.sites.glob("*/site_config.json"))
	if not names:
		raise StandupError("There is no site yet: make run")
	with services.running(instance):
		for name in names:
			_require_closed(instance, name)


def _require_closed(instance: Instance, name: str) -> None:
	try:
		site.command(instance, name, "assist", "doctor", "--doors")
	except StandupError as error:
		raise StandupError(f"The site {name} does not serve people while a door is open.\n{error}") from error
