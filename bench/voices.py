"""Voices: blind signatures on one core, and tokens spent over HTTP until the receipt is there.

A signature of ours raises a blinded number by the Chinese remainder theorem with gmpy2, blinds it once more itself, and checks the result. The peer,
in the same run, is what OpenSSL does with the same key when `cryptography` signs by PSS: the same exponentiation, with a blinding that it keeps for some
signatures. For the spending, tokens are made ahead with the campaign's private key; each request then is a whole one: the service checks the token and the
key's own signature, keeps both rows in one transaction with others, appends to the log, and answers with the receipt once the checkpoint is durable.

    python -m bench.voices [--tokens 20000] [--lines 512] [--seconds 5] [--rounds 5]

With the service, its engine runs, as always. About 3 minutes.
"""

import argparse
import asyncio
import base64
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import msgspec
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import insert

from bench.delivery import line_of, program
from bench.figures import keep, median_interval
from bench.process import seconds
from folkmoot.base.ids import CampaignId
from folkmoot.campaigns import blind, tables
from folkmoot.campaigns.voices import spend_bytes
from folkmoot.store.database import Database
from tests.service import free_port
from tests.voices import browser
from tests.voices.scene import campaign_row, give_key, signing_key

READY_SECONDS = 120.0
PSS = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=blind.SALT_BYTES)


@dataclass
class Spent:
    """What came of a run: milliseconds of each answer, and how long all took."""

    taken: list[float]
    seconds: float
    server_cores: float
    refused: int

    def percentile(self, share: float) -> float:
        every = sorted(self.taken)
        return every[min(len(every) - 1, int(len(every) * share))]


def openssl_key() -> rsa.RSAPrivateKey:
    key = load_pem_private_key(signing_key().pem.reveal(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def rate(work: Callable[[], object], length: float) -> float:
    """How often a second, on the core that this runs on."""
    count, began = 0, time.process_time()
    while time.process_time() - began < length:
        work()
        count += 1
    return count / (time.process_time() - began)


def signatures(length: float, rounds: int) -> list[tuple[object, ...]]:
    key, other = signing_key(), openssl_key()
    number = browser.blind(key.public, b"message").sent
    ways: dict[str, Callable[[], object]] = {
        "folkmoot, blind": lambda: key.sign(number, os.urandom),
        "OpenSSL, PSS": lambda: other.sign(b"message", PSS, SHA384()),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(rounds):
        for name in list(ways)[:: 1 if round_ % 2 == 0 else -1]:
            rates[name].append(rate(ways[name], length))
    found: list[tuple[object, ...]] = []
    for name, measured in rates.items():
        middle, low, high = median_interval(measured)
        print(f"{name}: {middle:.0f}/s a core [{low:.0f}, {high:.0f}]", flush=True)
        found.append((name, "signatures/s a core", rounds, f"{middle:.1f}", f"{low:.1f}", f"{high:.1f}", "", "", ""))
    return found


def tokens(campaign: CampaignId, count: int) -> list[bytes]:
    """Bodies of requests, one voice each."""
    signer = openssl_key()
    bodies: list[bytes] = []
    for _ in range(count):
        key = Ed25519PrivateKey.generate()
        public, prefix = key.public_key().public_bytes_raw(), os.urandom(blind.PREFIX_BYTES)
        token = signer.sign(blind.prepared(prefix, campaign, 1, public), PSS, SHA384())
        parts = {"key": public, "prefix": prefix, "token": token, "proof": key.sign(spend_bytes(campaign, public))}
        bodies.append(msgspec.json.encode({name: base64.b64encode(part).decode() for name, part in parts.items()}))
    return bodies


async def spend(url: str, bodies: list[bytes], lines: int, server: int) -> Spent:
    """All of them over as many connections, each of which sends the next when it has its answer."""
    taken: list[float] = []
    refused = 0
    rest = iter(bodies)

    async def line(session: aiohttp.ClientSession) -> None:
        nonlocal refused
        for body in rest:
            began = time.perf_counter()
            async with session.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
                await answer.read()
                refused += answer.status != 201
            taken.append((time.perf_counter() - began) * 1000)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=lines)) as session:
        before, began = seconds(server), time.perf_counter()
        await asyncio.gather(*(line(session) for _ in range(lines)))
        whole = time.perf_counter() - began
    return Spent(taken, whole, (seconds(server) - before) / whole, refused)


async def over_http(count: int, lines: int) -> tuple[object, ...]:
    campaign = CampaignId.of(os.urandom(16))
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        bodies = await asyncio.to_thread(tokens, campaign, count)
        async with program("bench.served", name, str(port), "12") as server:
            async with asyncio.timeout(READY_SECONDS):
                await line_of(server)
            give_key(folder / "data", campaign)
            database = Database.sqlite(folder / "data" / "folkmoot.db")
            async with database.write() as connection:
                await connection.execute(insert(tables.campaigns).values(campaign_row(campaign, "link", time.time())))
            await database.close()
            # The first request makes the campaign's entry in the log; it is not of the figure.
            url = f"http://127.0.0.1:{port}/api/v1/campaigns/{campaign!s}/voices"
            await spend(url, bodies[:lines], lines, server.pid)
            found = await spend(url, bodies[lines:], lines, server.pid)
    each = len(found.taken) / found.seconds
    middle, late = found.percentile(0.5), found.percentile(0.99)
    print(
        f"spent over HTTP: {each:.0f} voices/s over {lines} connections, p50 {middle:.1f} ms, p99 {late:.1f} ms,"
        f" {found.server_cores:.2f} cores of the server, {found.refused} refused",
        flush=True,
    )
    figures = (f"{each:.1f}", "", "", f"{middle:.1f}", f"{late:.1f}", f"{found.server_cores:.2f}")
    return ("folkmoot, HTTP", f"voices/s, {found.refused} refused", len(found.taken), *figures)


HEADER = ("what", "unit", "n", "median", "low", "high", "p50 ms", "p99 ms", "cores of server")


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=int, default=20_000, help="voices to spend")
    parser.add_argument("--lines", type=int, default=512, help="connections at once")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each round of signatures")
    parser.add_argument("--rounds", type=int, default=5, help="of signatures")
    given = parser.parse_args()
    rows = signatures(given.seconds, given.rounds)
    rows.append(asyncio.run(over_http(given.tokens, given.lines)))
    print(keep("voices", HEADER, rows))


if __name__ == "__main__":
    main()
