"""A service with every gate open: a mail server, a login, batches that leave at once, and people who come to it."""

import os
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy import insert, select

from folkmoot.base.ids import CampaignId
from folkmoot.campaigns import tables
from folkmoot.campaigns.credentials import make_codes
from folkmoot.store.database import Database
from tests.journeys.person import SIZES
from tests.journeys.service import Service
from tests.oidc.login import login_server
from tests.service import free_port
from tests.voices.scene import campaign_row, give_key
from tests.voices.test_mail import Office

PATIENCE = 90_000
# Browsers wait some random time before they collect and before they spend. Here each takes the shortest there is.
NO_CHANCE = "Math.random = () => 0"


@dataclass
class Gatehouse:
    """The running service, and what stands beside it."""

    service: Service
    office: Office
    database: Database

    async def campaign(self, gate: str, question: str = "What now?", **given: Any) -> str:
        """An open one. Returns its slug."""
        campaign = CampaignId.of(os.urandom(16))
        give_key(self.service.data_dir, campaign)
        row = campaign_row(campaign, gate, time.time())
        row["document"] = row["document"].replace("What now?", question)
        async with self.database.write() as connection:
            await connection.execute(insert(tables.campaigns).values(row | given))
        return str(row["slug"])

    async def id_of(self, slug: str) -> CampaignId:
        async with self.database.read() as connection:
            query = select(tables.campaigns.c.id).where(tables.campaigns.c.slug == slug)
            return CampaignId((await connection.execute(query)).scalar_one())

    async def codes(self, slug: str, count: int) -> list[str]:
        campaign = await self.id_of(slug)
        async with self.database.write() as connection:
            return await make_codes(connection, campaign, count, os.urandom)

    def address(self, slug: str) -> str:
        return f"{self.service.origin}/c/{slug}/voice"


@asynccontextmanager
async def gatehouse(folder: Path) -> AsyncGenerator[Gatehouse]:
    """Runs until the block ends."""
    port, office = free_port(), Office(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        async with login_server(f"http://localhost:{port}/login/return", folder) as login:
            secret = folder / "secret"
            secret.write_text(login.secret)
            settings = {
                "FOLKMOOT_VOICE_BATCH": "1",
                "FOLKMOOT_VOICE_BATCH_MINUTES": "0.02",
                "FOLKMOOT_MAILS_PER_HOUR": "50",
                "FOLKMOOT_SMTP_HOST": "127.0.0.1",
                "FOLKMOOT_SMTP_PORT": str(office.port),
                "FOLKMOOT_SMTP_SECURITY": "none",
                "FOLKMOOT_MAIL_FROM": "City of Varnholm <moot@example.org>",
                "FOLKMOOT_INSTANCE_NAME": "City of Varnholm",
                "FOLKMOOT_LOGIN_ISSUER": login.issuer,
                "FOLKMOOT_LOGIN_CLIENT_ID": "folkmoot",
                "FOLKMOOT_LOGIN_CLIENT_SECRET_FILE": str(secret),
            }
            service = Service(folder / "var", port=port, settings=settings)
            await service.start()
            database = Database.open(service.data_dir / "folkmoot.db")
            try:
                yield Gatehouse(service, office, database)
            finally:
                await database.close()
                await service.stop()
    finally:
        controller.stop()


async def arrive(browser: Browser, **given: Any) -> BrowserContext:
    """Somebody's browser."""
    wanted: dict[str, Any] = {"locale": "en", "reduced_motion": "reduce", **SIZES["desktop"], **given}
    context = await browser.new_context(**wanted)
    await context.add_init_script(NO_CHANCE)
    return context


async def in_use(page: Page, words: str) -> None:
    """The voice is held, and has been taken up; `words` say so."""
    await expect(page.locator("#have h1")).to_be_visible(timeout=PATIENCE)
    await expect(page.locator("#use")).to_contain_text(words, timeout=PATIENCE)


async def receipt_stands(page: Page, origin: str, question: str) -> None:
    """On the page of receipts: one, which holds, and the voice."""
    await page.goto(f"{origin}/receipts")
    await expect(page.locator("#held li")).to_contain_text(question)
    await expect(page.locator("#list > li")).to_have_count(1, timeout=PATIENCE)
    await expect(page.locator("#list .chip.ok")).to_have_count(1)
