"""The run's own bench: MariaDB, Redis and sites from a snapshot, servers on demand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from standup import snapshots, testbench
from standup.settings import bench_config, read_json

from .kinds import LAYER


@dataclass(frozen=True)
class BenchSite:
	"""The demo site as a person or a program outside sees it."""

	name: str
	url: str
	folder: Path
	password: str
	bench: testbench.TestBench

	def command(self, *words: str) -> CompletedProcess[str]:
		"""`bench --site <this site> …`; returncode, stdout and stderr."""
		return self.bench.command(self.name, *words)

	def query(self, statement: str) -> list[list[Any]]:
		"""Rows of the site's database, past every permission; for what a test compares with the screen."""
		import pymysql

		settings = read_json(self.folder / "site_config.json")
		account = settings["db_name"]
		with (
			pymysql.connect(
				unix_socket=str(self.bench.instance.socket),
				user=account,
				password=settings["db_password"],
				database=account,
			) as connection,
			connection.cursor() as cursor,
		):
			cursor.execute(statement)
			return [list(row) for row in cursor.fetchall()]


@pytest.fixture(scope="session")
def test_bench(request: pytest.FixtureRequest) -> Iterator[testbench.TestBench]:
	"""Fresh databases and running services, shared by the whole run."""
	with testbench.opened(request.config.stash[LAYER]) as bench:
		yield bench


@pytest.fixture(scope="session")
def bench_site(test_bench: testbench.TestBench) -> BenchSite:
	"""The demo site with web server, realtime server and worker running."""
	test_bench.start_servers()
	name = snapshots.DEMO_SITE
	return BenchSite(
		name=name,
		url=test_bench.url,
		folder=test_bench.instance.sites / name,
		password=bench_config()["demo_password"],
		bench=test_bench,
	)
