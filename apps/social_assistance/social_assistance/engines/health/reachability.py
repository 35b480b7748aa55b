"""How people and messages come in and go out: the address that ends TLS, and the gateway for short messages."""

import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import frappe
from frappe import _

from social_assistance.domain.health.signs import Level, Sign

SECONDS = 10
PING = "/api/method/ping"
STRICT, MAX_AGE = "Strict-Transport-Security", re.compile(r"max-age=\"?(\d+)")
# Half a year, which the lists of browsers ask for at least.
LEAST_MAX_AGE = 15_768_000
REDIRECTS = (301, 302, 307, 308)
PORTS = {"http": 80, "https": 443}


def look_at_tls() -> Iterator[Sign]:
	"""People come by TLS alone, and the proxy tells their browsers so; on a demo nobody has to."""
	gaps = list_tls_gaps()
	level = Level.WARNING if frappe.conf.get("assist_demo") else Level.FAILURE
	found = "; ".join(gaps) or _("by TLS alone")
	remedy = _(
		"make nginx writes the configuration of a proxy; host_name in the site's configuration names the address."
	)
	yield Sign("TLS", _("Address for people"), level if gaps else Level.GOOD, found, remedy)


def list_tls_gaps() -> list[str]:
	"""What is missing at the address for people: asked as a browser asks, without a look at the certificate's issuer."""
	address = str(frappe.conf.get("host_name") or "")
	parts = urlsplit(address)
	if parts.scheme != "https" or not parts.hostname:
		return [_("host_name is no address that begins with https://")]
	try:
		strict = _read_strictness(parts.hostname, parts.port or PORTS["https"])
	except (OSError, http.client.HTTPException) as error:
		return [_("{0} does not answer by TLS: {1}").format(address, error)]
	gaps = []
	age = MAX_AGE.search(strict)
	if not age or int(age[1]) < LEAST_MAX_AGE:
		gaps.append(_("{0} answers without the header {1} of half a year").format(address, STRICT))
	if parts.port is None and _serves_in_clear(parts.hostname):
		gaps.append(_("{0} answers without TLS too, and leads nobody to it").format(parts.hostname))
	return gaps


def _read_strictness(host: str, port: int) -> str:
	context = ssl.create_default_context()
	# An office's own authority need not be known to the server; nothing but a header is read.
	context.check_hostname = False
	context.verify_mode = ssl.CERT_NONE
	connection = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
	try:
		connection.request("GET", PING)
		return connection.getresponse().getheader(STRICT) or ""
	finally:
		connection.close()


def _serves_in_clear(host: str) -> bool:
	connection = http.client.HTTPConnection(host, PORTS["http"], timeout=SECONDS)
	try:
		connection.request("GET", "/")
		answer = connection.getresponse()
	except (OSError, http.client.HTTPException):
		return False
	finally:
		connection.close()
	leads = str(answer.getheader("Location") or "").startswith("https://")
	return not (answer.status in REDIRECTS and leads)


def look_at_short_messages() -> Iterator[Sign]:
	"""A gateway for short messages, where one is set up, answers; phone numbers and messages go to it by TLS."""
	address = str(frappe.db.get_single_value("SMS Settings", "sms_gateway_url") or "")
	parts = urlsplit(address)
	level, found = Level.GOOD, _("no gateway is set up")
	if address and not parts.hostname:
		level, found = Level.FAILURE, _("the gateway's address is none")
	elif parts.hostname:
		level, found = _judge_gateway(parts.hostname, parts.port or PORTS.get(parts.scheme, 0), parts.scheme)
	remedy = _("Look at the SMS Settings, and ask whoever runs the gateway.")
	yield Sign("SMS", _("Short messages"), level, found, remedy)


def _judge_gateway(host: str, port: int, scheme: str) -> tuple[Level, str]:
	try:
		with socket.create_connection((host, port), timeout=SECONDS):
			answers = True
	except (OSError, OverflowError):
		answers = False
	if not answers:
		return Level.FAILURE, _("{0} does not answer").format(host)
	if scheme != "https":
		return Level.WARNING, _("{0} answers, but gets phone numbers without TLS").format(host)
	return Level.GOOD, _("{0} answers").format(host)
