"""Figures and ratios of the workflow benchmark."""

import statistics
from typing import Any

from _workflow_plans import full_scans, wide_reads

KINDS = ("list", "form", "move")
CONTROLS = {"list": "control_list", "count": "control_list", "form": "control_form", "move": "todo_save"}


def summary(
	options: dict[str, int], small: dict[str, Any], large: dict[str, Any] | None, reads: list[dict[str, Any]]
) -> dict[str, Any]:
	"""Every ratio compares two measurements of this very run."""
	first = figures_of(small)
	figures: dict[str, Any] = {**options, **first, "wrong_cases": small["wrong"]}
	ratios = {"move_over_todo_save": round(first["move_p95_ms"] / first["todo_save_p95_ms"], 2)}
	if large:
		second = figures_of(large)
		figures |= {f"large_{name}": value for name, value in second.items()}
		figures["wrong_cases"] = small["wrong"] + large["wrong"]
		figures |= {
			"households_loaded_per_second": round(options["households"] / large["loading_seconds"]),
			"reads_of_large_tables": len(reads),
			"full_scans": full_scans(reads),
			"wide_reads": wide_reads(reads),
		}
		for name in (*KINDS, *_by_role(first)):
			ratios[f"large_over_small_{name}"] = round(_grown(name, first, second), 2)
		ratios |= {f"{name}_unadjusted": round(_times(name, first, second), 2) for name in KINDS}
	return {"name": "workflow", "figures": figures, "ratios": ratios}


def figures_of(run: dict[str, Any]) -> dict[str, float]:
	"""Moves per second and percentiles of one measurement, in milliseconds."""
	moves = run["timings"]["move"]
	found: dict[str, float] = {
		"moves": len(moves),
		"moves_per_second": round(len(moves) / run["seconds"], 1),
	}
	found["deadlocks"] = len(run["timings"].pop("deadlock", []))
	for name, values in {**run["timings"], **run["looks"]}.items():
		for share in (50, 95):
			found[f"{name}_p{share}_ms"] = round(1000 * _quantile(values, share), 1)
	return found


def _grown(name: str, first: dict[str, Any], second: dict[str, Any]) -> float:
	"""Large over small, less what the machine itself became slower: each stands beside a control that does not grow."""
	return _times(name, first, second) / _times(CONTROLS[name.split("_")[0]], first, second)


def _times(name: str, first: dict[str, Any], second: dict[str, Any]) -> float:
	return float(second[f"{name}_p50_ms"] / first[f"{name}_p50_ms"])


def _by_role(figures: dict[str, Any]) -> list[str]:
	"""Lists, counts and forms of each role."""
	names = [name.removesuffix("_p50_ms") for name in figures if name.endswith("_p50_ms")]
	return [name for name in names if name.split("_")[0] in ("list", "count", "form") and "_" in name]


def _quantile(values: list[float], share: int) -> float:
	"""A percentile in seconds."""
	return statistics.quantiles(values, n=100, method="inclusive")[share - 1]
