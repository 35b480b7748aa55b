"""Names of rooms, as Frappe publishes to them, and which of them come without asking."""

from __future__ import annotations

from dataclasses import dataclass

GUEST = "Guest"
WEBSITE = "website"
DESK = "all"


@dataclass(frozen=True)
class Visitor:
	"""Who is behind a connection, on which site, by which session."""

	site: str
	user: str
	session: str
	is_desk_user: bool

	@property
	def is_guest(self) -> bool:
		return self.user == GUEST


def user_room(user: str) -> str:
	return f"user:{user}"


def doctype_room(doctype: str) -> str:
	return f"doctype:{doctype}"


def document_room(doctype: str, name: str) -> str:
	return f"doc:{doctype}/{name}"


def open_document_room(doctype: str, name: str) -> str:
	"""Those who have the document's form open at this moment."""
	return f"open_doc:{doctype}/{name}"


def task_room(task: str) -> str:
	return f"task_progress:{task}"


def rooms_without_asking(visitor: Visitor) -> list[str]:
	"""What a connection joins by itself: guests only what is meant for everybody."""
	if visitor.is_guest:
		return [WEBSITE]
	rooms = [WEBSITE, user_room(visitor.user)]
	return [*rooms, DESK] if visitor.is_desk_user else rooms
