"""Runs programs two at a time, and tells what each said in one piece, when it has ended."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from installation.place import ROOT

LANES = 2


@dataclass(frozen=True)
class Job:
    """One program, which says by its status whether all is well."""

    title: str
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


def run(jobs: Sequence[Job]) -> list[str]:
    """All of them, also after one failed; returns the titles of those that did. Begin with the longest.

    What interrupts it, as Ctrl-C does, ends what runs; the rest is not begun.
    """
    started: list[subprocess.Popen[str]] = []
    failed: list[str] = []
    pool = ThreadPoolExecutor(LANES)
    try:
        for done in as_completed([pool.submit(_carry_out, job, started) for job in jobs]):
            job, status, said = done.result()
            print(f"-- {job.title}\n{said}", end="", flush=True)
            if status != 0:
                failed.append(job.title)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in started:
            process.terminate()
    return failed


def _carry_out(job: Job, started: list[subprocess.Popen[str]]) -> tuple[Job, int, str]:
    process = subprocess.Popen(
        [str(part) for part in job.command],
        cwd=ROOT,
        env=job.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    started.append(process)
    said, _ = process.communicate()
    return job, process.returncode, said
