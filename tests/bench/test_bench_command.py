"""The command `bench` starts: other versions of it want another Click than the framework has."""

import subprocess

from standup.settings import ENV


def test_the_bench_command_starts() -> None:
	done = subprocess.run([ENV / "bin" / "bench", "--version"], capture_output=True, text=True, check=False)
	assert (done.returncode, done.stdout.strip()) == (0, "5.31.0"), done.stderr
