"""What a request says about itself."""

from pathlib import Path

import pytest

from realtime.entrance import is_same_host, session_of, site_of


@pytest.mark.parametrize(
	("namespace", "site"),
	[
		("/social.localhost", "social.localhost"),
		("/other.localhost", None),
		("/", None),
		("", None),
		("/..", None),
		("/social.localhost/../social.localhost", None),
		("/social.localhost\n", None),
	],
)
def test_a_namespace_is_the_name_of_a_site_of_the_bench(
	namespace: str, site: str | None, sites: Path
) -> None:
	assert site_of(namespace, sites) == site


@pytest.mark.parametrize(
	("cookies", "session"),
	[
		("sid=abc; system_user=yes", "abc"),
		("user_image=; sid=abc", "abc"),
		('sid="abc"', "abc"),
		("sid=Guest", None),
		("sid=", None),
		("full_name=x", None),
		("", None),
	],
)
def test_the_session_comes_from_the_cookie_and_guests_have_none(cookies: str, session: str | None) -> None:
	assert session_of(cookies) == session


@pytest.mark.parametrize(
	("origin", "host", "same"),
	[
		("http://social.localhost:8000", "social.localhost:9000", True),
		("https://assist.example.gov", "assist.example.gov", True),
		("http://[::1]:8000", "[::1]:9000", True),
		("http://evil.example", "social.localhost:9000", False),
		("http://social.localhost.evil.example", "social.localhost:9000", False),
		("null", "social.localhost:9000", False),
		("file://social.localhost", "social.localhost:9000", False),
		(None, "social.localhost:9000", False),
		("http://social.localhost", "", False),
		("http://[", "social.localhost", False),
	],
)
def test_only_pages_of_the_same_host_are_let_in(origin: str | None, host: str, same: bool) -> None:
	assert is_same_host(origin, {"HTTP_HOST": host}) is same
