"""Runs every measuring program, one after the other: `make bench`. About half an hour on two idle cores."""

import subprocess
import sys

PROGRAMS = (
    ("bench.mls_sizes",),
    ("bench.gaps",),
    ("bench.together",),
    ("bench.first_frame", "--begin", "press"),
    ("bench.first_frame", "--begin", "link"),
)

if __name__ == "__main__":
    for program in PROGRAMS:
        print("==", *program, flush=True)
        subprocess.run([sys.executable, "-m", *program], check=True)
