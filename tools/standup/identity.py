"""Who answers on a port: the web and realtime servers of a bench know the token that they were started with.

Whoever asks names the token in the path and gets 204; without the token there is nothing at this address. Servers that
were started without one, those of a production set-up, know no such address at all.
"""

from __future__ import annotations

import hmac
import http.client
import os
from collections.abc import Callable, Iterable
from typing import Any

VARIABLE = "BENCH_TOKEN"
PREFIX = "/.well-known/bench/"
SECONDS = 30

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def is_own(path: str) -> bool:
	"""Whether a request's path names the token of the process that is asked."""
	token = os.environ.get(VARIABLE, "")
	asked = path.removeprefix(PREFIX).encode()
	return bool(token) and path.startswith(PREFIX) and hmac.compare_digest(asked, token.encode())


def is_ours(port: int, token: str) -> bool:
	"""Whether the server on a port of this machine is one that was started with the token."""
	connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
	try:
		connection.request("GET", PREFIX + token)
		return connection.getresponse().status == http.HTTPStatus.NO_CONTENT
	except (OSError, http.client.HTTPException):
		return False
	finally:
		connection.close()


class Identified:
	"""A web application that says whether it belongs to the bench that asks."""

	def __init__(self, application: Application):
		self.application = application

	def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
		if is_own(environ.get("PATH_INFO", "")):
			start_response("204 No Content", [])
			return []
		return self.application(environ, start_response)
