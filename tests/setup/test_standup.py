"""Ports, packages, installers, reset: the parts of the set-up that need no site."""

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import tomllib

from standup import checks, environment, installer, network, packages, reset, stock, testbench
from standup.instance import MAIN, SOCKET_PATH_LIMIT, Instance, named
from standup.settings import ENV, ROOT, StandupError, bench_config


@pytest.fixture
def held_port() -> int:
	with socket.socket() as holder:
		holder.bind(("127.0.0.1", 0))
		holder.listen()
		yield holder.getsockname()[1]


def test_a_port_that_another_program_holds_is_passed_over(held_port: int):
	assert not network.is_free(held_port)
	assert network.next_free(held_port, set()) > held_port


def test_services_of_one_instance_never_share_a_port(held_port: int):
	free = network.next_free(held_port, set())
	assert network.next_free(held_port, {free}) > free


def test_chosen_ports_are_kept_and_only_the_held_one_moves(tmp_path: Path, held_port: int):
	instance = Instance("test", tmp_path, tmp_path)
	free = {
		name: network.next_free(20000 + 100 * rank, set())
		for rank, name in enumerate(bench_config()["ports"])
	}
	instance.keep_ports({**free, "web": held_port})
	network.choose_ports(instance)
	chosen = instance.ports()
	assert chosen["web"] != held_port
	assert {name: port for name, port in chosen.items() if name != "web"} == {
		name: port for name, port in free.items() if name != "web"
	}


def test_instances_look_for_ports_in_ranges_of_their_own():
	ranges = [named(name).ports()["web"] for name in ("main", "test", "test-2", "test-3", "build-9")]
	assert len(set(ranges)) == len(ranges)


