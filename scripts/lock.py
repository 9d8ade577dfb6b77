"""Renews the Python lock files with uv: every version pinned, every file by its hash, no host.

`lock.py --check` does not need uv: it says whether the locks still satisfy pyproject.toml.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = "uv==0.13.9"
UV_FOLDER = ROOT / ".cache" / "uv"
COMMON = (
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--quiet",
)
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements.txt": ("pyproject.toml", "--extra", "build"),
    "requirements-dev.txt": ("pyproject.toml", "--extra", "build", "--extra", "dev"),
    "requirements-go.txt": ("--group", "go"),
    "requirements-node.txt": ("--group", "node"),
}


def main(arguments: list[str]) -> int:
    """Writes the locks, or with --check compares them."""
    if arguments == ["--check"]:
        problems = list(_problems())
        print("\n".join(problems), end="\n" if problems else "")
        return 1 if problems else 0
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(UV_FOLDER), UV]
    subprocess.run(pip, cwd=ROOT, check=True)
    for name, inputs in LOCKS.items():
        command = [str(UV_FOLDER / "bin" / "uv"), "pip", "compile", *inputs, *COMMON, "--output-file", name]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return 0


def locked(name: str) -> dict[str, list[str]]:
    """Package -> the versions that the lock file names (more than one where they depend on the Python)."""
    versions: dict[str, list[str]] = {}
    for package, version in re.findall(
        r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / name).read_text(), flags=re.MULTILINE
    ):
        versions.setdefault(canonical(package), []).append(version)
    return versions


def canonical(package: str) -> str:
    """The one spelling of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()


def _problems() -> Iterable[str]:
    # In the test environment only: running Folkmoot needs no parser of version specifiers.
    from packaging.requirements import Requirement  # noqa: PLC0415

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    run = [*project["project"]["dependencies"], *extras["build"]]
    wanted = {
        "requirements.txt": run,
        "requirements-dev.txt": [*run, *extras["dev"]],
        "requirements-go.txt": project["dependency-groups"]["go"],
        "requirements-node.txt": project["dependency-groups"]["node"],
    }
    for name, requirements in wanted.items():
        versions = locked(name)
        for text in requirements:
            requirement = Requirement(text)
            found = versions.get(canonical(requirement.name), [])
            if not found or not all(requirement.specifier.contains(version) for version in found):
                yield f"{name} does not satisfy {text}: run `make lock`."
    for package, version in locked("requirements.txt").items():
        if locked("requirements-dev.txt").get(package) != version:
            yield f"requirements-dev.txt and requirements.txt differ about {package}: run `make lock`."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
