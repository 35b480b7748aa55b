"""Two benches at once: each has ports of its own, and none takes another program for its own servers."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from standup import console, identity, network, ownership, processes, services, supervision
from standup.instance import Instance
from standup.settings import ROOT, StandupError, bench_config

CHOOSE = """
import sys
from pathlib import Path
from standup import network
from standup.instance import Instance
place = Path(sys.argv[1])
instance = Instance("test", place, place)
network.choose_ports(instance)
print("chosen", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def foreign() -> Iterator[socket.socket]:
	"""Another program that listens: it takes connections and says nothing."""
	with socket.socket() as holder:
		holder.bind(("127.0.0.1", 0))
		holder.listen()
		threading.Thread(target=_hang_up, args=(holder,), daemon=True).start()
		yield holder
		holder.shutdown(socket.SHUT_RDWR)


def _hang_up(holder: socket.socket) -> None:
	with contextlib.suppress(OSError):
		while True:
			holder.accept()[0].close()


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
	found = Instance("test", tmp_path, tmp_path)
	found.make_folders()
	return found


def bench_that_chooses(place: Path) -> subprocess.Popen[str]:
	"""A process that chooses ports for a bench, where no real bench looks, and goes on as long as nobody writes to it."""
	place.mkdir()
	wanted = {name: 24000 + 100 * rank for rank, name in enumerate(bench_config()["ports"])}
	Instance("test", place, place).keep_ports(wanted)
	environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
	words = [sys.executable, "-c", CHOOSE, str(place)]
	pipe = subprocess.PIPE
	return subprocess.Popen(words, env=environment, stdin=pipe, stdout=pipe, text=True)


def ports_of(place: Path) -> set[int]:
	return set(json.loads((place / "ports.json").read_text(encoding="utf-8")).values())


def test_benches_that_choose_at_the_same_moment_get_different_ports(tmp_path: Path):
	"""None of their servers listens yet."""
	places = [tmp_path / str(number) for number in range(4)]
	benches = [bench_that_chooses(place) for place in places]
	assert all(bench.stdout and bench.stdout.readline() == "chosen\n" for bench in benches)
	for bench in benches:
		bench.communicate("end\n")
	chosen = [ports_of(place) for place in places]
	assert len(set.union(*chosen)) == sum(map(len, chosen))


def test_a_reservation_ends_with_the_process_that_has_it(tmp_path: Path):
	first, second = tmp_path / "first", tmp_path / "second"
	for place in (first, second):
		bench = bench_that_chooses(place)
		bench.communicate("end\n")
	assert ports_of(first) == ports_of(second)


def test_a_reservation_is_handed_on_to_the_bench_that_goes_on_running():
	port = network.next_free(21000, set())
	child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=network.handles())
	network.release(port)
	assert not network.hold(port), "the child has it"
	child.communicate()
	assert network.hold(port)
	network.release(port)


@pytest.fixture
def serve() -> Iterator[Callable[[int], int]]:
	"""Serves one status for every address; the port."""
	servers = []

	def start(status: int) -> int:
		class Handler(BaseHTTPRequestHandler):
			def do_GET(self) -> None:
				self.send_response(status)
				self.end_headers()

			def log_message(self, *_: object) -> None:
				"""Nothing."""

		servers.append(HTTPServer(("127.0.0.1", 0), Handler))
		threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
		return servers[-1].server_address[1]

	yield start
	for server in servers:
		server.shutdown()
		server.server_close()


def test_only_a_server_that_knows_the_token_is_ours(serve, foreign: socket.socket):
	assert identity.is_ours(serve(204), "token")
	assert not identity.is_ours(serve(200), "token")
	assert not identity.is_ours(serve(404), "token")
	assert not identity.is_ours(foreign.getsockname()[1], "token")


