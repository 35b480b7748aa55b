"""Load the demo district: repeatable, set-based, on demo sites only; a second load adds what is missing and no more."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from multiprocessing import cpu_count, get_context
from typing import Any

import frappe
from frappe import _

from social_assistance.demo import accounts, bureau, donations, funds, giving
from social_assistance.demo.census import Tally, count_rolls
from social_assistance.demo.district import District, build_demo_district, build_synthetic_district
from social_assistance.demo.exceptions import DemoNotAllowedError
from social_assistance.demo.households import Chunk, get_demo_chunk, iter_households, iter_synthetic_chunks
from social_assistance.demo.rows import COLUMNS, RowMaker
from social_assistance.engines.base import commit_batch, refresh_statistics
from social_assistance.engines.bulk_insert import BulkInsert, split_into_batches
from social_assistance.setup.seed_policy import create_demo_policies

__all__ = ["DemoSummary", "count_rolls", "load_demo_district"]

Progress = Callable[[str], Any] | None
HOUSEHOLDS_PER_BATCH = 500
LARGEST = 1_000_000


@dataclass
class DemoSummary:
	"""Counts after a load."""

	district: str
	places: int
	households: int
	seconds: float
	schemes: dict[str, dict[str, Any]] = field(default_factory=dict)
	accounts: list[dict[str, Any]] = field(default_factory=list)

	def as_dict(self) -> dict[str, Any]:
		"""Counts as plain values for JSON output."""
		return asdict(self)

	def __str__(self) -> str:
		lines = [f"{self.district}  {self.places} places  {self.households} households  {self.seconds:.1f} s"]
		lines += [
			f"  {key:<20}{row['households']:>9}{row['persons']:>9}{row['monthly_amount']:>15}"
			for key, row in self.schemes.items()
		]
		lines += [f"  {row['user']:<36}{row['role']:<22}{row['full_name']}" for row in self.accounts]
		return "\n".join(lines)


def load_demo_district(households: int | None = None, progress: Progress = None) -> DemoSummary:
	"""Load the district of the report, or a synthetic one of `households` households with the same mix of schemes."""
	_require_demo_site(households)
	say, started = progress or (lambda _text: None), time.perf_counter()
	district = build_synthetic_district(households) if households else build_demo_district()
	say(_("Places: {0}").format(len(district.places)))
	bureau.ensure_places(district)
	policy = create_demo_policies(district.code)[-1]
	bureau.ensure_settings(district)
	chunks = list(iter_synthetic_chunks(households)) if households else [get_demo_chunk()]
	_load_all(district, chunks, RowMaker("s" if households else "d", policy, _units()), say)
	users = accounts.ensure_accounts(district)
	bureau.ensure_charity()
	funds.ensure_shares()
	donations.ensure_donations()
	giving.ensure_giving()
	bureau.ensure_staff(users)
	commit_batch()
	refresh_statistics(*COLUMNS)
	return _summary(district, chunks, users, time.perf_counter() - started)


def _require_demo_site(households: int | None) -> None:
	if not frappe.conf.get("assist_demo"):
		message = _(
			'This is not a demo site: put "assist_demo": 1 into its site_config.json if invented people may be stored here.'
		)
		frappe.throw(message, DemoNotAllowedError)
	if households is not None and not 1 <= households <= LARGEST:
		frappe.throw(_("Households must be between 1 and {0}.").format(LARGEST), DemoNotAllowedError)


def _load_all(district: District, chunks: list[Chunk], maker: RowMaker, say: Callable[[str], Any]) -> None:
	"""One chunk is loaded here, several by as many processes as there are processors."""
	if len(chunks) == 1:
		_load_chunk(district, chunks[0], maker)
		say(_("Households: {0}").format(chunks[0].size))
		return
	commit_batch()
	done, site = 0, (frappe.local.site, frappe.local.sites_path)
	with ProcessPoolExecutor(cpu_count(), get_context("spawn")) as pool:
		jobs = [
			pool.submit(_load_elsewhere, site, district, chunk, maker) for chunk in chunks
		]  # allow: PERF-write-in-loop processes, not documents
		for job in as_completed(jobs):
			done += job.result()
			say(_("Households: {0}").format(done))


def _load_elsewhere(site: tuple[str, str], district: District, chunk: Chunk, maker: RowMaker) -> int:
	"""Load a chunk over an own connection; returns its size."""
	frappe.init(site=site[0], sites_path=site[1])
	frappe.connect()
	try:
		_load_chunk(district, chunk, maker)
		frappe.db.commit()  # allow: DB-manual-commit the process has its own transaction
	finally:
		frappe.destroy()
	return chunk.size


def _load_chunk(district: District, chunk: Chunk, maker: RowMaker) -> None:
	targets = {doctype: BulkInsert(doctype, columns) for doctype, columns in COLUMNS.items()}
	for batch in split_into_batches(iter_households(district, chunk), HOUSEHOLDS_PER_BATCH):
		for doctype, row in maker.rows(batch):
			targets[doctype].add(row)
		for target in targets.values():
			target.flush()
		commit_batch()


def _units() -> dict[str, str]:
	return dict(frappe.get_all("Assistance Scheme", fields=["name", "unit"], as_list=True))


def _summary(
	district: District, chunks: Iterable[Chunk], users: list[accounts.Account], seconds: float
) -> DemoSummary:
	tallies = count_rolls(district.code)
	return DemoSummary(
		district=district.code,
		places=len(district.places),
		households=sum(chunk.size for chunk in chunks),
		seconds=round(seconds, 2),
		schemes={f"{scheme} {kind}": _shown(tally) for (scheme, kind), tally in sorted(tallies.items())},
		accounts=[asdict(account) for account in users],
	)


def _shown(tally: Tally) -> dict[str, Any]:
	return {
		**tally._asdict(),
		"monthly_amount": str(tally.monthly_amount),
		"average": str(round(tally.average, 2)),
	}
