"""What the administrator of the database server is needed for: new databases, and dumps and binary logs played into them."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import frappe
from frappe import _

MOST_WORDS = 500
# What is restored on trial is no change that anybody has to repeat.
NOT_LOGGED = "SET SESSION sql_log_bin = 0"


@dataclass(frozen=True)
class RootLogin:
	"""Who may create a database."""

	user: str
	password: str


def run_as_root(root: RootLogin, statements: str | IO[bytes], database: str = "") -> None:
	"""Run statements (text, or a file of them); whoever reads what root does from binary logs finds none of it there."""
	with (
		_client(root) as words,
		subprocess.Popen(
			[*words, *filter(None, [database])],
			stdin=subprocess.PIPE,
			stdout=subprocess.DEVNULL,
			stderr=subprocess.PIPE,
		) as process,
	):
		assert process.stdin and process.stderr
		if isinstance(statements, str):
			process.stdin.write(statements.encode())
		else:
			shutil.copyfileobj(statements, process.stdin)
		process.stdin.close()
		error = process.stderr.read().decode(errors="replace")
	if process.returncode:
		frappe.throw(_("MariaDB refused: {0}").format(error[-MOST_WORDS:]))


@contextmanager
def _client(root: RootLogin) -> Iterator[list[str]]:
	"""The client's command line; the password goes by a file that only its owner reads."""
	conf = frappe.conf
	options: dict[str, Any] = {"user": root.user, "password": root.password}
	options |= {"host": conf.db_host or "127.0.0.1", "port": conf.db_port or 3306, "protocol": "tcp"}
	options["default-character-set"] = "utf8mb4"
	text = "[client]\n" + "".join(f"{name} = {value}\n" for name, value in options.items())
	with tempfile.TemporaryDirectory(prefix="assist-drill-") as folder:
		path = Path(folder) / "client.cnf"
		write_private(path, text)
		program = shutil.which("mariadb") or "mysql"
		yield [program, f"--defaults-file={path}", f"--init-command={NOT_LOGGED}", "--binary-mode"]


def write_private(path: Path, text: str) -> None:
	"""Write a file that only its owner reads."""
	path.touch(mode=0o600)
	path.write_text(text, encoding="utf-8")
