"""What a request says about itself: site, session, origin. Nothing here is believed before the web server was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SITE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def site_of(namespace: str, sites: Path) -> str | None:
	"""The site whose name the namespace is; None if the bench has no such site."""
	name = namespace.removeprefix("/")
	if not SITE_NAME.fullmatch(name) or not (sites / name / "site_config.json").is_file():
		return None
	return name


def session_of(cookies: str) -> str | None:
	"""The session id in a Cookie header; None for guests, who have none worth asking about."""
	try:
		morsel = SimpleCookie(cookies).get("sid")
	except CookieError:
		return None
	return morsel.value if morsel and morsel.value not in ("", "Guest") else None


def is_same_host(origin: str | None, environ: Mapping[str, Any]) -> bool:
	"""Whether the page that opens the connection comes from the host that it connects to; ports may differ."""
	try:
		asking, asked = urlsplit(origin or ""), urlsplit(f"//{environ.get('HTTP_HOST', '')}")
		return (
			asking.scheme in ("http", "https") and bool(asked.hostname) and asking.hostname == asked.hostname
		)
	except ValueError:
		return False
