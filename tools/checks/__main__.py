"""`python -m tools.checks [--json] [--count]`: the rules of this code base that can be checked without a site.

A finding is silenced only by a comment on its line: `# allow: CODE reason`. Exit code 1 when anything is found.
"""

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from . import project

ROOT = Path(__file__).resolve().parents[2]


def main(options: list[str]) -> int:
	"""Print the findings, or their number per code; 1 when there are any."""
	found = project.check(ROOT)
	if "--json" in options:
		sys.stdout.write(json.dumps([asdict(f) for f in found], ensure_ascii=False, indent=1) + "\n")
	elif "--count" in options:
		counted = Counter(f.code for f in found)
		sys.stdout.write("".join(f"{number:6d}  {code}\n" for code, number in sorted(counted.items())))
	else:
		sys.stdout.write("".join(f"{finding}\n" for finding in found))
		sys.stdout.write(f"checks: {len(found)} findings\n")
	return bool(found)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
