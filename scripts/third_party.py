"""Writes THIRD_PARTY.md: everything that Folkmoot runs on, with version and licence.

Three sources: Python distributions of requirements.txt, npm packages that the client's bundle is made of, Go modules
that are linked into the engine. `--check` compares names and versions with the lock files, and needs none installed.
"""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from installation.engine import GO_ENVIRONMENT, PACKAGE
from installation.place import CLIENT, ENGINE, ROOT
from installation.program import Step
from installation.toolchain import go
from lock import canonical

NOTICE = ROOT / "THIRD_PARTY.md"
LICENCE_FILES = ("LICENSE*", "LICENCE*", "COPYING*", "license*", "UNLICENSE*")
# First match wins; each phrase stands in that licence's text and in no other's of this list.
PHRASES = (
    ("MPL-2.0", "mozilla public license"),
    ("Apache-2.0", "apache license"),
    ("BSD-3-Clause", "neither the name"),
    ("BSD-3-Clause", "nor the names of"),
    ("BSD-2-Clause", "redistributions in binary form"),
    ("ISC", "permission to use, copy, modify, and/or distribute"),
    ("ISC", "permission to use, copy, modify, and distribute"),
    ("MIT", "permission is hereby granted, free of charge"),
    ("Unlicense", "unencumbered software released into the public domain"),
)
CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
HEAD = """# Third-party software

Made by `make third-party`; `make lint` checks that it is current. Each Python distribution carries its licence in its
`dist-info` folder, each Go module in the Go module cache. The npm packages go to every browser inside our bundle, so
their licences are printed here.
"""


class Part(NamedTuple):
    """One piece of software of somebody else."""

    name: str
    version: str
    licence: str = ""
    text: str = ""


def main(arguments: list[str]) -> int:
    """Writes the notice, or with --check says what is not as the lock files have it."""
    if arguments == ["--check"]:
        problems = list(_problems())
        print("\n".join(problems), end="\n" if problems else "")
        return 1 if problems else 0
    NOTICE.write_text(_notice())
    return 0


def _notice() -> str:
    python = [_python_part(name, version) for name, version in _python_locked()]
    npm = [_npm_part(name, version) for name, version in _npm_locked()]
    sections = [
        HEAD,
        _table("Python, in the server", python),
        _table("npm, in the browser", npm),
        _table("Go, in the media engine", list(_go_parts())),
        f"The engine's modules are those of `engine/go.sum` {_go_digest()}.\n",
        "## Licences of the npm packages\n",
        *(f"### {part.name}\n\n```text\n{part.text}\n```\n" for part in npm),
    ]
    return "\n".join(sections)


def _table(title: str, parts: list[Part]) -> str:
    unknown = [part.name for part in parts if not part.licence]
    if unknown:
        raise SystemExit(f"No licence was found for {', '.join(unknown)}: teach scripts/third_party.py to read it.")
    rows = [f"| {part.name} | {part.version} | {part.licence} |" for part in parts]
    return "\n".join([f"## {title}\n", "| package | version | licence |", "|---|---|---|", *rows, ""])


def _python_locked() -> list[tuple[str, str]]:
    """What the lock installs on Linux. Markers of other systems and interpreters are left out."""
    from packaging.markers import Marker  # noqa: PLC0415 - in the test environment only

    pattern = r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\\n]+?))? \\$"
    rows = re.findall(pattern, (ROOT / "requirements.txt").read_text(), flags=re.MULTILINE)
    return sorted(
        (canonical(name), version) for name, version, marker in rows if not marker or Marker(marker).evaluate()
    )


def _python_part(name: str, version: str) -> Part:
    found = metadata.metadata(name)
    if found["Version"] != version:
        raise SystemExit(f"{name} {found['Version']} is installed, {version} is locked: run `make setup` first.")
    return Part(name, version, _licence_of(found, name))


def _licence_of(found: metadata.PackageMetadata, name: str) -> str:
    if "License-Expression" in found:
        return found["License-Expression"]
    classifiers = [text.rpartition(" :: ")[2] for text in found.get_all("Classifier") or [] if "License ::" in text]
    known = [CLASSIFIERS[text] for text in classifiers if text in CLASSIFIERS]
    if known:
        return " OR ".join(known)
    stated = found.json.get("license")
    if isinstance(stated, str) and len(stated) < 40:
        return stated
    files = [file for file in metadata.files(name) or [] if re.search(r"licen[cs]e|copying", file.name, re.IGNORECASE)]
    return next((licence for file in files if (licence := classify(file.read_text()))), "")


def _npm_locked() -> list[tuple[str, str]]:
    lock = json.loads((CLIENT / "package-lock.json").read_text())
    packages: dict[str, dict[str, Any]] = lock["packages"]
    # Types leave nothing in the bundle.
    return sorted(
        (path.rpartition("node_modules/")[2], str(package["version"]))
        for path, package in packages.items()
        if path and not (package.get("dev") or package.get("optional") or package.get("peer")) and "@types/" not in path
    )


def _npm_part(name: str, version: str) -> Part:
    folders = [
        place for place in (CLIENT / "node_modules").rglob(f"{name}/package.json") if "node_modules" in place.parts
    ]
    for place in sorted(folders, key=lambda place: len(place.parts)):
        package: dict[str, Any] = json.loads(place.read_text())
        if package.get("name") == name and package.get("version") == version:
            licence = str(package.get("license", ""))
            return Part(
                name, version, licence, _licence_text(place.parent) or f"{licence}; the package carries no text."
            )
    raise SystemExit(f"{name} {version} is locked and not installed: run `make setup` first.")


def _go_parts() -> Iterable[Part]:
    template = "{{with .Module}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}"
    command = [str(go()), "list", "-mod=readonly", "-deps", "-f", template, PACKAGE]
    step = Step("Go modules", "go", command, ENGINE, ROOT, GO_ENVIRONMENT)
    listed = subprocess.run(
        command, cwd=ENGINE, env=step.whole_environment(), capture_output=True, text=True, check=True
    ).stdout
    for row in sorted(set(listed.split("\n")) - {""}):
        path, version, folder = row.split("\t")
        yield Part(path, version, classify(_licence_text(Path(folder))))


def _go_digest() -> str:
    return hashlib.sha256((ENGINE / "go.mod").read_bytes() + (ENGINE / "go.sum").read_bytes()).hexdigest()


def _licence_text(folder: Path) -> str:
    files = sorted({file for pattern in LICENCE_FILES for file in folder.glob(pattern) if file.is_file()})
    return "\n\n".join(file.read_text(errors="replace").strip() for file in files)


def classify(text: str) -> str:
    """The SPDX name of a licence's text; empty when it is none that we know."""
    flat = " ".join(text.lower().split())
    return next((name for name, phrase in PHRASES if phrase in flat), "")


def _problems() -> Iterable[str]:
    if not NOTICE.is_file():
        yield "THIRD_PARTY.md is not there: run `make third-party`."
        return
    text = NOTICE.read_text()
    rows = {(name, version) for name, version in re.findall(r"^\| (\S+) \| (\S+) \|", text, flags=re.MULTILINE)}
    for name, version in [*_python_locked(), *_npm_locked()]:
        if (name, version) not in rows:
            yield f"THIRD_PARTY.md lacks {name} {version}: run `make third-party`."
    if _go_digest() not in text:
        yield "THIRD_PARTY.md was made for other Go modules: run `make third-party`."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
