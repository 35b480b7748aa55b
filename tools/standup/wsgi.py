"""The web application that gunicorn serves: Frappe, the desk's assets and public files, for one site per host name."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import frappe
import frappe.app
from werkzeug.exceptions import NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware

from .identity import Identified

SITES = Path(os.environ.get("SITES_PATH", ".")).resolve()
ASSET_SECONDS = 60 * 60 * 24 * 30
# Browsers ask for an icon on pages that name none.
FAVICON = "frappe/images/frappe-favicon.svg"
# Uploaded files must never run scripts in the site's name.
FILE_HEADERS = [
	("X-Content-Type-Options", "nosniff"),
	("Content-Security-Policy", "sandbox; default-src 'none'"),
]

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class SiteByHost:
	"""Says which site a request is for; like a reverse proxy, it does not believe the client's own header."""

	def __init__(self, application: Application, default_site: str):
		self.application = application
		self.default_site = default_site

	def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
		host = environ.get("HTTP_HOST", "").rsplit(":", 1)[0].lower()
		known = (
			host.replace(".", "").replace("-", "").isalnum() and (SITES / host / "site_config.json").exists()
		)
		environ["HTTP_X_FRAPPE_SITE_NAME"] = host if known else self.default_site
		return self.application(environ, start_response)


class PublicFiles(SharedDataMiddleware):
	"""/files of the request's site, with headers that keep an uploaded page from acting as one of ours."""

	def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
		if not environ.get("PATH_INFO", "").startswith("/files/"):
			return self.app(environ, start_response)
		self.site = environ["HTTP_X_FRAPPE_SITE_NAME"]

		def with_headers(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
			return start_response(status, headers + FILE_HEADERS, *more)

		try:
			return super().__call__(environ, with_headers)
		except NotFound as missing:
			return missing(environ, with_headers)

	def get_directory_loader(self, directory: str) -> Callable[[str | None], Any]:
		"""Called with the path below /files/, which werkzeug has already cleaned of `..`."""

		def load(path: str | None) -> Any:
			root = (Path(directory) / self.site / "public" / "files").resolve()
			target = (root / (path or "")).resolve()
			if not target.is_relative_to(root) or not target.is_file():
				raise NotFound()
			return target.name, self._opener(str(target))

		return load


def build() -> Application:
	"""The whole chain: the bench's own question first, then the part that decides about the site."""
	default_site = os.environ.get("BENCH_SITE") or frappe.get_site_config(str(SITES), "").get("default_site")
	assets = SITES / "assets"
	exports = {"/assets": str(assets), "/favicon.ico": str(assets / FAVICON)}
	application = SharedDataMiddleware(frappe.app.application, exports, cache_timeout=ASSET_SECONDS)
	return Identified(SiteByHost(PublicFiles(application, {"/files": str(SITES)}), default_site))


application = build()
