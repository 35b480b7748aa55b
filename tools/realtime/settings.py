"""What the bench's configuration says about realtime."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
	"""The configuration lacks something; shown without a traceback."""


@dataclass(frozen=True)
class Settings:
	"""Where to listen and whom to ask."""

	sites: Path
	port: int
	web_url: str
	redis_url: str


def load(sites: Path) -> Settings:
	"""Settings of the bench whose `sites` folder this is; the environment wins, with the framework's own names."""
	path = sites / "common_site_config.json"
	if not path.exists():
		raise SettingsError(f"{path} is missing: start this from the bench's sites folder, or set SITES_PATH")
	config = json.loads(path.read_text(encoding="utf-8"))
	redis_url = (
		os.environ.get("FRAPPE_REDIS_QUEUE") or config.get("redis_queue") or config.get("redis_socketio")
	)
	if not redis_url:
		raise SettingsError(f"{path} does not say where Redis is: set redis_queue")
	return Settings(
		sites=sites,
		port=int(os.environ.get("FRAPPE_SOCKETIO_PORT") or config.get("socketio_port") or 9000),
		web_url=f"http://127.0.0.1:{config.get('webserver_port') or 8000}",
		redis_url=redis_url,
	)
