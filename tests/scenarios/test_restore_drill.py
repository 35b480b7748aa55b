"""A backup of a site that has migrated comes back whole; what is damaged, or opens with no key, says so."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from harness.bench import BenchSite
from standup import network, processes, services
from standup.settings import bench_config

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def backup(bench_site: BenchSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
	"""The manifest of a backup of the site, which has migrated once more."""
	folder = tmp_path_factory.mktemp("backups")
	for words in (("migrate",), ("assist", "backup", "--folder", str(folder))):
		done = bench_site.command(*words)
		assert done.returncode == 0, done.stdout + done.stderr
	return next(folder.glob("*-manifest.json"))


def drill(site: BenchSite, *words: str) -> subprocess.CompletedProcess[str]:
	instance = site.bench.instance
	environment = {
		**processes.environment(instance),
		"MARIADB_ROOT_PASSWORD": instance.passwords()["mariadb_root"],
	}
	command = [*processes.frappe_command("--site", site.name), "assist", "restore-drill", "--json", *words]
	return subprocess.run(
		command, cwd=instance.sites, env=environment, text=True, capture_output=True, check=False
	)


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
	return json.loads(done.stdout[done.stdout.index("{") :])


def list_sites(site: BenchSite) -> list[str]:
	return sorted(path.parent.name for path in site.bench.instance.sites.glob("*/site_config.json"))


def test_a_migrated_site_comes_back_whole_and_leaves_no_second_one(bench_site: BenchSite, backup: Path):
	before = list_sites(bench_site)
	done = drill(bench_site, "--manifest", str(backup))
	assert done.returncode == 0, done.stdout + done.stderr
	found = answer(done)
	assert found["compared"] > 300
	assert found["opened"] and found["is_good"]
	assert list_sites(bench_site) == before


def test_the_wrong_keys_fail_the_drill(bench_site: BenchSite, backup: Path, tmp_path: Path):
	text = (bench_site.folder / "assist_data_keys.json").read_text()
	wrong = tmp_path / "keys.json"
	wrong.write_text(re.sub(r'"[0-9a-f]{8}', '"abababab', text))
	done = drill(bench_site, "--manifest", str(backup), "--keys", str(wrong))
	assert done.returncode == 1
	assert answer(done)["failed_checks"] == ["KEY-03"]


def test_missing_keys_fail_the_drill(bench_site: BenchSite, backup: Path, tmp_path: Path):
	done = drill(bench_site, "--manifest", str(backup), "--keys", str(tmp_path / "none.json"))
	assert done.returncode == 1
	assert not answer(done)["opened"]


def test_a_damaged_backup_is_refused_before_anything_is_made(
	bench_site: BenchSite, backup: Path, tmp_path: Path
):
	shutil.copytree(backup.parent, tmp_path / "damaged")
	dump = next((tmp_path / "damaged").glob("*-database-enc.sql.gz"))
	content = bytearray(dump.read_bytes())
	content[len(content) // 2] ^= 1
	dump.write_bytes(content)
	done = drill(bench_site, "--manifest", str(tmp_path / "damaged" / backup.name))
	assert done.returncode == 1
	assert dump.name in done.stderr
	assert "drill-" not in done.stderr, "no site was made"


def test_another_key_of_the_backup_is_refused_before_anything_is_made(bench_site: BenchSite, backup: Path):
	done = drill(bench_site, "--manifest", str(backup), "--backup-key", "another")
	assert done.returncode == 1
	assert "drill-" not in done.stderr


@pytest.fixture
def logging_site(bench_site: BenchSite) -> Iterator[BenchSite]:
	"""The site while its server writes binary logs, as that of a bench for people does."""
	instance = bench_site.bench.instance
	path = instance.state / "mariadb.cnf"
	before = path.read_text()
	path.write_text(before.replace("skip-log-bin", services.list_binary_log_options(instance)))
	servers = [services.restart_database(instance)]
	try:
		yield bench_site
	finally:
		path.write_text(before)
		servers.append(services.restart_database(instance))
		bench_site.bench.servers.insert(0, servers[-1])


def execute(site: BenchSite, place: str, method: str, /, **values: Any) -> Any:
	done = site.bench.command(place, "execute", method, "--kwargs", json.dumps(values))
	assert done.returncode == 0, done.stdout + done.stderr
	return json.loads(done.stdout) if done.stdout.strip() else None


def read_tables(site: BenchSite, name: str) -> dict[str, int]:
	return execute(site, name, "social_assistance.engines.backups.checksums.read_checksums")


def test_a_site_comes_back_as_it_was_at_a_moment(logging_site: BenchSite, tmp_path: Path):
	site, note = logging_site, {"doctype": "ToDo", "description": "kept"}
	done = site.command("assist", "backup", "--folder", str(tmp_path))
	assert done.returncode == 0, done.stdout + done.stderr
	manifest = next(tmp_path.glob("*-manifest.json"))
	assert json.loads(manifest.read_text())["position"]["offset"] > 0
	kept = execute(site, site.name, "frappe.client.insert", doc=note)["name"]
	expected = read_tables(site, site.name)
	zone = ZoneInfo(bench_config()["time_zone"])
	moment = datetime.now(zone).replace(microsecond=0) + timedelta(seconds=1)
	network.wait_for(lambda: datetime.now(zone) > moment, "the moment")
	execute(site, site.name, "frappe.client.delete", doctype="ToDo", name=kept)
	found = drill(site, "--manifest", str(manifest), "--until", f"{moment:%Y-%m-%d %H:%M:%S}", "--keep")
	assert found.returncode == 0, found.stdout + found.stderr
	restored = answer(found)["site"]
	assert restored in list_sites(site)
	tables = read_tables(site, restored)
	assert {name for name in expected if tables.get(name) != expected[name]} == set()
	assert expected["tabToDo"] != read_tables(site, site.name)["tabToDo"], "the mistake was made later"
	logs = list((tmp_path / "binary_logs").iterdir())
	assert logs
	assert all(b"tabToDo" not in log.read_bytes() for log in logs), "copies are encrypted"
	for log in logs:
		log.unlink()
	gone = drill(
		site,
		"--manifest",
		str(manifest),
		"--logs",
		str(tmp_path / "binary_logs"),
		"--until",
		f"{moment:%Y-%m-%d %H:%M:%S}",
	)
	assert gone.returncode == 1
	assert "drill-" not in gone.stderr, "no site was made"
