"""A campaign: one question to a public, in some languages, from one day to another."""

import json
from typing import Literal

import msgspec
from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import CampaignId, ConvenorId
from folkmoot.campaigns import tables
from folkmoot.campaigns.errors import (
    CampaignChangedError,
    CampaignClosedError,
    CampaignNotOpenError,
    CampaignUnknownError,
)

State = Literal["draft", "open", "closed"]
Gate = Literal["link", "codes", "mail", "login"]
# What the public finds: `before` is opened by a convenor, and its first day has not come.
Phase = Literal["draft", "before", "open", "closed"]
GATES: tuple[Gate, ...] = ("link", "codes", "mail", "login")


class Wording(msgspec.Struct, frozen=True):
    """The campaign's own words in one language."""

    question: str
    explanation: str


class Document(msgspec.Struct, frozen=True):
    """What of the rules is text. `report` is the day on which the report is due, as YYYY-MM-DD, or empty."""

    wordings: dict[str, Wording]
    report: str = ""


class Rules(msgspec.Struct, frozen=True):
    """All that a convenor decides, and that is public with a reason for each change once the campaign is open.

    `opens` and `closes` are seconds since 1970, UTC; `languages` are tags of BCP 47, the first is the main one.
    """

    gate: Gate
    opens: int
    closes: int
    languages: tuple[str, ...]
    document: Document


class Campaign(msgspec.Struct, frozen=True):
    """A campaign as it is now. `revision` is 0 while nobody outside has seen it."""

    id: CampaignId
    slug: str
    state: State
    revision: int
    rules: Rules

    @property
    def main(self) -> Wording:
        """Its words in its first language."""
        return self.rules.document.wordings[self.rules.languages[0]]


def phase(campaign: Campaign, now: float) -> Phase:
    """Where it stands at `now`, seconds since 1970: its days count as well as what convenors did."""
    if campaign.state == "draft":
        return "draft"
    if campaign.state == "closed" or now >= campaign.rules.closes:
        return "closed"
    return "open" if now >= campaign.rules.opens else "before"


def check_open(campaign: Campaign, now: float) -> None:
    """Raises `CampaignUnknownError` for a draft, `CampaignNotOpenError` and `CampaignClosedError`."""
    found = phase(campaign, now)
    if found == "draft":
        raise CampaignUnknownError
    if found == "before":
        raise CampaignNotOpenError
    if found == "closed":
        raise CampaignClosedError


async def find(connection: AsyncConnection, campaign: CampaignId) -> Campaign:
    """Raises `CampaignUnknownError`."""
    return await _one(connection, select(tables.campaigns).where(tables.campaigns.c.id == campaign))


async def by_slug(connection: AsyncConnection, slug: str) -> Campaign:
    """Raises `CampaignUnknownError`."""
    return await _one(connection, select(tables.campaigns).where(tables.campaigns.c.slug == slug))


async def every(connection: AsyncConnection) -> list[Campaign]:
    """All of them, the one that closes last first."""
    query = select(tables.campaigns).order_by(tables.campaigns.c.closes.desc(), tables.campaigns.c.slug)
    return [_campaign(row) for row in await connection.execute(query)]


async def published(connection: AsyncConnection) -> list[Campaign]:
    """Those that have been opened, the one that closes last first."""
    return [one for one in await every(connection) if one.revision]


async def keep(
    connection: AsyncConnection, campaign: CampaignId, slug: str, rules: Rules, maker: ConvenorId, now: float
) -> Campaign:
    """Keeps a new draft under a slug that nobody has. `now` is in seconds since 1970."""
    values = {"id": campaign, "slug": slug, "state": "draft", "revision": 0, "made_at": now, "made_by": maker}
    await connection.execute(insert(tables.campaigns).values(**values, **columns(rules)))
    return Campaign(campaign, slug, "draft", 0, rules)


async def replace(connection: AsyncConnection, campaign: Campaign, after: Campaign) -> None:
    """Writes `after` over `campaign`, if that is still how it stands. Raises `CampaignChangedError`."""
    table = tables.campaigns
    unchanged = (
        (table.c.id == campaign.id)
        & (table.c.revision == campaign.revision)
        & (table.c.state == campaign.state)
        & (table.c.document == columns(campaign.rules)["document"])
    )
    statement = update(table).where(unchanged)
    values = {"state": after.state, "revision": after.revision, **columns(after.rules)}
    done = await connection.execute(statement.values(**values))
    if done.rowcount != 1:
        raise CampaignChangedError


async def slugs(connection: AsyncConnection, beginning: str) -> set[str]:
    """Those that begin so."""
    column = tables.campaigns.c.slug
    return set((await connection.scalars(select(column).where(column.startswith(beginning, autoescape=True)))).all())


def columns(rules: Rules) -> dict[str, str | int]:
    """As the table keeps them."""
    return {
        "gate": rules.gate,
        "opens": rules.opens,
        "closes": rules.closes,
        "languages": " ".join(rules.languages),
        "document": text_of(rules.document),
    }


def text_of(document: Document) -> str:
    """The same text for the same document."""
    return json.dumps(msgspec.to_builtins(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


async def _one(connection: AsyncConnection, query: Select[tuple[object, ...]]) -> Campaign:
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise CampaignUnknownError
    return _campaign(row)


def _campaign(row: Row[tuple[object, ...]]) -> Campaign:
    document = msgspec.json.decode(row.document, type=Document)
    rules = Rules(row.gate, row.opens, row.closes, tuple(row.languages.split(" ")), document)
    return Campaign(CampaignId(row.id), row.slug, row.state, row.revision, rules)
