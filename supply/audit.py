"""Asks pip-audit for known weaknesses of the packages in the lock; says so where its service does not know them.

Exit codes: 0 none known, 1 some, 3 not asked.
"""

import json
import subprocess
import sys

from locked import LOCK


def main() -> None:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip",
               "--progress-spinner", "off", "--format", "json"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        sys.exit(_not_asked(reason[:200]))
    asked = [one for one in found if "vulns" in one]
    weak = [(one, weakness) for one in asked for weakness in one["vulns"]]
    for one, weakness in weak:
        mended = ", ".join(weakness["fix_versions"]) or "no version yet"
        print(f"{one['name']} {one['version']}: {weakness['id']}, mended in {mended}")
    print(f"{len(weak)} known weaknesses in {len(asked)} of {len(found)} packages asked about", file=sys.stderr)
    sys.exit(1 if weak else 0 if asked else _not_asked("it knows none of the packages"))


def _not_asked(reason: str) -> int:
    print(f"not audited: the service of known weaknesses cannot be asked from here: {reason}", file=sys.stderr)
    return 3


if __name__ == "__main__":
    main()
