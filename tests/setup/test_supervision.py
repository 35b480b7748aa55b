"""The process manager's configuration, what an earlier start left behind, and the view of the logs."""

import configparser
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from standup import cli, console, log_view, network, processes, production, services, stages, supervision
from standup.instance import Instance
from standup.settings import StandupError


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
	made = Instance("test", tmp_path / "民政 100%", tmp_path / "民政 100%")
	made.make_folders()
	return made


def parsed(instance: Instance) -> configparser.RawConfigParser:
	found = configparser.RawConfigParser(inline_comment_prefixes=(" ;",))
	found.read(instance.state / supervision.CONFIGURATION, encoding="utf-8")
	return found


def test_every_program_of_the_procfile_is_started_again(instance: Instance):
	supervision.configure(instance)
	found = parsed(instance)
	for name in supervision.list_programs():
		program = found[f"program:{name}"]
		assert program["autorestart"] == "true"
		assert program["command"].endswith(f"tools/process {name}")
		assert program["stdout_logfile"].endswith(f"民政 100%%/logs/{name}.log"), "a per cent sign is doubled"
		assert int(program["stopwaitsecs"]) >= 60
	assert found["group:services"]["programs"].split(",") == list(services.NAMES)


def test_logs_of_every_process_are_bounded(instance: Instance):
	supervision.configure(instance)
	found = parsed(instance)
	for name in supervision.list_programs():
		program = found[f"program:{name}"]
		assert (program["stdout_logfile_maxbytes"], program["stdout_logfile_backups"]) == ("5MB", "2")


def test_databases_start_first_and_end_last(instance: Instance):
	supervision.configure(instance)
	found = parsed(instance)
	assert int(found["group:services"]["priority"]) < int(found["group:desk"]["priority"])


def test_an_unchanged_configuration_is_not_written_anew(instance: Instance):
	assert [supervision.configure(instance), supervision.configure(instance)] == [True, False]


@pytest.fixture
def orphan(instance: Instance) -> Iterator["subprocess.Popen[bytes]"]:
	"""A process that somebody started for the instance and that nobody manages."""
	process = subprocess.Popen(["sleep", "600"], env={**os.environ, **services.mark(instance)})
	yield process
	process.kill()
	process.wait()


def test_what_a_killed_start_left_is_found_and_ended(instance: Instance, orphan):
	assert processes.end_orphans(instance) == 1
	assert orphan.wait() == -signal.SIGTERM
	assert processes.end_orphans(instance) == 0


def test_processes_of_another_bench_are_left_alone(instance: Instance, orphan, tmp_path: Path):
	assert processes.end_orphans(Instance("other", tmp_path, tmp_path)) == 0
	assert orphan.poll() is None


def test_stop_ends_orphans_too(instance: Instance, orphan):
	assert processes.stop(instance)
	assert not processes.stop(instance)


