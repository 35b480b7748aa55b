"""Asks the web server who a session is and what it may read, through Frappe's own whitelisted functions."""

from __future__ import annotations

import logging
from typing import Any, Protocol

import aiohttp

from .rooms import GUEST, Visitor

log = logging.getLogger(__name__)

SECONDS = 10


class Gate(Protocol):
	"""Decides about people and rooms."""

	async def visitor(self, site: str, session: str | None) -> Visitor | None:
		"""Who the session is; None if the web server does not accept it."""

	async def may_read_doctype(self, visitor: Visitor, doctype: str) -> bool:
		"""Whether the visitor may read documents of this kind."""

	async def may_read_document(self, visitor: Visitor, doctype: str, name: str) -> bool:
		"""Whether the visitor may read this document."""


class WebGate:
	"""A gate that asks the web server; whatever goes wrong there means no."""

	def __init__(self, http: aiohttp.ClientSession, web_url: str):
		self.http = http
		self.web_url = web_url

	async def visitor(self, site: str, session: str | None) -> Visitor | None:
		"""Guests are not asked about: they have nothing but the public room."""
		if not session:
			return Visitor(site=site, user=GUEST, session="", is_desk_user=False)
		answer = await self._ask(site, session, "get_user_info", {})
		if not isinstance(answer, dict) or not answer.get("user"):
			return None
		is_desk_user = answer.get("user_type") == "System User" and answer["user"] != GUEST
		return Visitor(site=site, user=answer["user"], session=session, is_desk_user=is_desk_user)

	async def may_read_doctype(self, visitor: Visitor, doctype: str) -> bool:
		"""Permission: read on the DocType."""
		return await self._is_allowed(visitor, "can_subscribe_doctype", {"doctype": doctype})

	async def may_read_document(self, visitor: Visitor, doctype: str, name: str) -> bool:
		"""Permission: read on the document."""
		return await self._is_allowed(visitor, "can_subscribe_doc", {"doctype": doctype, "docname": name})

	async def _is_allowed(self, visitor: Visitor, function: str, arguments: dict[str, str]) -> bool:
		if visitor.is_guest:
			return False
		return await self._ask(visitor.site, visitor.session, function, arguments) is True

	async def _ask(self, site: str, session: str, function: str, arguments: dict[str, str]) -> Any:
		"""What the function returned; None unless the answer was 200. The session goes in the cookie, never in the address."""
		url = f"{self.web_url}/api/method/frappe.realtime.{function}"
		headers = {
			"Host": site,
			"X-Frappe-Site-Name": site,
			"Cookie": f"sid={session}",
			"Accept": "application/json",
		}
		try:
			async with self.http.get(
				url, params=arguments, headers=headers, allow_redirects=False
			) as response:
				return (await response.json()).get("message") if response.status == 200 else None
		except (aiohttp.ClientError, TimeoutError, ValueError) as error:
			log.warning("%s: the web server did not answer %s: %r", site, function, error)
			return None
