"""Backups as an operator makes them: encrypted, closed to other accounts, and no key of the site in any of their files."""

import gzip
import json
import os
import re
from pathlib import Path

import pytest

from harness.bench import BenchSite

SECRET_NAME = re.compile("key|password|secret|token", re.IGNORECASE)


def secrets_of(site: BenchSite) -> list[bytes]:
	config = json.loads((site.folder / "site_config.json").read_text())
	keys = json.loads((site.folder / "assist_data_keys.json").read_text())["keys"].values()
	named = (value for name, value in config.items() if SECRET_NAME.search(name) and isinstance(value, str))
	return [secret.encode() for secret in (*named, *keys) if len(secret) > 6]


def check(site: BenchSite, folder: Path) -> list[Path]:
	files = [path for path in folder.rglob("*") if path.is_file()]
	assert files
	assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
	contents = [path.read_bytes() for path in files]
	assert not any(content.startswith((b"\x1f\x8b", gzip.compress(b"")[:2])) for content in contents)
	assert not [secret for secret in secrets_of(site) for content in contents if secret in content]
	return files


def test_the_data_key_stands_apart_from_what_backups_copy(bench_site: BenchSite) -> None:
	keys = bench_site.folder / "assist_data_keys.json"
	assert keys.stat().st_mode & 0o777 == 0o600
	assert "assist_data_key" not in (bench_site.folder / "site_config.json").read_text()


@pytest.mark.timeout(300)
def test_our_backup_leaves_no_key_beside_the_data(bench_site: BenchSite, tmp_path: Path) -> None:
	done = bench_site.command("assist", "backup", "--folder", str(tmp_path / "own"), "--json")
	assert done.returncode == 0, done.stdout + done.stderr
	files = check(bench_site, tmp_path / "own")
	assert sorted(map(str, files)) == sorted(json.loads(done.stdout[done.stdout.index("{\n") :])["files"])
	assert len(files) == 4, "database, public files, private files, manifest"


@pytest.mark.timeout(300)
def test_the_frameworks_backup_does_not_either(bench_site: BenchSite, tmp_path: Path) -> None:
	done = bench_site.command("backup", "--with-files", "--backup-path", str(tmp_path / "framework"))
	assert done.returncode == 0, done.stdout + done.stderr
	check(bench_site, tmp_path / "framework")


def test_without_gpg_nothing_is_written(
	bench_site: BenchSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	folder = tmp_path / "bin"
	folder.mkdir()
	(folder / "gpg").write_text("#!/bin/sh\nexit 1\n")
	(folder / "gpg").chmod(0o755)
	monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
	done = bench_site.command("assist", "backup", "--folder", str(tmp_path / "none"))
	assert done.returncode != 0
	assert not [path for path in (tmp_path / "none").rglob("*") if path.is_file()]
