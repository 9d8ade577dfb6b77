"""Runs the measuring programs one after the other: `make bench`, or `python -m bench --all`; bench/README.md says what each needs.

Those that only need browsers take an hour on two idle cores; all of them, four.
"""

import subprocess
import sys

BROWSERS = (
    ("bench.bytes",),
    ("bench.mls_sizes",),
    ("bench.gaps",),
    ("bench.together",),
    ("bench.first_frame", "--begin", "press"),
    ("bench.first_frame", "--begin", "link"),
    ("bench.reload",),
)
LONG = (
    ("bench.resume",),
    ("bench.engine_cpu",),
    ("bench.listeners",),
    ("bench.delivery",),
    ("bench.voices",),
    ("bench.churn",),
    ("bench.receipts",),
    ("bench.record_entries",),
    ("bench.record_audit",),
)

if __name__ == "__main__":
    for program in (*BROWSERS, *LONG) if "--all" in sys.argv[1:] else BROWSERS:
        print("==", *program, flush=True)
        subprocess.run([sys.executable, "-m", *program], check=True)
