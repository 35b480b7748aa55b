"""`python -m realtime`, from the bench's sites folder or with SITES_PATH."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from aiohttp import web

from .server import create_application
from .settings import SettingsError, load


def main() -> None:
	"""Serve until ended."""
	logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
	try:
		settings = load(Path(os.environ.get("SITES_PATH", ".")).resolve())
	except SettingsError as error:
		sys.exit(str(error))
	logging.getLogger(__name__).info("Realtime on 127.0.0.1:%s", settings.port)
	web.run_app(
		create_application(settings), host="127.0.0.1", port=settings.port, print=None, access_log=None
	)


main()
