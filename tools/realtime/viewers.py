"""Who has which document open."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple


class Document(NamedTuple):
	"""A document of a site."""

	site: str
	doctype: str
	name: str


class Viewers:
	"""Open forms by connection; one user may have a document open in several windows."""

	def __init__(self) -> None:
		self._open: dict[Document, dict[str, str]] = defaultdict(dict)

	def add(self, document: Document, connection: str, user: str) -> None:
		"""The connection's user has opened the document."""
		self._open[document][connection] = user

	def remove(self, document: Document, connection: str) -> bool:
		"""The connection has closed the document; False if it was not open there."""
		windows = self._open.get(document, {})
		was_open = windows.pop(connection, None) is not None
		if not windows:
			self._open.pop(document, None)
		return was_open

	def remove_connection(self, connection: str) -> list[Document]:
		"""The connection is gone; returns the documents it had open."""
		documents = [document for document, windows in self._open.items() if connection in windows]
		for document in documents:
			self.remove(document, connection)
		return documents

	def users(self, document: Document) -> list[str]:
		"""Everybody who has the document open, each once."""
		return sorted(set(self._open.get(document, {}).values()))