def test_a_range_of_test_ports_belongs_to_one_run_of_the_machine(
	tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr(network.tempfile, "gettempdir", lambda: str(tmp_path))
	with network.port_range(1) as first, network.port_range(1) as second, network.port_range(2) as other:
		assert (first, second, other) == (True, False, True)
	with network.port_range(1) as again:
		assert again


def test_a_foreign_server_on_our_port_does_not_pass_for_ours(tmp_path: Path, held_port: int):
	ended = subprocess.Popen(["true"])
	ended.wait()
	bench = testbench.TestBench(Instance("test", tmp_path, tmp_path), [ended])
	with pytest.raises(StandupError, match="ended at its start"):
		bench._is_up(held_port)


def test_passwords_are_made_once_and_readable_by_their_owner_only(tmp_path: Path):
	instance = Instance("test", tmp_path, tmp_path)
	first = instance.passwords()
	assert first == instance.passwords()
	assert len(set(first.values())) == 4
	assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_long_path_does_not_break_the_database_socket(tmp_path: Path):
	deep = tmp_path / ("d" * 120)
	assert len(str(Instance("test", deep, deep).socket)) <= SOCKET_PATH_LIMIT
	assert MAIN.state in named("main").socket.parents or len(str(MAIN.run)) > 80


def test_without_root_and_sudo_the_needed_packages_are_named(monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(packages, "missing", lambda group: ["redis-tools", "patch"])
	monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
	monkeypatch.setattr(packages.shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}")
	with pytest.raises(StandupError, match="apt-get install --no-install-recommends redis-tools patch"):
		packages.provision("run")


@pytest.mark.parametrize(
	"line", ["global.trusted-host='mirror'", "global.client-cert='/x.pem'", "install.proxy='p'"]
)
def test_pip_is_used_where_uv_would_ignore_a_setting(line: str, monkeypatch: pytest.MonkeyPatch):
	done = subprocess.CompletedProcess([], 0, stdout=line)
	monkeypatch.setattr(installer.subprocess, "run", lambda *words, **options: done)
	assert installer._uv_settings(ENV) is None


def test_uv_is_told_the_index_that_pip_uses(monkeypatch: pytest.MonkeyPatch):
	done = subprocess.CompletedProcess([], 0, stdout="global.index-url='https://mirror.invalid/simple'\n")
	monkeypatch.setattr(installer.subprocess, "run", lambda *words, **options: done)
	monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
	assert installer._uv_settings(ENV)["UV_DEFAULT_INDEX"] == "https://mirror.invalid/simple"


def test_stock_requirements_come_from_a_registry(tmp_path: Path):
	project = tmp_path / "pyproject.toml"
	project.write_text(
		'[project]\ndependencies = [\n  # core\n  "Babel~=2.13",\n  "gunicorn @ git+https://host.invalid/g@1a",\n]\n'
	)
	assert stock.requirements(project) == ["Babel~=2.13", "gunicorn>=22,<24"]
	project.write_text('[project]\ndependencies = [\n  "other @ git+https://host.invalid/o@1a",\n]\n')
	with pytest.raises(StandupError, match="no released version of other"):
		stock.requirements(project)


def test_stock_gets_the_bench_command_that_its_own_click_can_load():
	"""Later ones import what the framework's Click does not have; our own environment is known to load it."""
	assert stock.BENCH_COMMAND in environment.LOCK.read_text(encoding="utf-8")


def test_stock_desk_packages_come_from_a_registry(tmp_path: Path):
	package, lock = tmp_path / "package.json", tmp_path / "yarn.lock"
	package.write_text('{"dependencies": {"air-datepicker": "github:x/air-datepicker", "moment": "^2.29"}}')
	lock.write_text(
		'# yarn\n\n"air-datepicker@github:x/air-datepicker":\n  resolved "https://git.invalid/a#1"\n\n'
		'moment@^2.29:\n  resolved "https://other.invalid/moment/-/moment-2.29.4.tgz#abc"\n'
	)
	replaced = stock.use_released_packages(package)
	stock.use_registry(lock, "https://mirror.invalid/npm/", replaced)
	assert json.loads(package.read_text())["dependencies"] == {"air-datepicker": "2.2.3", "moment": "^2.29"}
	assert lock.read_text() == (
		'# yarn\n\nmoment@^2.29:\n  resolved "https://mirror.invalid/npm/moment/-/moment-2.29.4.tgz#abc"\n'
	)


@pytest.mark.parametrize("source", ["", "v15", "@v15", "https://host.invalid/frappe"])
def test_a_source_without_address_or_ref_is_refused(source: str, tmp_path: Path):
	with pytest.raises(StandupError, match="<git url or path>@<ref>"):
		stock.fetch(source, tmp_path / "draft")


@pytest.mark.parametrize(
	"lock", [environment.LOCK, environment.TEST_LOCK, environment.LINT_LOCK], ids=lambda path: path.name
)
def test_locks_pin_every_requirement_with_hashes(lock: Path):
	text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
	entries = [line for line in text.splitlines() if line.strip()]
	assert all(
		re.match(r"[a-z0-9.-]+(\[[a-z]+\])?==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", entry) for entry in entries
	)
	pinned = {re.split(r"[=\[]", entry)[0] for entry in entries}
	wanted = re.findall(
		r"^([A-Za-z][\w.-]*)", lock.with_suffix(".in").read_text(encoding="utf-8"), re.MULTILINE
	)
	assert {name.lower().replace("_", "-") for name in wanted} <= pinned


@pytest.mark.skipif(not shutil.which("git") or not (ROOT / ".git").exists(), reason="no clone")
def test_reset_removes_only_what_git_ignores():
	paths = [
		path.relative_to(ROOT).as_posix() for path in reset.generated() if path.exists() or path.is_symlink()
	]
	ask = ["git", "check-ignore", "--stdin", "--no-index"]
	done = subprocess.run(ask, cwd=ROOT, input="\n".join(paths), capture_output=True, text=True, check=False)
	assert set(paths) == set(done.stdout.split("\n")) - {""}


def test_every_process_of_the_procfile_is_known():
	names = [line.split(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()]
	commands = [line.split(": ")[1] for line in (ROOT / "Procfile").read_text().splitlines()]
	assert commands == [f"tools/process {name}" for name in names]
	assert {"mariadb", "redis_cache", "redis_queue", "web", "socketio", "schedule"} < set(names)


def test_config_is_valid_json_with_distinct_ports():
	for path in (ROOT / "config").glob("*.json"):
		json.loads(path.read_text(encoding="utf-8"))
	ports = list(bench_config()["ports"].values())
	assert len(ports) == len(set(ports))


def test_every_test_file_is_run_by_one_part_of_a_whole_run():
	settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
	parts = (*checks.UNIT_FOLDERS, *checks.SITE_FOLDERS)
	files = [
		path for folder in settings["ini_options"]["testpaths"] for path in (ROOT / folder).rglob("test_*.py")
	]
	homes = [[part for part in parts if path.is_relative_to(ROOT / part)] for path in files]
	assert [path for path, home in zip(files, homes, strict=True) if len(home) != 1] == []


@pytest.mark.parametrize("failing", ["tests/unit", "tests/browser"])
def test_a_failure_in_either_part_fails_the_run(failing: str, monkeypatch, capfd):
	program = (
		sys.executable,
		"-c",
		"import sys; print('ran', *sys.argv[1:]); sys.exit(%r in sys.argv)" % failing,
	)
	monkeypatch.setattr(checks, "PYTEST", program)
	monkeypatch.setattr(checks, "UNIT_PYTEST", program)
	assert checks.pytest_all() == 1
	shown = capfd.readouterr().out
	assert all(folder in shown for folder in (*checks.UNIT_FOLDERS, *checks.SITE_FOLDERS))


def test_both_environments_have_the_same_libraries_of_the_product():
	"""A test in the small environment says something about the bench only then."""

	def pinned(lock: Path) -> dict[str, str]:
		return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))

	bench, lint = (pinned(lock) for lock in (environment.LOCK, environment.LINT_LOCK))
	# The mutation tester wants a newer one; no rule imports it.
	assert {name for name in lint.keys() & bench.keys() if lint[name] != bench[name]} <= {"click"}
