"""The delivery service in one process: 2,000 rooms of six, and one room of 200.

Messages a second, p50 and p99 from the moment a message is due to its receipt at each of the others, memory a room.

Everybody is a WebSocket of their own with a real hello, heartbeats and pings (bench/crowd.py says what they do). The peer, in the same run and
under the same load, is the same stack with nothing on it: Litestar on uvicorn that hands each frame on (bench/broadcast.py); it keeps no
log, and asks nobody who they are. So the difference is what order, durability and admission cost.

    python -m bench.delivery [--shapes 2000x6 1x200] [--seconds 20] [--rounds 2]

With the service, its engine runs, as always. Needs 20,000 open files (`ulimit -n`). About 35 minutes.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import msgspec

from bench.crowd import Heard, Joined, Phase, Place
from bench.figures import keep
from bench.process import resident, seconds
from tests.service import free_port

#: Module of each server, by what it is.
SERVERS = {"folkmoot": "bench.served", "broadcast": "bench.broadcast"}
# Messages a second of all rooms together. What waits a second is lost as a conversation, so more is not asked then.
RATES = {"2000x6": (0, 50, 100, 200, 400, 800), "1x200": (0, 1, 2, 5, 10, 20, 40)}
OTHER_RATES = (0, 5, 20, 50)
TOO_LATE_MS = 1000.0
READY_SECONDS = 120.0
# A line holds the latencies of a phase.
LINE_BYTES = 1 << 28


@dataclass
class Sample:
    """All phases of one rate with one server."""

    heard: list[Heard] = field(default_factory=list[Heard])
    server_cores: list[float] = field(default_factory=list[float])
    crowd_cores: list[float] = field(default_factory=list[float])
    kilobytes_a_room: list[float] = field(default_factory=list[float])
    joins_a_second: list[float] = field(default_factory=list[float])

    def percentile(self, share: float) -> float:
        """Milliseconds."""
        every = sorted(one for heard in self.heard for one in heard.latencies)
        return every[min(len(every) - 1, int(len(every) * share))] / 1000 if every else 0.0

    def rate(self, name: str) -> float:
        return sum(getattr(heard, name) for heard in self.heard) / sum(heard.seconds for heard in self.heard)

    def total(self, name: str) -> int:
        return sum(getattr(heard, name) for heard in self.heard)

    @property
    def missing(self) -> int:
        return self.total("expected") - sum(len(heard.latencies) for heard in self.heard)


@asynccontextmanager
async def program(module: str, *given: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *given),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LINE_BYTES,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def line_of(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise SystemExit("a process of the measurement has ended")
    return line


async def put(process: asyncio.subprocess.Process, what: Place | Phase) -> bytes:
    """Gives a line, and waits for the answer."""
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(what) + b"\n")
    await process.stdin.drain()
    return await line_of(process)


async def measure(
    kind: str, rooms: int, people: int, rates: tuple[int, ...], length: float, taken: dict[tuple[str, int], Sample]
) -> None:
    """One start of one server."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        async with program(SERVERS[kind], folder, str(port), str(people)) as server:
            async with asyncio.timeout(READY_SECONDS):
                await line_of(server)
            before = resident(server.pid)
            async with program("bench.crowd") as crowd:
                place = Place(kind, port, rooms, people, folder)
                joined = msgspec.json.decode(await put(crowd, place), type=Joined)
                grown = (resident(server.pid) - before) / rooms / 1000
                print(f"  {kind}: {joined.people} joined in {joined.seconds:.1f} s, {grown:.0f} kB a room", flush=True)
                for rate in rates:
                    spent, own = seconds(server.pid), seconds(crowd.pid)
                    began = asyncio.get_running_loop().time()
                    heard = msgspec.json.decode(await put(crowd, Phase(rate, length)), type=Heard)
                    whole = asyncio.get_running_loop().time() - began
                    sample = taken.setdefault((kind, rate), Sample())
                    sample.heard.append(heard)
                    sample.server_cores.append((seconds(server.pid) - spent) / whole)
                    sample.crowd_cores.append((seconds(crowd.pid) - own) / whole)
                    sample.kilobytes_a_room.append((resident(server.pid) - before) / rooms / 1000)
                    sample.joins_a_second.append(joined.people / joined.seconds)
                    print(f"  {kind}: {described(sample)}", flush=True)
                    if sample.percentile(0.99) > TOO_LATE_MS:
                        break


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def described(sample: Sample) -> str:
    return (
        f"{sample.rate('sent'):.1f} messages/s, {sample.rate('expected'):.0f} deliveries/s, {sample.rate('signals'):.0f} signals/s:"
        f" p50 {sample.percentile(0.5):.1f} ms, p99 {sample.percentile(0.99):.1f} ms, {mean(sample.server_cores):.2f} cores"
        f" (load {mean(sample.crowd_cores):.2f}), {mean(sample.kilobytes_a_room):.0f} kB a room,"
        f" missing {sample.missing}, refused {sample.total('refused')}, broken {sample.total('broken')}"
    )


def row(shape: str, kind: str, rate: int, sample: Sample) -> tuple[object, ...]:
    figures = (
        sample.rate("sent"),
        sample.rate("accepted"),
        sample.rate("expected"),
        sample.rate("signals"),
        sample.percentile(0.5),
        sample.percentile(0.99),
        mean(sample.server_cores),
        mean(sample.crowd_cores),
        mean(sample.kilobytes_a_room),
        mean(sample.joins_a_second),
    )
    faults = (sample.missing, sample.total("refused"), sample.total("broken"))
    return (shape, kind, rate, len(sample.heard), *(f"{one:.3f}" for one in figures), *faults)


HEADER = (
    "rooms x people",
    "server",
    "asked messages/s",
    "n",
    "sent/s",
    "accepted/s",
    "deliveries/s",
    "signals/s",
    "p50 ms",
    "p99 ms",
    "cores of server",
    "cores of load",
    "kB a room",
    "joins/s",
    "missing",
    "refused",
    "broken",
)


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", nargs="+", default=["2000x6", "1x200"], help="rooms x people")
    parser.add_argument("--rates", type=int, nargs="+", help="messages a second; the default depends on the shape")
    parser.add_argument("--seconds", type=float, default=20.0, help="for each rate")
    parser.add_argument("--rounds", type=int, default=2, help="starts of each server")
    given = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    for shape in given.shapes:
        rooms, people = (int(part) for part in shape.split("x"))
        rates = tuple(given.rates or RATES.get(shape, OTHER_RATES))
        taken: dict[tuple[str, int], Sample] = {}
        for round_ in range(given.rounds):
            for kind in list(SERVERS)[:: 1 if round_ % 2 == 0 else -1]:
                asyncio.run(measure(kind, rooms, people, rates, given.seconds, taken))
        for (kind, rate), sample in sorted(taken.items(), key=lambda one: (one[0][1], one[0][0] != "folkmoot")):
            print(f"{shape} {kind:9} {described(sample)}")
            rows.append(row(shape, kind, rate, sample))
    print(keep("delivery", HEADER, rows))


if __name__ == "__main__":
    main()
