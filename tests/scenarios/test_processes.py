"""A bench as `make run` serves it: whatever dies is started again, and nothing else is lost over it."""

import os
import signal
from collections.abc import Iterator

import pytest
import requests

from standup import identity, network, ownership, processes, services, supervision, testbench
from standup.instance import Instance


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
	with testbench.supervised("demo") as bench:
		yield bench.instance


def list_pids(instance: Instance) -> dict[str, int]:
	return {name: program["pid"] for name, program in supervision.list_states(instance).items()}


def is_serving(instance: Instance, name: str) -> bool:
	if name in services.NAMES:
		return ownership.is_ours(instance, name)
	return name not in processes.SERVERS or identity.is_ours(instance.ports()[name], instance.token())


def is_answering(instance: Instance) -> bool:
	"""Whether the site answers; workers of a killed web server let go of the port within a second, in mid-answer if need be."""
	try:
		answer = requests.get(f"http://127.0.0.1:{instance.ports()['web']}/api/method/ping", timeout=60)
	except requests.ConnectionError:
		return False
	return answer.json() == {"message": "pong"}


@pytest.mark.parametrize("name", supervision.list_programs())
def test_the_death_of_one_process_ends_no_other(instance: Instance, name: str):
	before = list_pids(instance)
	os.kill(before[name], signal.SIGKILL)
	network.wait_for(lambda: list_pids(instance)[name] not in (0, before[name]), name)
	network.wait_for(lambda: is_serving(instance, name), name)
	after = list_pids(instance)
	lost = {other for other, pid in before.items() if other != name and after[other] != pid}
	# A worker that is asking its queue in the moment of that queue's death ends by itself, and is started again.
	assert not {other for other in lost if name != "redis_queue" or not other.startswith("worker_")}
	network.wait_for(lambda: is_answering(instance), "the site")


def test_a_restart_reaches_every_process_but_the_databases(instance: Instance):
	before = list_pids(instance)
	processes.restart(instance)
	after = list_pids(instance)
	kept = {name for name in before if before[name] == after[name]}
	assert kept == {*services.NAMES, "web"}, "the web server's master stays, its workers take the new code"


def test_what_a_killed_manager_leaves_goes_on_serving_and_is_ended_by_stop(instance: Instance):
	manager = processes.running_pid(instance)
	assert manager
	os.kill(manager, signal.SIGKILL)
	network.wait_for(lambda: processes.running_pid(instance) is None, "the end of the manager")
	assert identity.is_ours(instance.ports()["web"], instance.token()), "nobody's desk goes dark"
	assert processes.stop(instance)
	assert not any(network.is_answering(port) for port in instance.ports().values())
	processes.start(instance)
	assert set(list_pids(instance)) == set(supervision.list_programs())
