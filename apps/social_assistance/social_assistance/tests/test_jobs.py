from datetime import datetime, timedelta, timezone
from unittest.mock import Mock, patch

import frappe
from frappe import _
from rq.job import JobStatus

from social_assistance import jobs
from social_assistance.constants import DISTRICT_REVIEWER
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase


class TestJobs(AssistanceTestCase):
	def test_a_worker_writes_in_the_language_of_the_person_who_asked(self):
		user = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)
		frappe.db.set_value("User", user, "language", "zh")
		frappe.cache.hdel("lang", user)
		before = frappe.local.lang
		self.addCleanup(setattr, frappe.local, "lang", before)
		self.addCleanup(frappe.cache.hdel, "lang", user)
		frappe.local.lang = "en"
		self.assertIn("social_assistance.jobs.set_user_language", frappe.get_hooks("before_job"))
		with self.acting_as(user):
			jobs.set_user_language(method="x", kwargs={}, transaction_type="job")
			self.assertEqual(_("Registry Household"), "家庭")

	def test_a_dead_job_that_resumes_runs_is_taken_out_of_the_way(self):
		self.assertIn("social_assistance.jobs.forget_dead_sweep", frappe.get_hooks("before_job"))
		self.assertTrue(jobs.SWEEP_JOB.endswith(frappe.get_hooks("scheduler_events")["cron"]["* * * * *"][0]))
		for seconds, status, deleted in (
			(jobs.SWEEP_SECONDS + 1, JobStatus.STARTED, True),
			(1, JobStatus.STARTED, False),
			(jobs.SWEEP_SECONDS + 1, JobStatus.QUEUED, False),
		):
			job = Mock(started_at=datetime.now(timezone.utc) - timedelta(seconds=seconds))
			job.get_status.return_value = status
			with self.subTest(status), patch.object(jobs, "get_job", return_value=job):
				jobs.forget_dead_sweep()
			self.assertEqual(job.delete.called, deleted)
