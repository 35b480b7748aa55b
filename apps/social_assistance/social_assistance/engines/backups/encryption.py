"""Files of a backup are encrypted and opened with gpg; the key goes by standard input, where no list of processes shows it."""

import gzip
import subprocess
import tempfile
from pathlib import Path

from frappe import _

from social_assistance.exceptions import DamagedBackupError

WORDS = ("gpg", "--batch", "--yes", "--quiet", "--pinentry-mode", "loopback", "--passphrase-fd", "0")
MOST_WORDS = 300


def encrypt_file(source: Path, target: Path, key: str) -> None:
	"""Write an encrypted copy; DamagedBackupError, with what gpg says, when that fails."""
	_run(["--output", str(target), "--symmetric", str(source)], key, source)


def decrypt_file(source: Path, target: Path, key: str) -> None:
	"""Write a clear copy; the source is left as it is. DamagedBackupError when it does not open."""
	_run(["--output", str(target), "--decrypt", str(source)], key, source)


def read_start(source: Path, key: str, size: int) -> bytes:
	"""The first bytes, unpacked, of an encrypted file that was packed with gzip; DamagedBackupError when it does not open."""
	with tempfile.TemporaryDirectory(prefix="assist-gpg-") as home:
		words = [*WORDS, "--homedir", home, "--decrypt", str(source)]
		pipe = subprocess.PIPE
		with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:
			assert process.stdin and process.stdout
			process.stdin.write(key.encode())
			process.stdin.close()
			try:
				with gzip.open(process.stdout, "rb") as clear:
					return bytes(clear.read(size))
			except (OSError, EOFError) as error:
				raise _build_refusal(source) from error
			finally:
				process.kill()


def _run(words: list[str], key: str, source: Path) -> None:
	with tempfile.TemporaryDirectory(prefix="assist-gpg-") as home:
		command = [*WORDS, "--homedir", home, *words]
		done = subprocess.run(command, input=key, capture_output=True, text=True, check=False)
	if done.returncode:
		raise _build_refusal(source) from RuntimeError(done.stderr[-MOST_WORDS:])


def _build_refusal(source: Path) -> DamagedBackupError:
	words = _("{0} does not open: another key, or damaged. Nothing was changed.")
	return DamagedBackupError(words.format(source.name))
