"""Processor time of the media engine for each packet that it forwards: rooms of six, encrypted and not, beside Debian's Janus.

Everybody sends a picture of 120 kbit/s at 15 frames a second and sound at 24 kbit/s, and receives everybody else's; whole WebRTC clients
on the same machine (bench/load). Time is that of the server's process alone, packets are those that arrived at the clients. Each round
starts each server anew.

    python -m bench.engine_cpu [--rooms 10 20] [--rounds 3] [--window 8] [--windows 3]

Needs root (a network namespace), iproute2, Go and `apt-get install janus`. About 12 minutes.
"""

import argparse
import asyncio

from bench.build import build_load
from bench.figures import keep
from bench.sfu import HEADER, Load, inside, measure, report

PEOPLE = 6


def main() -> None:
    """Builds the load, runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, nargs="+", default=[10, 20])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--window", type=float, default=8.0, help="seconds")
    parser.add_argument("--windows", type=int, default=3, help="each gives one figure")
    given = parser.parse_args()
    generator = build_load()
    rows: list[tuple[object, ...]] = []
    for rooms in given.rooms:
        load = Load(rooms, PEOPLE, 0, given.window, given.windows)
        rows += report(load, asyncio.run(measure(generator, load, given.rounds)))
    print(keep("engine_cpu", HEADER, rows))


if __name__ == "__main__":
    inside(main)