@pytest.mark.parametrize(
	("known", "asked", "status"),
	[("a1", "a1", "204 No Content"), ("a1", "b2", "200 OK"), ("a1", "", "200 OK"), ("", "", "200 OK")],
)
def test_the_web_application_tells_its_own_bench_only(
	known: str, asked: str, status: str, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setenv(identity.VARIABLE, known)
	heard = []

	def product(_environ: dict, start_response: Callable) -> list[bytes]:
		start_response("200 OK", [])
		return [b"desk"]

	identity.Identified(product)(
		{"PATH_INFO": identity.PREFIX + asked}, lambda line, _headers: heard.append(line)
	)
	assert heard == [status]


def test_copied_passwords_make_no_second_bench_with_the_same_token(tmp_path: Path):
	first, second = (Instance(name, tmp_path / name, tmp_path / name) for name in ("a", "b"))
	copied = first.passwords()
	(tmp_path / "b").mkdir()
	(tmp_path / "b" / "secrets.json").write_text(json.dumps(copied))
	assert first.token() != second.token()


@pytest.mark.parametrize("name", services.NAMES)
def test_a_foreign_program_on_the_port_of_a_service_is_named(
	name: str, instance: Instance, foreign: socket.socket, monkeypatch: pytest.MonkeyPatch
):
	port = foreign.getsockname()[1]
	instance.keep_ports({**instance.ports(), name: port})
	monkeypatch.setattr(ownership.database, "data_folder", lambda _instance: None)
	with pytest.raises(StandupError, match=f"Port {port}, which was chosen for {name}, is now another"):
		ownership.is_running(instance, name)


def test_a_service_that_ends_at_its_start_shows_its_log(instance: Instance):
	instance.keep_ports({name: network.next_free(22000, set()) for name in instance.ports()})
	(instance.logs / "mariadb.log").write_text("first\nCan't open the log\n")
	ended = subprocess.Popen(["true"])
	ended.wait()
	with pytest.raises(StandupError, match=r"mariadb ended at its start(.|\n)*Can't open the log"):
		services.wait_until_ready(instance, {"mariadb": ended})


def ended_manager() -> "subprocess.Popen[bytes]":
	manager = subprocess.Popen(["false"])
	manager.wait()
	return manager


def test_a_bench_whose_port_was_taken_meanwhile_says_so(instance: Instance, foreign: socket.socket):
	port = foreign.getsockname()[1]
	instance.keep_ports({**instance.ports(), "web": port})
	with pytest.raises(StandupError, match=f"Port {port}, which was chosen for web"):
		processes.wait_until_ready(instance, ended_manager())


def test_a_bench_that_ends_while_it_starts_shows_its_log(instance: Instance):
	instance.keep_ports({name: network.next_free(23000, set()) for name in instance.ports()})
	(instance.logs / "bench.log").write_text("Error: no such section\n")
	with pytest.raises(StandupError, match=r"bench ended while it started(.|\n)*no such section"):
		processes.wait_until_ready(instance, ended_manager())


def test_a_process_that_ends_at_its_first_start_shows_its_own_log(
	instance: Instance, monkeypatch: pytest.MonkeyPatch
):
	instance.keep_ports({name: network.next_free(24000, set()) for name in instance.ports()})
	(instance.logs / "web.log").write_text("ModuleNotFoundError\n")
	states = {"mariadb": {"statename": "RUNNING"}, "web": {"statename": "BACKOFF"}}
	monkeypatch.setattr(supervision, "list_states", lambda _instance: states)
	running = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
	try:
		with pytest.raises(StandupError, match=r"web ended while it started(.|\n)*ModuleNotFoundError"):
			processes.wait_until_ready(instance, running)
	finally:
		running.communicate()


def test_a_failure_names_the_step_and_shows_the_end_of_the_log(
	tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr(console, "LOGS", tmp_path)
	words = "Desk assets failed after \\d+ s.\n(.|\n)*build ended with code 3(.|\n)*    no such module"
	with pytest.raises(StandupError, match=words), console.stage("Desk assets"):
		console.run(["sh", "-c", "echo no such module; exit 3"], what="build")
