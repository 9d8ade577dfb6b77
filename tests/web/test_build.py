"""The client's build is the same bytes wherever, whenever and under whatever language it is made."""

import os
import shutil
import subprocess
from pathlib import Path

from folkmoot.web.pages.hashes import listing, parse

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "client"
NOT_COPIED = shutil.ignore_patterns("node_modules", "dist", "bench-dist", "gallery-dist", "test")
# What tools leave there while others of them run.
NOT_PACKAGES = shutil.ignore_patterns(".vite*", ".cache", ".tmp")


def link_or_copy(source: str, target: str) -> None:
    """A third of a gigabyte of packages: the same files under another path, where the file system can do that."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def build(sources: Path, place: Path, surroundings: dict[str, str], umask: int, made: float) -> Path:
    """A clean build there, from files of that time. Returns what it made."""
    client = place / "client"
    shutil.copytree(sources, client)
    packages = client / "node_modules"
    shutil.copytree(CLIENT / "node_modules", packages, symlinks=True, copy_function=link_or_copy, ignore=NOT_PACKAGES)
    for path in (client / "src").rglob("*"):
        os.utime(path, (made, made))
    node = shutil.which("node")
    assert node, "no Node in PATH: start the tests by `make test-python`"
    subprocess.run(
        [node, "node_modules/vite/bin/vite.js", "build", "--logLevel", "error"],
        cwd=client,
        env={"PATH": os.environ["PATH"], "HOME": str(place), **surroundings},
        umask=umask,
        check=True,
        timeout=100,
    )
    return client / "dist"


def test_two_clean_builds_give_the_same_bytes(tmp_path: Path) -> None:
    # Copied once: somebody may be at work on them.
    sources = shutil.copytree(CLIENT, tmp_path / "sources", ignore=NOT_COPIED)
    first = build(sources, tmp_path / "one", {"TZ": "UTC", "LC_ALL": "C"}, 0o022, 1_000_000_000)
    second = build(
        sources,
        tmp_path / "in another place" / "zwei",
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "USER": "somebody", "CI": "1"},
        0o077,
        1_700_000_000,
    )
    assert listing(first).files
    assert listing(first) == listing(second)
    assert (first / "manifest.json").read_bytes() == (second / "manifest.json").read_bytes()
    # What is served here is that build.
    served = Path(os.environ.get("FOLKMOOT_CLIENT_DIR", CLIENT / "dist"))
    assert listing(served) == listing(first), "the client is not built from these sources: run `make setup`"


def test_the_list_is_what_sha256sum_reads(tmp_path: Path) -> None:
    dist = CLIENT / "dist"
    (tmp_path / "SHA256SUMS").write_text(listing(dist).text)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", tmp_path / "SHA256SUMS"], cwd=dist, check=False
    )
    assert checked.returncode == 0
    summed = subprocess.run(["sha256sum", tmp_path / "SHA256SUMS"], capture_output=True, text=True, check=True)
    assert summed.stdout.split()[0] == listing(dist).total
    assert parse(listing(dist).text) == listing(dist)
