"""Every scheme for a million invented households: the set-based engine beside the domain, in one run on one machine.

`python benchmarks/screening.py [--households N] [--batch N] [--sample N] [--processes N] [--site SITE]` prints one JSON object.
Facts are generated before the clock starts; both sides evaluate the same full rule set. The sample that the domain evaluates
is also compared with the engine's results, and the run fails when one household differs. Temporary tables only.
"""

import argparse
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import frappe

ROOT = Path(__file__).resolve().parents[1]
DAY = "2025-11-15"
# Batches of which a part is evaluated by the domain too.
LOOKS = 10


def connect(site: str) -> None:
	"""Open the site; temporary tables are the only thing written."""
	os.chdir(ROOT / "sites")
	frappe.init(site=site)
	frappe.connect()


def parameters() -> Any:
	"""The demo district's rules from July 2025, compiled without being stored."""
	from social_assistance.engines.screening.parameters import Parameters
	from social_assistance.services.policy.form import compile_version

	data = ROOT / "apps/social_assistance/social_assistance/setup/data/demo_policies.json"
	content = json.loads(data.read_text(encoding="utf-8"))
	doc = frappe.get_doc(
		{
			"doctype": "Policy Version",
			"division": "410000000000",
			**content["rules"],
			**content["versions"][-1],
		}
	)
	return Parameters(compile_version(doc), frappe.utils.getdate(DAY))


def engine(site: str, batches: list[tuple[int, int]], sample: int) -> dict[str, Any]:
	"""Evaluate batches on one connection; of some, a part is also evaluated by the domain and compared."""
	from social_assistance.engines.screening import evaluate_batch, statements
	from social_assistance.tests import screening_population

	connect(site)
	rules = parameters()
	statements.keep_tables_in_memory()
	rules.write()
	measured: dict[str, Any] = {"engine_seconds": 0.0, "fill_seconds": 0.0, "results": 0, "persons": 0}
	measured |= {"domain_seconds": 0.0, "sample": 0, "differing": 0}
	# Over the whole run, so that a machine that is busy for a while slows both sides.
	share = -(-sample // min(LOOKS, len(batches))) if sample else 0
	every = max(1, len(batches) // LOOKS)
	for number, (first, size) in enumerate(batches):
		started = time.perf_counter()
		screening_population.fill(first, size, rules)
		filled = time.perf_counter()
		evaluate_batch()
		measured["engine_seconds"] += time.perf_counter() - filled
		measured["fill_seconds"] += filled - started
		measured["results"] += frappe.db.sql("select count(*) from scr_result")[0][0]
		measured["persons"] += frappe.db.sql("select count(*) from scr_member")[0][0]
		if share and number % every == 0 and measured["sample"] < sample:
			for name, value in domain(rules, first, min(share, size)).items():
				measured[name] += value
		sys.stderr.write(f"\r{first + size - 1:,} households")
	sys.stderr.write("\n")
	frappe.db.rollback()
	return measured


def domain(rules: Any, first: int, size: int) -> dict[str, Any]:
	"""Time of the pure-Python path on households of the present batch, and how many differ from the engine."""
	from social_assistance.domain.means.entitlement import evaluate_all_schemes
	from social_assistance.engines.screening.facts import FactReader
	from social_assistance.tests.screening.test_screening_engine import engine_results, granted_by

	facts = FactReader(rules).read(first, first + size - 1)
	started = time.perf_counter()
	answers = [evaluate_all_schemes(home, rules.policy) for home in facts]
	seconds = time.perf_counter() - started
	results = engine_results()
	pairs = zip(range(first, first + size), answers, facts, strict=True)
	differing = sum(results.get(seq, {}) != granted_by(answer, home) for seq, answer, home in pairs)
	return {"domain_seconds": seconds, "sample": size, "differing": differing}


def main() -> int:
	"""Run, print the JSON, and fail when engine and domain disagree."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--households", type=int, default=1_000_000)
	parser.add_argument("--batch", type=int, default=20_000)
	parser.add_argument("--sample", type=int, default=2_000)
	parser.add_argument("--processes", type=int, default=1)
	parser.add_argument("--site", default=os.environ.get("BENCHMARK_SITE", "social.localhost"))
	options = parser.parse_args()
	starts = range(1, options.households + 1, options.batch)
	batches = [(first, min(options.batch, options.households - first + 1)) for first in starts]
	shares = [batches[number :: options.processes] for number in range(options.processes)]
	started = time.perf_counter()
	if options.processes == 1:
		parts = [engine(options.site, shares[0], options.sample)]
	else:
		with ProcessPoolExecutor(options.processes) as pool:
			samples = [options.sample if number == 0 else 0 for number in range(options.processes)]
			parts = list(pool.map(engine, [options.site] * options.processes, shares, samples))
	report = summary(options, parts, time.perf_counter() - started)
	sys.stdout.write(json.dumps(report) + "\n")
	return int(report["figures"]["differing"] > 0)


def summary(options: argparse.Namespace, parts: list[dict[str, Any]], wall_seconds: float) -> dict[str, Any]:
	"""Figures of the run; the ratio compares one engine process with one domain process."""
	first = parts[0]
	engine_seconds = sum(part["engine_seconds"] for part in parts)
	engine_rate = options.households / engine_seconds
	domain_rate = first["sample"] / first["domain_seconds"]
	return {
		"name": "screening",
		"figures": {
			"households": options.households,
			"persons": sum(part["persons"] for part in parts),
			"results": sum(part["results"] for part in parts),
			"processes": options.processes,
			"engine_seconds": round(engine_seconds, 1),
			"fill_seconds": round(sum(part["fill_seconds"] for part in parts), 1),
			"wall_seconds": round(wall_seconds, 1),
			"engine_households_per_second": round(engine_rate),
			"domain_households_per_second": round(domain_rate, 1),
			"sample": first["sample"],
			"differing": first["differing"],
		},
		"ratios": {"engine_over_domain": round(engine_rate / domain_rate, 1)},
	}


if __name__ == "__main__":
	sys.exit(main())
