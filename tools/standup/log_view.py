"""The logs of all processes in one view, as they grow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import console

WIDTH = 15


@dataclass
class LogView:
	"""Shows what is added to logs from now on; a log that was rotated is read from its beginning."""

	paths: Iterable[Path]
	places: dict[Path, tuple[int, int]] = field(default_factory=dict)

	def __post_init__(self) -> None:
		self.paths = tuple(self.paths)
		self.places = {
			path: (path.stat().st_ino, path.stat().st_size) for path in self.paths if path.exists()
		}

	def show_news(self) -> None:
		"""Print the lines that were added since the last call."""
		for path in self.paths:
			if path.exists():
				self._show(path)

	def _show(self, path: Path) -> None:
		number, start = self.places.get(path, (0, 0))
		with path.open("rb") as log:
			found = path.stat()
			if found.st_ino != number or found.st_size < start:
				start = 0
			log.seek(start)
			text = log.read()
		# The rest of an unfinished line comes with the next look.
		whole = text[: text.rfind(b"\n") + 1]
		self.places[path] = (found.st_ino, start + len(whole))
		for line in whole.decode(errors="replace").splitlines():
			console.say(f"{path.stem:<{WIDTH}} | {line}")
