"""What a convenor decides about a campaign: the draft, its opening, its changes with a reason, its close.

From the opening on each step is an entry of the record, and the row and the entry's way there are one transaction.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import CampaignId, ConvenorId
from folkmoot.campaigns import campaigns, tables
from folkmoot.campaigns.campaigns import Campaign, Document, Gate, Rules
from folkmoot.campaigns.errors import (
    CampaignChangedError,
    CampaignUnknownError,
    NotReadyError,
    ReasonMissingError,
)
from folkmoot.record import entries, outbox
from folkmoot.record.entries import AnyEntry
from folkmoot.record.seals import SALT_BYTES, Opening

TICKET_BYTES = 16
# Random bytes that a step needs: tickets of two entries, and a salt.
RANDOM_BYTES = 2 * TICKET_BYTES + SALT_BYTES
_BARE_SLUG_MAX = 48
_RESERVED = frozenset({"new"})


class Step(msgspec.Struct, frozen=True):
    """Who decides something, when (seconds since 1970), and the chance that it needs (`RANDOM_BYTES` bytes)."""

    by: ConvenorId | None
    now: float
    random: bytes

    @property
    def tickets(self) -> tuple[bytes, bytes]:
        """Names for two entries in the outbox."""
        return self.random[:TICKET_BYTES], self.random[TICKET_BYTES : 2 * TICKET_BYTES]

    @property
    def salt(self) -> bytes:
        """For a seal."""
        return self.random[2 * TICKET_BYTES : 2 * TICKET_BYTES + SALT_BYTES]


class Decision(msgspec.Struct, frozen=True):
    """The campaign as it is now, and what the outbox holds to be said of it in the record."""

    campaign: Campaign
    said: tuple[tuple[bytes, AnyEntry], ...]


class Sealed(msgspec.Struct, frozen=True):
    """An entry `campaign`, its name in the outbox, and what opens its seal."""

    ticket: bytes
    entry: entries.Campaign
    opening: Opening


class Revision(msgspec.Struct, frozen=True):
    """Rules that were in force from `at` on (seconds since 1970). `entry` is their place in the log, once known."""

    revision: int
    at: int
    gate: Gate
    opens: int
    closes: int
    reason: str
    entry: int | None


async def make(
    connection: AsyncConnection, campaign: CampaignId, rules: Rules, maker: ConvenorId, now: float
) -> Campaign:
    """A new draft, under a slug made from its question."""
    bare = slug_of(rules.document.wordings[rules.languages[0]].question)
    taken = await campaigns.slugs(connection, bare) | _RESERVED
    slug = next(name for name in _numbered(bare) if name not in taken)
    return await campaigns.keep(connection, campaign, slug, rules, maker, now)


async def redraft(connection: AsyncConnection, campaign: Campaign, rules: Rules) -> Campaign:
    """Other rules for a draft. Raises `CampaignChangedError` when it is none any more."""
    if campaign.state != "draft":
        raise CampaignChangedError
    after = msgspec.structs.replace(campaign, rules=rules)
    await campaigns.replace(connection, campaign, after)
    return after


async def publish(connection: AsyncConnection, campaign: Campaign, step: Step) -> Decision:
    """Opens a draft. Raises `NotReadyError`, and `CampaignChangedError` when it is none any more."""
    if campaign.state != "draft":
        raise CampaignChangedError
    if missing(campaign.rules) or campaign.rules.closes <= step.now:
        raise NotReadyError
    after = msgspec.structs.replace(campaign, state="open", revision=1)
    await campaigns.replace(connection, campaign, after)
    rules = await _ruled(connection, after, "", step)
    return await _said(connection, after, (rules, _state(after, "opened", step)))


async def change(connection: AsyncConnection, campaign: Campaign, rules: Rules, reason: str, step: Step) -> Decision:
    """Other rules for an open campaign. Raises `ReasonMissingError`, `NotReadyError`, `CampaignChangedError`."""
    if campaign.state != "open":
        raise CampaignChangedError
    if not reason:
        raise ReasonMissingError
    if missing(rules) or rules.closes <= step.now:
        raise NotReadyError
    after = msgspec.structs.replace(campaign, revision=campaign.revision + 1, rules=rules)
    await campaigns.replace(connection, campaign, after)
    return await _said(connection, after, (await _ruled(connection, after, reason, step),))


async def close(connection: AsyncConnection, campaign: Campaign, step: Step) -> Decision:
    """Closes an open campaign for good. Raises `CampaignChangedError` when it is not open."""
    if campaign.state != "open":
        raise CampaignChangedError
    after = msgspec.structs.replace(campaign, state="closed")
    await campaigns.replace(connection, campaign, after)
    return await _said(connection, after, (_state(after, "closed", step),))


async def due(connection: AsyncConnection, now: float) -> list[Campaign]:
    """Open ones whose last day is over."""
    return [one for one in await campaigns.published(connection) if one.state == "open" and one.rules.closes <= now]


async def sealed(connection: AsyncConnection, campaign: CampaignId, revision: int) -> Sealed:
    """What a receipt of a revision is made of. Raises `CampaignUnknownError`, also when its opening was erased."""
    table = tables.revisions
    query = select(table).where(table.c.campaign == campaign, table.c.revision == revision)
    row = (await connection.execute(query)).one_or_none()
    if row is None or row.salt is None or row.content is None:
        raise CampaignUnknownError
    opening = Opening(row.salt, row.content)
    entry = entries.Campaign(
        at=row.at,
        campaign=campaign,
        revision=revision,
        gate=row.gate,
        opens=row.opens,
        closes=row.closes,
        seal=entries.seal_text(opening.seal),
    )
    return Sealed(row.ticket, entry, opening)


async def history(connection: AsyncConnection, campaign: CampaignId) -> list[Revision]:
    """The rules so far, the newest first."""
    table = tables.revisions
    query = select(table).where(table.c.campaign == campaign).order_by(table.c.revision.desc())
    rows = (await connection.execute(query)).all()
    numbers = await outbox.numbers(connection, [row.ticket for row in rows])
    return [
        Revision(row.revision, row.at, row.gate, row.opens, row.closes, row.reason, numbers.get(row.ticket))
        for row in rows
    ]


def missing(rules: Rules) -> list[str]:
    """Languages in which the question or the explanation is not written yet."""
    wordings = rules.document.wordings
    return [
        one
        for one in rules.languages
        if one not in wordings or not (wordings[one].question and wordings[one].explanation)
    ]


def slug_of(question: str) -> str:
    """A short ASCII name for addresses; `campaign` for a question without Latin letters."""
    plain = unicodedata.normalize("NFKD", question.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        if len(slug) + len(word) >= _BARE_SLUG_MAX:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "campaign"


def content_of(rules: Rules, reason: str) -> bytes:
    """The rules document that the seal of an entry `campaign` is of: JSON, keys in order."""
    document: Document = rules.document
    content = {
        "languages": list(rules.languages),
        "reason": reason,
        "report": document.report,
        "wordings": {one: msgspec.to_builtins(document.wordings[one]) for one in rules.languages},
    }
    return msgspec.json.encode(content, order="sorted")


def _numbered(bare: str) -> Iterator[str]:
    yield bare
    number = 2
    while True:
        yield f"{bare}-{number}"
        number += 1


async def _ruled(connection: AsyncConnection, campaign: Campaign, reason: str, step: Step) -> tuple[bytes, AnyEntry]:
    """Keeps the rules that are in force now, and what opens the seal of their entry."""
    rules, ticket = campaign.rules, step.tickets[0]
    opening = Opening(step.salt, content_of(rules, reason))
    entry = entries.Campaign(
        at=int(step.now),
        campaign=campaign.id,
        revision=campaign.revision,
        gate=rules.gate,
        opens=rules.opens,
        closes=rules.closes,
        seal=entries.seal_text(opening.seal),
    )
    row = {
        "campaign": campaign.id,
        "revision": campaign.revision,
        "at": entry.at,
        "gate": rules.gate,
        "opens": rules.opens,
        "closes": rules.closes,
        "reason": reason,
        "salt": opening.salt,
        "content": opening.content,
        "ticket": ticket,
        "made_by": step.by,
    }
    await connection.execute(insert(tables.revisions).values(**row))
    return ticket, entry


def _state(campaign: Campaign, state: Literal["opened", "closed"], step: Step) -> tuple[bytes, AnyEntry]:
    return step.tickets[1], entries.State(at=int(step.now), campaign=campaign.id, state=state)


async def _said(connection: AsyncConnection, campaign: Campaign, said: tuple[tuple[bytes, AnyEntry], ...]) -> Decision:
    await outbox.put(connection, said)
    return Decision(campaign, said)