def test_a_process_never_ends_itself(instance: Instance):
	"""The command may have been called from a shell of the bench."""
	program = (
		"from pathlib import Path\nfrom standup import processes\nfrom standup.instance import Instance\n"
		f"place = Path({str(instance.root)!r})\nprint(processes.end_orphans(Instance('test', place, place)))"
	)
	environment = {**os.environ, **services.mark(instance), "PYTHONPATH": "tools"}
	done = subprocess.run(
		[sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
	)
	assert done.stdout == "0\n"


@pytest.mark.parametrize("sign", [signal.SIGHUP, signal.SIGTERM])
def test_a_lost_terminal_stops_what_was_started_on_the_way(sign: signal.Signals, monkeypatch):
	ended: list[str] = []

	def work(_options: cli.Options) -> int:
		with contextlib.ExitStack() as started:
			started.callback(ended.append, "services")
			os.kill(os.getpid(), sign)
		return 0

	before = {each: signal.getsignal(each) for each in (signal.SIGHUP, signal.SIGTERM)}
	monkeypatch.setitem(cli.COMMANDS, "run", work)
	try:
		assert cli.main(["run"]) == 130
	finally:
		for each, handler in before.items():
			signal.signal(each, handler)
	assert ended == ["services"]


def test_a_second_command_does_not_end_the_services_of_the_first(tmp_path: Path, monkeypatch):
	monkeypatch.setattr(stages, "STATE", tmp_path)
	with stages.only_one(), pytest.raises(StandupError, match="Another command"), stages.only_one():
		pass
	with stages.only_one():
		pass


def test_a_folder_with_a_space_is_refused_at_once(monkeypatch):
	monkeypatch.setattr(stages, "ROOT", Path("/srv/区 民政"))
	with pytest.raises(StandupError, match="space"):
		stages.prepare()


def test_the_log_of_commands_is_turned_over(tmp_path: Path, monkeypatch):
	monkeypatch.setattr(console, "LOGS", tmp_path)
	monkeypatch.setattr(console, "LOG_BYTES", 10)
	console.log_path().write_text("x" * 11)
	console.turn_log()
	assert [path.name for path in tmp_path.iterdir()] == ["standup.1.log"]


def test_the_view_shows_whole_new_lines_also_of_a_log_that_was_turned_over(tmp_path: Path, capsys):
	log = tmp_path / "web.log"
	log.write_text("before\n")
	view = log_view.LogView([log, tmp_path / "none.log"])
	with log.open("a") as file:
		file.write("first\nsec")
	view.show_news()
	log.rename(tmp_path / "web.log.1")
	log.write_text("turned\n")
	view.show_news()
	shown = [line.split(" | ")[1] for line in capsys.readouterr().out.splitlines()]
	assert shown == ["first", "turned"]


def test_reservations_are_handed_on_above_what_the_manager_closes():
	port = network.next_free(25000, set())
	copies = processes._lasting_handles()
	assert copies and min(copies) >= supervision.LOWEST_HANDLE
	network.release(port)
	assert not network.hold(port), "a copy keeps it"
	for copy in copies:
		os.close(copy)
	assert network.hold(port)
	network.release(port)


def test_the_unit_of_the_system_starts_again_what_ends(instance: Instance):
	found = configparser.RawConfigParser()
	found.optionxform = str  # type: ignore[assignment,method-assign]
	found.read(production.write_unit(instance), encoding="utf-8")
	assert found["Service"]["Restart"] == "always"
	assert found["Service"]["ExecStart"] == f"{sys.executable} -m standup serve"
	assert found["Install"]["WantedBy"] == "multi-user.target"


def test_a_bench_with_an_open_door_serves_nobody(instance: Instance, monkeypatch):
	(instance.sites / "bureau.localhost").mkdir()
	(instance.sites / "bureau.localhost" / "site_config.json").write_text("{}")
	asked: list[str] = []

	def answer(_instance: Instance, name: str, *words: str) -> None:
		asked.append(f"{name} {' '.join(words)}")
		raise StandupError("developer_mode is on")

	monkeypatch.setattr(production.services, "running", lambda _instance: contextlib.nullcontext())
	monkeypatch.setattr(production.site, "command", answer)
	with pytest.raises(StandupError, match=r"bureau.localhost does not serve(.|\n)*developer_mode is on"):
		production.require_closed_doors(instance)
	assert asked == ["bureau.localhost assist doctor --doors"]


def name_site(instance: Instance, site: str, **values: str) -> None:
	(instance.sites / site).mkdir()
	(instance.sites / site / "site_config.json").write_text(json.dumps(values))


def test_the_proxy_ends_tls_and_tells_browsers_so(instance: Instance):
	name_site(instance, "bureau.localhost", host_name="https://desk.bureau.example")
	name_site(instance, "other.localhost")
	(path,) = production.write_proxies(instance)
	text = path.read_text(encoding="utf-8")
	assert text.count("{") == text.count("}")
	for wanted in (
		"return 301 https://desk.bureau.example$request_uri;",
		"ssl_protocols TLSv1.2 TLSv1.3;",
		'add_header Strict-Transport-Security "max-age=31536000" always;',
		"ssl_certificate_key /etc/ssl/private/desk.bureau.example.key;",
		"proxy_set_header X-Forwarded-For $remote_addr;",
		"proxy_set_header X-Frappe-Site-Name bureau.localhost;",
		f"server 127.0.0.1:{instance.ports()['socketio']} ",
	):
		assert wanted in text


@pytest.mark.parametrize(
	"address", ["http://desk.bureau.example", "desk.example", "https://example b", "https://example;y"]
)
def test_a_name_without_tls_gets_no_proxy(instance: Instance, address: str):
	name_site(instance, "bureau.localhost", host_name=address)
	with pytest.raises(StandupError, match="https://"):
		production.write_proxies(instance)


def test_without_a_name_for_people_there_is_no_proxy(instance: Instance):
	name_site(instance, "bureau.localhost")
	with pytest.raises(StandupError, match="host_name"):
		production.write_proxies(instance)
