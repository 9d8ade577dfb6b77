"""kill -9 at random moments, and a disk that fills up: nothing acknowledged is lost, doubled or shown in two ways."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIMES, TIMES_ON_POSTGRESQL = 50, 20


@pytest.mark.timeout(180)
def test_killed_at_random_moments(database_url: str) -> None:
    times = TIMES_ON_POSTGRESQL if database_url else TIMES
    # In a process of its own: it forks, which one that has threads must not.
    done = subprocess.run(
        [sys.executable, "-m", "tests.record.kill", "--times", str(times)],
        env=os.environ | {"FOLKMOOT_DATABASE_URL": database_url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # The last line: before it may stand what the log had to say.
    count = json.loads(done.stdout.splitlines()[-1])
    assert count["times"] == times
    assert count["receipts"] > times
    assert (count["lost"], count["doubled"], count["split_views"], count["failed"]) == (0, 0, 0, 0)


@pytest.mark.timeout(120)
def test_a_full_disk_loses_nothing() -> None:
    # A file system of its own, small, in a name space of its own.
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-m", "tests.record.full_disk"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # The last line: before it may stand what the log had to say.
    count = json.loads(done.stdout.splitlines()[-1])
    assert count["refused"] >= count["times_full"] > 1
    assert count["receipts"] > 0
    assert (count["lost"], count["doubled"], count["split_views"]) == (0, 0, 0)
