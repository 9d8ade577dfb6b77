"""What is in a process's memory: every page that it can read, taken while it stands still."""

import os
import re
import signal
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 4 * 1024 * 1024
PAGE = os.sysconf("SC_PAGE_SIZE")
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+ *(.*)")
# The kernel's own, the same for everybody.
_KERNEL = ("[vvar", "[vsyscall]", "[vdso]")


@dataclass(frozen=True)
class Memory:
    """What a search came to."""

    found: frozenset[bytes]
    searched: int
    #: Bytes that the process had in memory when it was stopped.
    resident: int


def search(pid: int, wanted: Collection[bytes]) -> Memory:
    """Which of `wanted` are in the memory of that process. Needs the same user, or root."""
    os.kill(pid, signal.SIGSTOP)
    try:
        _wait_stopped(pid)
        mappings, resident = _taken(pid), _resident(pid)
    finally:
        # Before the search, which takes longer than whoever watches the process would wait for it.
        os.kill(pid, signal.SIGCONT)
    found = {one for one in wanted if any(one in mapping for mapping in mappings)}
    return Memory(frozenset(found), sum(map(len, mappings)), resident)


def _taken(pid: int) -> list[bytes]:
    mappings = Path(f"/proc/{pid}/maps").read_text().splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        return [b"".join(_pieces(memory.fileno(), begin, end)) for begin, end in _readable(mappings)]


def _readable(mappings: list[str]) -> Iterator[tuple[int, int]]:
    for line in mappings:
        found = _MAPPING.fullmatch(line)
        if found is not None and not found[3].startswith(_KERNEL):
            yield int(found[1], 16), int(found[2], 16)


def _pieces(memory: int, begin: int, end: int) -> Iterator[bytes]:
    at = begin
    while at < end:
        try:
            piece = os.pread(memory, min(CHUNK, end - at), at)
        except OSError:
            piece = b""
        if piece:
            yield piece
        # A page that nobody can read is past the end of a mapped file.
        at += len(piece) or PAGE


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None, status
    return int(found[1]) * 1024


def _wait_stopped(pid: int) -> None:
    for _ in range(200):
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T":
            return
        time.sleep(0.01)
    raise AssertionError(f"process {pid} does not stop")
