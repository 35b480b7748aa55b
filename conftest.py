"""Fixtures for every kind of test; they live in tests/harness."""

pytest_plugins = [
	"harness.kinds",
	"harness.properties",
	"harness.bench",
	"harness.site_context",
	"harness.http",
	"harness.browser",
	"harness.faults",
]
