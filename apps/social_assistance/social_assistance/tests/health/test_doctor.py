"""What `assist doctor` and the address for monitors say when something is wrong."""

import socket
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

import frappe
from frappe.utils import now_datetime

from social_assistance.api.v1.health import checks as api
from social_assistance.assistance_audit.report.site_health import site_health
from social_assistance.domain.health.signs import Level, Sign
from social_assistance.engines.backups import binary_logs
from social_assistance.engines.health import (
	inspection,
	machine,
	marks,
	processes,
	reachability,
	records,
	versions,
)
from social_assistance.engines.health.marks import Mark
from social_assistance.services.privacy import data_key
from social_assistance.setup import hardening
from social_assistance.tests.base import AssistanceTestCase


class Worker:
	"""What the queue knows of a worker."""

	def __init__(self, queue: str, pid: int, hostname: str = ""):
		self.pid, self.hostname = pid, hostname or processes.socket.gethostname()
		self.last_heartbeat = datetime.now(timezone.utc).replace(tzinfo=None)
		self.queue = processes.generate_qname(queue)

	def queue_names(self) -> list[str]:
		return [self.queue]


class TestDoctor(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		path = marks._path()
		before = path.read_bytes() if path.exists() else None
		self.addCleanup(
			lambda: path.write_bytes(before) if before is not None else path.unlink(missing_ok=True)
		)
		path.unlink(missing_ok=True)
		frappe.cache().delete_value(inspection.CACHE_KEY)
		self.addCleanup(frappe.cache().delete_value, inspection.CACHE_KEY)

	def level(self, look, code: str) -> Level:
		return next(sign.level for sign in look() if sign.code == code)

	@contextmanager
	def config(self, **values):
		with patch.dict(frappe.local.conf, values):
			yield

	def test_every_registered_look_yields_signs(self):
		codes = [sign.code for sign in inspection.inspect_site()]
		self.assertEqual(len(codes), len(set(codes)))
		for path in (*frappe.get_hooks(inspection.HOOK), *frappe.get_hooks(inspection.SLOW_HOOK)):
			self.assertTrue(list(frappe.get_attr(path)()), path)

	def test_what_cannot_be_looked_at_is_wrong(self):
		(sign,) = inspection._look_at(["social_assistance.no.such.look_at_it"])
		self.assertEqual((sign.code, sign.level), ("look_at_it", Level.FAILURE))

	def test_a_killed_worker_counts_for_dead_though_the_queue_believes_in_it(self):
		gone = Worker("long", 2**22 + 1)
		with patch.object(processes, "get_workers", return_value=[gone]):
			self.assertIs(self.level(processes.look_at_workers, "WORKER-long"), Level.FAILURE)
		with patch.object(processes, "get_workers", return_value=[Worker("long", 1)]):
			self.assertIs(self.level(processes.look_at_workers, "WORKER-long"), Level.GOOD)
			self.assertIs(self.level(processes.look_at_workers, "WORKER-short"), Level.FAILURE)

	def test_a_worker_of_another_machine_lives_as_long_as_it_says_so(self):
		far = Worker("short", 1, "elsewhere")
		with patch.object(processes, "get_workers", return_value=[far]):
			self.assertIs(self.level(processes.look_at_workers, "WORKER-short"), Level.GOOD)
			far.last_heartbeat -= timedelta(seconds=2 * processes.HEARTBEAT_SECONDS)
			self.assertIs(self.level(processes.look_at_workers, "WORKER-short"), Level.FAILURE)

	def test_a_scheduler_that_stands_still_is_wrong_one_that_rests_is_named(self):
		sweep = {"method": processes.SWEEP}
		with (
			patch.object(processes, "is_scheduler_inactive", return_value=False),
			patch.object(processes, "is_dormant", return_value=False) as is_dormant,
		):
			frappe.db.set_value("Scheduled Job Type", sweep, "last_execution", now_datetime())
			self.assertIs(self.level(processes.look_at_scheduler, "SCHEDULER"), Level.GOOD)
			frappe.db.set_value(
				"Scheduled Job Type", sweep, "last_execution", now_datetime() - timedelta(hours=1)
			)
			self.assertIs(self.level(processes.look_at_scheduler, "SCHEDULER"), Level.FAILURE)
			is_dormant.return_value = True
			self.assertIs(self.level(processes.look_at_scheduler, "SCHEDULER"), Level.WARNING)

	def test_a_full_disk_and_no_memory_are_wrong(self):
		usage = machine.shutil.disk_usage("/")._replace(total=100, free=4)
		with patch.object(machine.shutil, "disk_usage", return_value=usage):
			self.assertIs(self.level(machine.look_at_space, "DISK"), Level.FAILURE)
		with self.config(assist_health_limits={"free_memory_share": [1.0, 0.0]}):
			self.assertIs(self.level(machine.look_at_memory, "MEMORY"), Level.WARNING)

	def test_the_operator_sets_other_bounds(self):
		marks.set_mark(Mark.BACKUP, is_good=True)
		self.assertIs(self.level(records.look_at_backups, "BACKUP"), Level.GOOD)
		with self.config(assist_health_limits={"backup_age_hours": [0, 100]}):
			self.assertIs(self.level(records.look_at_backups, "BACKUP"), Level.WARNING)

	def test_a_site_without_a_backup_or_with_a_bad_drill_is_wrong(self):
		self.assertIs(self.level(records.look_at_backups, "BACKUP"), Level.FAILURE)
		self.assertIs(self.level(records.look_at_backups, "DRILL"), Level.WARNING)
		marks.set_mark(Mark.DRILL, is_good=False)
		self.assertIs(self.level(records.look_at_backups, "DRILL"), Level.FAILURE)

	def test_missing_keys_are_wrong(self):
		with patch.object(data_key, "read_keys", return_value=None):
			self.assertIs(self.level(records.look_at_keys, "KEYS"), Level.FAILURE)

	def test_monitors_wait_for_no_look_at_whole_tables(self):
		with patch.object(records, "check_data_keys", return_value=[]) as look:
			inspection.get_level()
			look.assert_not_called()
			inspection.inspect_site()
			look.assert_called_once()

	def test_an_open_door_is_named_and_wrong_but_on_a_demo(self):
		with self.config(developer_mode=1, assist_demo=0):
			self.assertTrue(any("developer_mode" in door for door in hardening.list_open_doors()))
			self.assertIs(self.level(hardening.look_at_doors, "DOORS"), Level.FAILURE)
		with self.config(developer_mode=1, assist_demo=1):
			self.assertIs(self.level(hardening.look_at_doors, "DOORS"), Level.WARNING)

	def test_a_changed_security_setting_is_named(self):
		frappe.db.set_single_value("System Settings", "allow_guests_to_upload_files", 1)
		frappe.clear_document_cache("System Settings", "System Settings")
		self.addCleanup(frappe.clear_document_cache, "System Settings", "System Settings")
		(sign,) = hardening.look_at_settings()
		self.assertIn("allow_guests_to_upload_files", sign.found)

	def test_a_known_hole_is_wrong_and_an_unknown_version_is_told(self):
		for version, level in (
			("10.11.1", Level.FAILURE),
			("10.11.999", Level.GOOD),
			("99.1", Level.WARNING),
		):
			with (
				patch.object(versions, "_list_versions", return_value=[("mariadb", version)]),
				patch.object(versions, "is_outdated", return_value=False),
			):
				(sign,) = versions.look_at_versions()
			self.assertIs(sign.level, level, version)
		with patch.object(versions, "_list_versions", return_value=[("mariadb", "10.11.1")]):
			(sign,) = versions.look_at_versions()
		self.assertIn("CVE-", sign.found)

	def test_the_packages_of_the_distribution_tell_what_they_mended(self):
		for installed, level in (
			("5:7.0.15-1~deb12u9", Level.FAILURE),
			("5:7.0.15-1~deb12u10", Level.GOOD),
			("", Level.WARNING),
		):
			with (
				patch.object(versions, "_list_versions", return_value=[("redis", "7.0.15")]),
				patch.object(versions, "_ask_package", return_value=installed),
				patch.object(versions, "is_outdated", return_value=False),
			):
				(sign,) = versions.look_at_versions()
			self.assertIs(sign.level, level, installed)

	def test_an_old_list_of_versions_is_told(self):
		with (
			patch.object(versions, "_list_versions", return_value=[]),
			patch.object(versions, "is_outdated", return_value=True),
		):
			self.assertIs(self.level(versions.look_at_versions, "VERSIONS"), Level.WARNING)

	def test_people_who_come_without_tls_are_an_open_door(self):
		with self.config(host_name="http://desk.example", assist_demo=0):
			self.assertIs(self.level(reachability.look_at_tls, "TLS"), Level.FAILURE)
		with self.config(host_name="https://desk.example", assist_demo=0):
			for header, level in (
				("", Level.FAILURE),
				("max-age=60", Level.FAILURE),
				("max-age=31536000; includeSubDomains", Level.GOOD),
			):
				with (
					patch.object(reachability, "_read_strictness", return_value=header),
					patch.object(reachability, "_serves_in_clear", return_value=False),
				):
					self.assertIs(self.level(reachability.look_at_tls, "TLS"), level, header)
			with patch.object(reachability, "_read_strictness", side_effect=ConnectionRefusedError):
				self.assertIs(self.level(reachability.look_at_tls, "TLS"), Level.FAILURE)

	def test_a_gateway_for_short_messages_answers_by_tls(self):
		gateway = "SMS Settings", "SMS Settings", "sms_gateway_url"
		self.assertIs(self.level(reachability.look_at_short_messages, "SMS"), Level.GOOD)
		with socket.create_server(("127.0.0.1", 0)) as server:
			port = server.getsockname()[1]
			frappe.db.set_value(*gateway, f"https://127.0.0.1:{port}/send")
			self.assertIs(self.level(reachability.look_at_short_messages, "SMS"), Level.GOOD)
			frappe.db.set_value(*gateway, f"http://127.0.0.1:{port}/send")
			self.assertIs(self.level(reachability.look_at_short_messages, "SMS"), Level.WARNING)
		self.assertIs(self.level(reachability.look_at_short_messages, "SMS"), Level.FAILURE)

	def test_logs_that_are_off_or_not_copied_are_told(self):
		with patch.object(binary_logs, "is_on", return_value=False):
			self.assertIs(self.level(records.look_at_binary_logs, "BINARY-LOGS"), Level.WARNING)
		marks.set_mark(Mark.LOGS, is_good=True)
		with (
			patch.object(binary_logs, "is_on", return_value=True),
			patch.object(binary_logs, "get_folder", return_value="/"),
		):
			self.assertIs(self.level(records.look_at_binary_logs, "BINARY-LOGS"), Level.GOOD)

	def test_monitors_hear_one_word_and_the_status(self):
		for level, status in ((Level.GOOD, None), (Level.WARNING, None), (Level.FAILURE, 503)):
			frappe.cache().delete_value(inspection.CACHE_KEY)
			frappe.local.response = frappe._dict(docs=[])
			with patch.object(inspection, "_look_at", return_value=[Sign("X", "", level, "secret")]):
				self.assertEqual(api.get_health(), {"status": level.name.lower()})
			self.assertEqual(frappe.local.response.get("http_status_code"), status)

	def test_monitors_that_ask_often_cost_one_look(self):
		with patch.object(inspection, "_look_at", return_value=[]) as look:
			self.assertEqual([api.get_health()["status"] for _number in range(3)], ["good"] * 3)
		self.assertEqual(look.call_count, 1)

	def test_the_report_shows_what_to_do_only_where_something_is_wrong(self):
		signs = [Sign("A", "a", Level.FAILURE, "x", "do"), Sign("B", "b", Level.GOOD, "y", "do")]
		with patch.object(inspection, "inspect_site", return_value=signs):
			_columns, rows = site_health.execute()
		self.assertEqual([row["remedy"] for row in rows], ["do", ""])
