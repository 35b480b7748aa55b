"""A backup of a site that has migrated comes back whole; what is damaged, or opens with no key, says so."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness.bench import BenchSite
from standup import processes

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
