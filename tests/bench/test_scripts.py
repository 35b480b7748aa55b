"""Every script of a form, list or report can be read by a browser; a broken one leaves its form without its buttons."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
const fs = require("fs"), vm = require("vm");
for (const path of process.argv.slice(1)) {
	try { new vm.Script(fs.readFileSync(path, "utf8")); } catch (error) { console.log(path + ": " + error.message); }
}
"""


def is_module(path: Path) -> bool:
	"""What the bundler joins; it refuses a broken one itself."""
	return any(
		line.startswith(("import ", "export ")) for line in path.read_text(encoding="utf-8").splitlines()
	)


def test_every_script_can_be_parsed() -> None:
	scripts = [
		path
		for path in (ROOT / "apps").glob("social_assistance*/**/*.js")
		if "node_modules" not in path.parts
	]
	loose = [str(path) for path in scripts if "dist" not in path.parts and not is_module(path)]
	assert len(loose) > 40
	answer = subprocess.run(["node", "-e", PROGRAM, *loose], capture_output=True, text=True, check=True)
	assert answer.stdout == ""
