"""Campaigns with a real database, a real log, and people whose browsers blind and unblind."""

import hashlib
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, update

from folkmoot.base.clock import Clock
from folkmoot.base.ids import CampaignId, encode_base64url
from folkmoot.campaigns import blind, tables, voices
from folkmoot.campaigns.acts import ACT_LABEL
from folkmoot.campaigns.batches import Waiting
from folkmoot.campaigns.credentials import Code, Credential, Link, make_codes
from folkmoot.campaigns.gate import Issued
from folkmoot.campaigns.polling import Polling
from folkmoot.campaigns.voices import Receipted, Token
from folkmoot.record import canon
from folkmoot.record.identity import signer_of
from folkmoot.record.log import Log
from folkmoot.record.outbox import Outbox
from folkmoot.record.receipts import Policy, Receipt, verify
from folkmoot.store.database import Database
from tests.kept import begin
from tests.voices import browser

ORIGIN = "moot.example.org/record/log"
DAY = 86_400


class SteppedClock(Clock):
    """Stands still until it is moved."""

    def __init__(self, now: float = 1_790_000_000.0) -> None:
        self.seconds = now

    def now(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds


@cache
def signing_key() -> blind.SigningKey:
    """One for all: to make one takes seconds. Tokens name their campaign, so that is no less strict."""
    return blind.SigningKey.generate()


def give_key(folder: Path, campaign: CampaignId, round_: int = 1) -> None:
    """Leaves the file that a service leaves which ends before the key is in the record."""
    (folder / "voices").mkdir(mode=0o700, exist_ok=True)
    (folder / "voices" / f"{campaign!s}.{round_}.key").write_bytes(signing_key().pem.reveal())


def campaign_row(campaign: CampaignId, gate: str, now: float) -> dict[str, Any]:
    """One that is open at `now`, seconds since 1970."""
    return {
        "id": campaign,
        "slug": hashlib.sha256(campaign.encode()).hexdigest()[:12],
        "state": "open",
        "revision": 1,
        "gate": gate,
        "opens": int(now) - DAY,
        "closes": int(now) + 30 * DAY,
        "languages": "en",
        "document": '{"report":"","wordings":{"en":{"explanation":"","question":"What now?"}}}',
        "made_at": now,
        "made_by": None,
    }


@dataclass
class Scene:
    """One service."""

    folder: Path
    database: Database
    log: Log
    outbox: Outbox
    polling: Polling
    clock: Clock

    async def campaign(self, gate: str = "codes", **given: Any) -> CampaignId:
        """One that is open."""
        campaign = CampaignId.of(os.urandom(16))
        row = campaign_row(campaign, gate, self.clock.now())
        give_key(self.folder, campaign)
        async with self.database.write() as connection:
            await connection.execute(insert(tables.campaigns).values(row | given))
        return campaign

    async def change(self, campaign: CampaignId, **given: Any) -> None:
        async with self.database.write() as connection:
            await connection.execute(update(tables.campaigns).where(tables.campaigns.c.id == campaign).values(given))

    async def codes(self, campaign: CampaignId, count: int) -> list[str]:
        async with self.database.write() as connection:
            return await make_codes(connection, campaign, count, os.urandom)

    async def people(self, campaign: CampaignId, count: int) -> "list[Person]":
        """As many, each with a code of their own."""
        return [Person(self, campaign, Code(code)) for code in await self.codes(campaign, count)]

    async def voices(self, campaign: CampaignId, count: int) -> "list[Person]":
        """As many who have a voice."""
        people = await self.people(campaign, count)
        for person in people:
            await person.ask()
        await self.polling.issuer.issue(campaign)
        for person in people:
            await person.collect()
            await person.spend()
        return people

    async def entries(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What stands in the log."""
        every = [canon.decode(await self.log.entry(index)) for index in range(self.log.size)]
        return [entry for entry in every if kind is None or entry["kind"] == kind]

    def check(self, text: str) -> dict[str, Any]:
        """The entry of a receipt that holds."""
        receipt = Receipt.parse(text.encode())
        policy = Policy(signer_of(self.folder / "record", ORIGIN).verifier)
        verdict = verify(receipt, policy)
        assert verdict.holds, verdict
        return receipt.fields


@dataclass
class Person:
    """A browser with a key of its own. By HTTP (tests/voices/front.py) it has no scene."""

    at: Scene | None
    campaign: CampaignId
    credential: Credential = field(default_factory=Link)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    ticket: bytes = field(default_factory=lambda: os.urandom(32))
    prefix: bytes = field(default_factory=lambda: os.urandom(32))
    blinded: browser.Blinded | None = None
    token: bytes = b""
    seq: int = 0

    @property
    def scene(self) -> Scene:
        assert self.at is not None
        return self.at

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    async def blind(self) -> browser.Blinded:
        if self.blinded is None:
            key = await self.scene.polling.keys.current(self.campaign)
            message = blind.prepared(self.prefix, self.campaign, key.round, self.public)
            self.blinded = browser.blind(key.public, message)
        return self.blinded

    async def ask(self) -> Waiting | Issued:
        """Goes to the gate; also again, with what it sent before."""
        sent = (await self.blind()).sent
        return await self.scene.polling.gate.request(self.campaign, self.credential, sent, self.ticket)

    async def collect(self) -> Issued:
        """Gets the signature, and makes a token of it."""
        found = await self.scene.polling.gate.collect(self.campaign, self.ticket)
        assert isinstance(found, Issued), "still waiting"
        key = await self.scene.polling.keys.current(self.campaign)
        self.token = browser.finalize(key.public, await self.blind(), found.signature)
        return found

    def shown(self) -> Token:
        proof = self.key.sign(voices.spend_bytes(self.campaign, self.public))
        return Token(self.public, self.prefix, self.token, proof)

    async def spend(self) -> Receipted:
        return await self.scene.polling.voices.spend(self.campaign, self.shown())

    def act(self, kind: str = "give_up", content: bytes = b"", **given: Any) -> tuple[bytes, bytes, bytes]:
        """A signed act: its bytes, the signature, the content."""
        self.seq += 1
        fields: dict[str, Any] = {
            "v": 1,
            "act": kind,
            "campaign": str(self.campaign),
            "content": encode_base64url(hashlib.sha256(content).digest()),
            "seq": self.seq,
        }
        data = canon.encode(fields | given)
        return data, self.key.sign(ACT_LABEL + data), content

    async def do(self, act: tuple[bytes, bytes, bytes]) -> Receipted:
        return await self.scene.polling.acts.do(self.campaign, self.public, *act)


@asynccontextmanager
async def scene_in(folder: Path, clock: Clock, *, size: int = 20, seconds: float = 600.0) -> AsyncGenerator[Scene]:
    """Opens what lies in `folder`, as a start of the service does."""
    path = folder / "folkmoot.db"
    begin(path)
    (folder / "record").mkdir(mode=0o700, exist_ok=True)
    database, of_log = Database.sqlite(path), Database.sqlite(folder / "record" / "record.db")
    log = await Log.open(folder / "record", of_log, signer_of(folder / "record", ORIGIN))
    try:
        outbox = Outbox(database, log)
        await outbox.start()
        polling = Polling.open(folder, database, outbox, log, clock, size=size, seconds=seconds)
        await polling.issuer.recover()
        yield Scene(folder, database, log, outbox, polling, clock)
        await polling.settle()
    finally:
        await log.close()
        await of_log.close()
        await database.close()
