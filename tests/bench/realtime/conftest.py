"""Fixtures of the realtime tests."""

from pathlib import Path

import pytest
from realtime_fakes import SITE, FakeGate, FakeTransport

from realtime.hub import Hub


@pytest.fixture
def sites(tmp_path: Path) -> Path:
	(tmp_path / SITE).mkdir()
	(tmp_path / SITE / "site_config.json").write_text("{}")
	return tmp_path


@pytest.fixture
def transport() -> FakeTransport:
	return FakeTransport()


@pytest.fixture
def gate() -> FakeGate:
	return FakeGate()


@pytest.fixture
def hub(transport: FakeTransport, gate: FakeGate, sites: Path) -> Hub:
	return Hub(transport, gate, sites)
