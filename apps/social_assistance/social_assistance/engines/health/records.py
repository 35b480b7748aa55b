"""What the site's own records tell: runs, backups, keys, calendars, mail."""

from collections.abc import Iterator
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_assistance.domain.health.signs import Level, Sign
from social_assistance.engines.backups import binary_logs
from social_assistance.engines.health import marks
from social_assistance.engines.health.inspection import get_bound
from social_assistance.engines.health.marks import Mark
from social_assistance.engines.runs import standing
from social_assistance.engines.verify.data_keys import check_data_keys
from social_assistance.services.clocks import holidays
from social_assistance.services.privacy import data_key

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR, SECONDS_PER_DAY = 3600, 86400
MAIL_DAYS = 7


def look_at_runs() -> Iterator[Sign]:
	"""No work of a worker stands still."""
	stuck = list(standing.list_stuck())
	found = _("{0} stand still").format(len(stuck))
	remedy = _("Report Standing Runs; the form of each has the buttons Resume, Stop and Drop.")
	yield Sign("RUNS", _("Runs"), Level.FAILURE if stuck else Level.GOOD, found, remedy)


def look_at_backups() -> Iterator[Sign]:
	"""The last backup, the last restore drill and the last verification ended well and not too long ago."""
	remedies = {
		Mark.BACKUP: _("bench … assist backup, each night"),
		Mark.DRILL: _("bench … assist restore-drill, each quarter"),
		Mark.VERIFY: _("bench … assist verify, each night"),
	}
	bounds = {
		Mark.BACKUP: ("backup_age_hours", SECONDS_PER_HOUR),
		Mark.DRILL: ("drill_age_days", SECONDS_PER_DAY),
		Mark.VERIFY: ("verify_age_hours", SECONDS_PER_HOUR),
	}
	titles = {
		Mark.BACKUP: _("Last backup"),
		Mark.DRILL: _("Last restore drill"),
		Mark.VERIFY: _("Last verification"),
	}
	for mark, (bound, unit) in bounds.items():
		done = marks.get_mark(mark)
		age = (now_datetime() - done.ended_on).total_seconds() / unit if done else None
		level = get_bound(bound).judge(age)
		found = f"{done.ended_on:%Y-%m-%d %H:%M}" if done else _("never")
		if done and not done.is_good:
			level, found = Level.FAILURE, _("{0}: it found something wrong").format(found)
		yield Sign(mark.name, titles[mark], level, found, remedies[mark])


def look_at_binary_logs() -> Iterator[Sign]:
	"""The server writes binary logs, and they are copied beside the backups."""
	remedy = _(
		"log_bin in the server's configuration, readable by this account; assist_backup in the site's configuration copies them."
	)
	done = marks.get_mark(Mark.LOGS)
	age = (now_datetime() - done.ended_on).total_seconds() / SECONDS_PER_MINUTE if done else None
	level = get_bound("logs_age_minutes").judge(age)
	found = _("last copy {0}").format(f"{done.ended_on:%Y-%m-%d %H:%M}" if done else _("never"))
	if not binary_logs.is_on():
		level, found = Level.WARNING, _("off: nothing between two backups can be restored")
	elif not binary_logs.get_folder():
		level, found = Level.WARNING, _("cannot be read by this account")
	yield Sign("BINARY-LOGS", _("Binary logs"), level, found, remedy)


def look_at_keys() -> Iterator[Sign]:
	"""The keys for personal data are there."""
	is_there = data_key.read_keys() is not None
	found = data_key.FILE if is_there else _("missing")
	yield _judge_keys("KEYS", found, is_good=is_there)


def look_at_seals() -> Iterator[Sign]:
	"""The keys open what they sealed; counts every sealed value."""
	wrong = [check.code for check in check_data_keys() if not check.ok]
	yield _judge_keys("SEALS", ", ".join(wrong) or _("open what they sealed"), is_good=not wrong)


def _judge_keys(code: str, found: str, *, is_good: bool) -> Sign:
	remedy = _("Put {0} back from the safe.").format(data_key.FILE)
	level = Level.GOOD if is_good else Level.FAILURE
	return Sign(code, _("Keys for personal data"), level, found, remedy)


def look_at_calendars() -> Iterator[Sign]:
	"""The holidays of this year, and from November of the next, are on file."""
	missing = holidays.list_years_missing_now()
	found = ", ".join(map(str, missing)) if missing else _("none missing")
	level = Level.WARNING if missing else Level.GOOD
	yield Sign("CALENDAR", _("Holiday calendars"), level, found, _("The policy administrator enters them."))


def look_at_mail() -> Iterator[Sign]:
	"""No mail waits or failed in the last week."""
	since = now_datetime() - timedelta(days=MAIL_DAYS)
	failed = frappe.db.count("Email Queue", {"status": "Error", "creation": (">", since)})
	first = frappe.db.get_value("Email Queue", {"status": "Not Sent"}, "creation", order_by="creation")
	age = (now_datetime() - first).total_seconds() / SECONDS_PER_HOUR if first else None
	level = max(get_bound("mail_age_hours").judge(age), Level.WARNING if failed else Level.GOOD)
	found = _("{0} failed in {1} days, the first of the waiting is {2} hours old").format(
		failed, MAIL_DAYS, int(age or 0)
	)
	yield Sign("MAIL", _("Mail"), level, found, _("Look at the Email Queue and the outgoing Email Account."))
