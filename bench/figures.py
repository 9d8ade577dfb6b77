"""Figures of a run: medians with a confidence interval, kept as CSV with date, commit and machine."""

import csv
import os
import platform
import random
import statistics
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("results")


def median_interval(values: Sequence[float], *, rounds: int = 4000, seed: int = 1) -> tuple[float, float, float]:
    """Median, and its 95% interval by bootstrap."""
    chance = random.Random(seed)
    medians = sorted(statistics.median(chance.choices(values, k=len(values))) for _ in range(rounds))
    return statistics.median(values), medians[int(rounds * 0.025)], medians[int(rounds * 0.975)]


def ratio_interval(
    ours: Sequence[float], peers: Sequence[float], *, rounds: int = 4000, seed: int = 1
) -> tuple[float, float, float]:
    """Ratio of the medians of paired runs, and its 95% interval by bootstrap over the pairs."""
    pairs = list(zip(ours, peers, strict=True))
    chance = random.Random(seed)

    def ratio(drawn: Sequence[tuple[float, float]]) -> float:
        return statistics.median(one for one, _ in drawn) / statistics.median(other for _, other in drawn)

    drawn = sorted(ratio(chance.choices(pairs, k=len(pairs))) for _ in range(rounds))
    return ratio(pairs), drawn[int(rounds * 0.025)], drawn[int(rounds * 0.975)]


def slope_interval(
    points: Sequence[tuple[float, float]], *, block: int = 12, rounds: int = 4000, seed: int = 1
) -> tuple[float, float, float]:
    """Slope of the least squares line, and its 95% interval by bootstrap of the residuals in blocks.

    What a process holds now depends on what it held a moment ago; points drawn one by one would make the interval too narrow.
    """
    times = [at for at, _ in points]
    slope, intercept = statistics.linear_regression(times, [value for _, value in points])
    residuals = [value - intercept - slope * at for at, value in points]
    block = max(1, min(block, len(points) // 4))
    chance = random.Random(seed)

    def drawn() -> float:
        noise: list[float] = []
        while len(noise) < len(points):
            begin = chance.randrange(len(points) - block + 1)
            noise += residuals[begin : begin + block]
        values = [intercept + slope * at + extra for at, extra in zip(times, noise, strict=False)]
        return statistics.linear_regression(times, values).slope

    slopes = sorted(drawn() for _ in range(rounds))
    return slope, slopes[int(rounds * 0.025)], slopes[int(rounds * 0.975)]


def machine() -> str:
    """Processor and core count."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores"


def commit() -> str:
    """Short hash of the tree measured, with a plus sign when it has changes."""
    git = ["git", "-C", str(Path(__file__).parent)]
    head = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    dirty = subprocess.run(
        [*git, "status", "--porcelain", "--untracked-files=no"], capture_output=True, text=True, check=True
    )
    return head.stdout.strip() + ("+" if dirty.stdout.strip() else "")


def keep(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """Writes `results/NAME.csv`: the newest run, what it was measured on in every row."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.csv"
    stamp = (datetime.now(UTC).strftime("%Y-%m-%d"), commit(), machine())
    with path.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*header, "date", "commit", "machine"])
        writer.writerows([*row, *stamp] for row in rows)
    return path
