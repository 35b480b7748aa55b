"""`assist benchmark`: finds the program, passes its options on, reads its last line."""

from pathlib import Path

import pytest

from social_assistance import benchmark

PROGRAM = """import json, os, sys
print("on the way")
print(json.dumps({"name": "echo", "figures": {"site": os.environ["BENCHMARK_SITE"]}, "ratios": {"words": len(sys.argv) - 1}}))
sys.exit("--wrong" in sys.argv)
"""


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	(tmp_path / "benchmarks").mkdir()
	(tmp_path / "benchmarks" / "echo.py").write_text(PROGRAM, encoding="utf-8")
	(tmp_path / "benchmarks" / "_helper.py").write_text("", encoding="utf-8")
	monkeypatch.setattr(benchmark, "get_bench_path", lambda: str(tmp_path))
	return tmp_path


def test_the_report_is_the_programs_own(bench: Path) -> None:
	report = benchmark.run_benchmark("echo", "a.localhost", ["--households", "10"])
	assert (report["figures"]["site"], report["ratios"]["words"]) == ("a.localhost", 2)


@pytest.mark.parametrize(("name", "said"), [("_helper", "echo"), ("../echo", "echo"), ("gone", "echo")])
def test_only_programs_of_the_folder_run(bench: Path, name: str, said: str) -> None:
	with pytest.raises(benchmark.BenchmarkError, match=said):
		benchmark.run_benchmark(name, "a.localhost", [])


def test_a_contradiction_fails(bench: Path) -> None:
	with pytest.raises(benchmark.BenchmarkError, match="contradiction"):
		benchmark.run_benchmark("echo", "a.localhost", ["--wrong"])


def test_a_bench_without_benchmarks_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(benchmark, "get_bench_path", lambda: str(tmp_path))
	with pytest.raises(benchmark.BenchmarkError, match="come with the repository"):
		benchmark.run_benchmark("echo", "a.localhost", [])
