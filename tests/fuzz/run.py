"""One target for a while, in a process of its own; and the table of long runs."""

import csv
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import commit, machine
from tests.crypto.lab import node
from tests.fuzz.targets import CORPUS

ROOT = Path(__file__).parents[2]
RUNS = Path(__file__).with_name("runs.csv")
HEADER = ("date", "commit", "machine", "target", "inputs", "seconds", "a second", "failures", "saved inputs")
LONGEST = 4096
CLIENT = "client-"
#: Targets of the browser's code; client/test/crypto/fuzz.ts has them.
CLIENT_TARGETS = ("wire", "payloads", "frames", "groupinfo", "charter", "link", "knocks")
HAS_ATHERIS = importlib.util.find_spec("atheris") is not None


@dataclass(frozen=True)
class Run:
    """What came of it. `failure` is what the program said; empty: nothing failed."""

    target: str
    inputs: int
    seconds: float
    failure: str

    def keep(self) -> None:
        """Adds a row to the table."""
        new = not RUNS.exists()
        rate = f"{self.inputs / max(self.seconds, 0.001):.0f}"
        stamp = (datetime.now(UTC).strftime("%Y-%m-%d"), commit(), machine())
        figures = (self.inputs, f"{self.seconds:.0f}", rate, int(bool(self.failure)))
        with RUNS.open("a", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            if new:
                writer.writerow(HEADER)
            writer.writerow([*stamp, self.target, *figures, len(list((CORPUS / self.target).iterdir()))])


def run(target: str, *, seconds: float | None, inputs: int | None, bundle: Path) -> Run:
    """Until the time is up, that many inputs are done, or one fails, which is in the corpus then.

    `seconds` are of the processor; `bundle` holds the client's programs.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = (
            _client(target, seconds, inputs, bundle)
            if target.startswith(CLIENT)
            else _server(target, seconds, inputs, folder)
        )
        begin = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        taken = time.monotonic() - begin
    said = done.stdout + done.stderr
    found = re.search(r"^stat::number_of_executed_units: (\d+)$", said, re.MULTILINE)
    assert found or done.returncode, said[-4000:]
    return Run(target, int(found[1]) if found else 0, taken, said[-4000:] if done.returncode else "")


def _server(target: str, seconds: float | None, inputs: int | None, folder: Path) -> list[str]:
    fresh = folder / "fresh"
    fresh.mkdir()
    limit = [f"-runs={inputs}"] if inputs else []
    options = [*limit, f"-max_len={LONGEST}", "-print_final_stats=1", f"-artifact_prefix={CORPUS / target}/"]
    program = [sys.executable, "-m", "tests.fuzz.fuzzer", target, str(folder), str(seconds or 0)]
    return [*program, *options, *_dictionary(target), str(fresh), str(CORPUS / target)]


def _dictionary(target: str) -> list[str]:
    file = Path(__file__).with_name("words") / target
    return [f"-dict={file}"] if file.exists() else []


def _client(target: str, seconds: float | None, inputs: int | None, bundle: Path) -> list[str]:
    limits = json.dumps({"seconds": seconds, "inputs": inputs, "longest": LONGEST})
    return [node(), str(bundle / "fuzz.mjs"), target.removeprefix(CLIENT), str(CORPUS / target), limits]
