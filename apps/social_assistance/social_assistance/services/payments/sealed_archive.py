"""One file in a ZIP archive that opens with a password only: AES-256, as the archive programs of the banks read it."""

from datetime import datetime
from stat import S_IFREG

from stream_zip import ZIP_32, stream_zip

OWNER_ONLY = S_IFREG | 0o600


def seal_archive(file_name: str, content: bytes, password: str) -> bytes:
	"""The bytes of the archive; the name of the file inside is not hidden."""
	member = (file_name, datetime.now(), OWNER_ONLY, ZIP_32, (content,))  # noqa: DTZ005 archives hold local time
	return b"".join(stream_zip((member,), password=password))
