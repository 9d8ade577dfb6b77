"""Runs programs two at a time, and tells what each said in one piece, when it has ended."""

import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from installation.place import ROOT

LANES = 2

# A title, and a program that says by its status whether all is well.
Job = tuple[str, Sequence[str | Path]]


def run(jobs: Sequence[Job], environment: Mapping[str, str]) -> list[str]:
    """All of them, also after one failed; returns the titles of those that did. Begin with the longest.

    What interrupts it, as Ctrl-C does, ends what runs; the rest is not begun.
    """
    started: list[subprocess.Popen[str]] = []
    failed: list[str] = []
    pool = ThreadPoolExecutor(LANES)
    titles = {pool.submit(_carry_out, command, environment, started): title for title, command in jobs}
    try:
        for done in as_completed(titles):
            status, said = done.result()
            print(f"-- {titles[done]}\n{said}", end="", flush=True)
            if status != 0:
                failed.append(titles[done])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in started:
            process.terminate()
    return failed


def _carry_out(
    command: Sequence[str | Path], environment: Mapping[str, str], started: list[subprocess.Popen[str]]
) -> tuple[int, str]:
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    started.append(process)
    said, _ = process.communicate()
    return process.returncode, said
