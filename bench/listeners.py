"""One speaker and 300 listeners in one room: processor time of the engine, packets, drops; encrypted and not, beside Debian's Janus.

The speaker sends a picture of 120 kbit/s and sound; every listener is a whole WebRTC client (bench/load). The service itself lets 50 into a
room; this asks what the engine below it can do.

    python -m bench.listeners [--listeners 300] [--rounds 3] [--window 8] [--windows 3]

Needs what bench.engine_cpu needs. About 8 minutes.
"""

import argparse
import asyncio

from bench.build import build_load
from bench.figures import keep
from bench.sfu import HEADER, Load, inside, measure, report


def main() -> None:
    """Builds the load, runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listeners", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--window", type=float, default=8.0, help="seconds")
    parser.add_argument("--windows", type=int, default=3, help="each gives one figure")
    given = parser.parse_args()
    load = Load(1, 1, given.listeners, given.window, given.windows)
    taken = asyncio.run(measure(build_load(), load, given.rounds))
    print(keep("listeners", HEADER, report(load, taken)))


if __name__ == "__main__":
    inside(main)
