"""Campaigns by HTTP: a running service, and browsers that talk to it as the protocol says."""

import os
import time
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from folkmoot.base.ids import CampaignId, decode_base64url
from folkmoot.campaigns import blind, tables
from folkmoot.campaigns.blind import PublicKey
from folkmoot.campaigns.credentials import make_codes
from folkmoot.campaigns.voices import spend_bytes
from folkmoot.store.database import Database
from folkmoot.store.place import place_of
from tests.service import Service, make_settings, running_service
from tests.voices import browser
from tests.voices.scene import Person, campaign_row, give_key

Answer = tuple[int, dict[str, Any]]


def text(value: bytes) -> str:
    return b64encode(value).decode()


@dataclass
class Town:
    """A service with campaigns."""

    service: Service
    database: Database

    async def campaign(self, gate: str = "codes", **given: Any) -> CampaignId:
        campaign = CampaignId.of(os.urandom(16))
        give_key(self.service.settings.data_dir, campaign)
        async with self.database.write() as connection:
            row = campaign_row(campaign, gate, time.time())
            await connection.execute(insert(tables.campaigns).values(row | given))
        return campaign

    async def codes(self, campaign: CampaignId, count: int) -> list[str]:
        async with self.database.write() as connection:
            return await make_codes(connection, campaign, count, os.urandom)

    async def post(self, path: str, body: Any, **headers: str) -> Answer:
        async with self.service.session.post(f"{self.service.url}{path}", json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str) -> Answer:
        async with self.service.session.get(f"{self.service.url}{path}") as answer:
            return answer.status, await answer.json()


@dataclass
class Browser:
    """One person's. `sent` is every body that it has posted."""

    town: Town
    person: Person
    credential: dict[str, Any]
    sent: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    key: PublicKey | None = None

    async def request(self) -> Answer:
        if self.person.blinded is None:
            status, found = await self.town.get(f"{self.base}/voice-key")
            assert status == 200, found
            self.key = PublicKey(int.from_bytes(decode_base64url(found["modulus"])), found["exponent"])
            message = blind.prepared(self.person.prefix, self.person.campaign, found["round"], self.person.public)
            self.person.blinded = browser.blind(self.key, message)
        blinded = self.person.blinded.sent
        body = {"credential": self.credential, "blinded": text(blinded), "ticket": text(self.person.ticket)}
        return await self._post("voice-requests", body)

    async def collect(self) -> Answer:
        status, found = await self._post("voice-requests/collect", {"ticket": text(self.person.ticket)})
        if found.get("state") == "issued":
            assert self.key is not None
            assert self.person.blinded is not None
            self.person.token = browser.finalize(self.key, self.person.blinded, b64decode(found["signature"]))
        return status, found

    async def spend(self) -> Answer:
        person = self.person
        proof = person.key.sign(spend_bytes(person.campaign, person.public))
        body = {"key": text(person.public), "prefix": text(person.prefix), "token": text(person.token)}
        return await self._post("voices", body | {"proof": text(proof)})

    async def do(self, act: tuple[bytes, bytes, bytes]) -> Answer:
        data, signature, content = act
        body = {"key": text(self.person.public), "act": text(data), "signature": text(signature)}
        return await self._post("acts", body | {"content": text(content)})

    @property
    def base(self) -> str:
        return f"/api/v1/campaigns/{self.person.campaign!s}"

    async def _post(self, path: str, body: dict[str, Any]) -> Answer:
        self.sent.append(body)
        return await self.town.post(f"{self.base}/{path}", body)


@asynccontextmanager
async def town_in(folder: Path, **given: Any) -> AsyncGenerator[Town]:
    """A service; `given` are settings."""
    async with running_service(make_settings(folder, **given)) as service:
        database = Database.open(place_of(service.settings))
        try:
            yield Town(service, database)
        finally:
            await database.close()


def browser_of(town: Town, campaign: CampaignId, **credential: Any) -> Browser:
    """A person with that credential, who has done nothing yet."""
    return Browser(town, Person(None, campaign), credential)
