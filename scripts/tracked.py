"""Looks in every tracked file for what must not be committed.

That is: hosts of package registries, addresses in lock files, paths of one machine. Prints each place, and ends with 1
when there is one.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Written in pieces, so that this file does not find itself.
HOSTS = "|".join(
    "\\.".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("proxy", "golang", "org"),
        ("sum", "golang", "org"),
        ("deb", "debian", "org"),
    )
)
FORBIDDEN = {
    "host of a package registry": re.compile(HOSTS),
    "address in a lock file": re.compile(r'"resolved": *"' + "https?:"),
    "package index": re.compile(r"--(extra-)?index-" + r"url|--find-" + r"links|^ *registry *= *[a-z]+:"),
    "path of one machine": re.compile(r"(?<![\w.-])/(root|home/[a-z_][a-z0-9_-]*|work)" + r"/|/tmp/" + r"folkmoot"),
}


def main() -> int:
    """0 when every tracked file is clean."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = [place for name in names.split("\0") if name for place in _places(name)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


def _places(name: str) -> list[str]:
    file = ROOT / name
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    except UnicodeDecodeError:
        return []
    return [
        f"{name}:{number}: {what}"
        for number, line in enumerate(lines, start=1)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]


if __name__ == "__main__":
    sys.exit(main())
