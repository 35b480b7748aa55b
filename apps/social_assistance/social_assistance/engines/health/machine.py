"""The machine: space, memory, clock, statements that run for long."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import frappe
from frappe import _
from frappe.query_builder.functions import Max

from social_assistance.domain.health.signs import Sign
from social_assistance.engines.health.inspection import get_bound

MEMORY = Path("/proc/meminfo")
BYTES_PER_GB = 1024**3
KB_PER_MB = 1024


def look_at_space() -> Iterator[Sign]:
	"""Free space where the site's files and its backups lie."""
	places = {"DISK": frappe.get_site_path(), "DISK-BACKUPS": frappe.get_site_path("private", "backups")}
	titles = {"DISK": _("Space for files"), "DISK-BACKUPS": _("Space for backups")}
	for code, place in places.items():
		usage = shutil.disk_usage(place if Path(place).exists() else frappe.get_site_path())
		share = usage.free / usage.total
		found = _("{0} GB free ({1} %)").format(round(usage.free / BYTES_PER_GB, 1), round(share * 100))
		remedy = _("Make room, or move old backups to another machine.")
		yield Sign(code, titles[code], get_bound("free_disk_share").judge(share), found, remedy)


def look_at_memory() -> Iterator[Sign]:
	"""Memory that programs can still get; the system ends one of them when there is none."""
	lines = (line.split() for line in MEMORY.read_text(encoding="ascii").splitlines())
	sizes = {words[0].rstrip(":"): int(words[1]) for words in lines}
	share = sizes["MemAvailable"] / sizes["MemTotal"]
	found = _("{0} MB free ({1} %)").format(sizes["MemAvailable"] // KB_PER_MB, round(share * 100))
	remedy = _("Fewer processes, a smaller buffer pool, or more memory.")
	yield Sign("MEMORY", _("Memory"), get_bound("free_memory_share").judge(share), found, remedy)


def look_at_clock() -> Iterator[Sign]:
	"""The clocks of database and programs agree, and no record is from the future."""
	there = frappe.db.sql("select utc_timestamp(6)")[0][0]
	here = datetime.now(timezone.utc).replace(tzinfo=None)
	difference = abs((here - there).total_seconds())
	remedy = _("Set the clocks by a time server (NTP): time limits and books rest on them.")
	found = _("{0} s between database and programs").format(round(difference, 1))
	level = get_bound("clock_difference_seconds").judge(difference)
	yield Sign("CLOCK", _("Clock"), level, found, remedy)


def look_at_statements() -> Iterator[Sign]:
	"""How long the longest statement of this site has been running."""
	process = frappe.qb.Table("PROCESSLIST", schema="information_schema")
	query = frappe.qb.from_(process).select(Max(process.TIME))
	# The account of a site sees its own statements, this one too.
	rows = query.where(process.COMMAND == "Query").run()
	longest = float(rows[0][0] or 0)
	found = _("the longest runs for {0} s").format(int(longest))
	remedy = _("SHOW FULL PROCESSLIST names it; a run of many households may need a better index.")
	level = get_bound("statement_seconds").judge(longest)
	yield Sign("STATEMENTS", _("Statements of the database"), level, found, remedy)
