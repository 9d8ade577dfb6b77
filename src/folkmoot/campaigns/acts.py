"""Signed acts of voices: what a voice does in public, once, in the order of its numbers.

See docs/protocol.md section 11.4. Kinds of acts are registered by whoever knows what they mean; this knows giving up.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Literal

import msgspec
from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.errors import FolkmootError, TooLargeError
from folkmoot.base.ids import CampaignId, encode_base64url
from folkmoot.campaigns import signatures, voice_tables
from folkmoot.campaigns.errors import ActInvalidError, ActReplayedError, VoiceGivenUpError, VoiceUnknownError
from folkmoot.campaigns.keys import TICKET_BYTES
from folkmoot.campaigns.phases import refused
from folkmoot.campaigns.publishing import Publisher
from folkmoot.campaigns.voices import Receipted
from folkmoot.record import canon, entries, outbox, seals
from folkmoot.record.errors import MalformedError
from folkmoot.store.batching import Batch
from folkmoot.store.database import Database

ACT_LABEL = b"folkmoot act v1\0"
ACT_MAX = 512
GIVE_UP = "give_up"

Name = tuple[CampaignId, bytes]


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a voice signs. `content` is base64url of the content's SHA-256."""

    v: Literal[1]
    act: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{1,16}\Z")]
    campaign: str
    content: str
    seq: Annotated[int, msgspec.Meta(ge=1, le=canon.INTEGER_MAX)]


@dataclass(frozen=True, slots=True)
class Signed:
    """An act whose signature, campaign and content have been checked. `at` is in seconds since 1970."""

    campaign: CampaignId
    key: bytes = field(repr=False)
    act: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    content: bytes = field(repr=False)
    kind: str
    seq: int
    at: int
    salt: bytes = field(repr=False)
    ticket: bytes = field(repr=False)

    @property
    def opening(self) -> seals.Opening:
        """What shows that its entry is of this act."""
        return seals.Opening(self.salt, sealed(self.act, self.signature, self.content))


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of act means.

    `entry` writes the entry of an act with the text of its seal; `apply` does in the transaction what acts of this kind
    do, beyond being kept, and may answer an error for some, by their place in the list.
    """

    name: str
    content_max: int
    entry: Callable[[Signed, str], entries.AnyEntry]
    apply: Callable[[AsyncConnection, Sequence[Signed]], Awaitable[dict[int, FolkmootError]]]


class Acts:
    """Of all voices."""

    def __init__(self, database: Database, clock: Clock, publisher: Publisher) -> None:
        self._clock = clock
        self._publisher = publisher
        self._kinds: dict[str, Kind] = {}
        self._batch = Batch(self._keep, database)
        self.register(Kind(GIVE_UP, 0, _given_up, _give_up))

    def register(self, kind: Kind) -> None:
        """Once for each kind, before anything is served."""
        assert kind.name not in self._kinds, "two meanings of one kind"
        self._kinds[kind.name] = kind

    async def do(self, campaign: CampaignId, key: bytes, act: bytes, signature: bytes, content: bytes) -> Receipted:
        """Does it once; the same again gets a receipt of the same entry.

        Raises `ActInvalidError`, `ActReplayedError`, `VoiceUnknownError`, `VoiceGivenUpError`, `TooLargeError` and a
        campaign's errors.
        """
        proposed = self._read(campaign, key, act, signature, content)
        kept = await self._batch.submit(proposed)
        if isinstance(kept, FolkmootError):
            raise kept
        fresh = kept is proposed
        text = await self._publisher.receipt(kept.ticket, self._entry(kept), kept.opening, fresh=fresh)
        return Receipted(text, fresh)

    async def settle(self) -> None:
        """Returns when nothing is being written any more."""
        await self._batch.settle()

    def _read(self, campaign: CampaignId, key: bytes, data: bytes, signature: bytes, content: bytes) -> Signed:
        act = parse(data)
        kind = self._kinds.get(act.act)
        if kind is None or act.campaign != str(campaign) or act.content != encode_base64url(sha256(content).digest()):
            raise ActInvalidError
        if len(content) > kind.content_max:
            raise TooLargeError
        if not signatures.holds(key, signature, ACT_LABEL + data):
            raise ActInvalidError
        salt, ticket = random_bytes(seals.SALT_BYTES), random_bytes(TICKET_BYTES)
        at = int(self._clock.now())
        return Signed(campaign, key, data, signature, content, kind.name, act.seq, at, salt, ticket)

    def _entry(self, act: Signed) -> entries.AnyEntry:
        return self._kinds[act.kind].entry(act, entries.seal_text(act.opening.seal))

    async def _keep(self, connection: AsyncConnection, proposed: list[Signed]) -> Sequence[Signed | FolkmootError]:
        """One transaction for all of them: each is done, done already, or refused."""
        closed = await refused(connection, {act.campaign for act in proposed}, self._clock.now())
        standing = await _standing(connection, proposed)
        earlier = await _earlier(connection, proposed)
        results: list[Signed | FolkmootError] = []
        fresh: dict[int, Signed] = {}
        for place, act in enumerate(proposed):
            name = (act.campaign, act.key)
            again = earlier.get((*name, act.seq))
            if again is not None and again.act == act.act:
                results.append(again)
                continue
            voice = standing.get(name)
            reason = closed.get(act.campaign) or (_reason(voice, act) if voice else VoiceUnknownError())
            if reason or voice is None:
                results.append(reason or VoiceUnknownError())
                continue
            voice.seq, voice.given_up = act.seq, act.kind == GIVE_UP
            fresh[place] = earlier[*name, act.seq] = act
            results.append(act)
        await self._write(connection, fresh, results)
        return results

    async def _write(
        self, connection: AsyncConnection, fresh: dict[int, Signed], results: list[Signed | FolkmootError]
    ) -> None:
        for kind in self._kinds.values():
            places = [place for place, act in fresh.items() if act.kind == kind.name]
            if places:
                wrong = await kind.apply(connection, [fresh[place] for place in places])
                for place, error in wrong.items():
                    results[places[place]] = error
                    del fresh[places[place]]
        if fresh:
            await _insert(connection, list(fresh.values()))
            await outbox.put(connection, [(act.ticket, self._entry(act)) for act in fresh.values()])


def parse(data: bytes) -> Act:
    """The act of bytes from outside. Raises `ActInvalidError`."""
    if len(data) > ACT_MAX:
        raise ActInvalidError
    try:
        return msgspec.convert(canon.decode(data), Act)
    except (MalformedError, msgspec.ValidationError):
        raise ActInvalidError from None


def sealed(act: bytes, signature: bytes, content: bytes) -> bytes:
    """What the seal of an act's entry is of."""
    return len(act).to_bytes(4) + act + signature + content


@dataclass(slots=True)
class _Standing:
    seq: int
    given_up: bool


def _reason(voice: _Standing, act: Signed) -> FolkmootError | None:
    if voice.given_up:
        return VoiceGivenUpError()
    return ActReplayedError() if act.seq <= voice.seq else None


async def _standing(connection: AsyncConnection, proposed: list[Signed]) -> dict[Name, _Standing]:
    table = voice_tables.voices
    query = select(table.c.campaign, table.c.key, table.c.seq, table.c.given_up).where(
        table.c.campaign.in_({act.campaign for act in proposed}), table.c.key.in_({act.key for act in proposed})
    )
    return {
        (CampaignId(campaign), key): _Standing(seq, given_up)
        for campaign, key, seq, given_up in await connection.execute(query)
    }


async def _earlier(connection: AsyncConnection, proposed: list[Signed]) -> dict[tuple[CampaignId, bytes, int], Signed]:
    """Acts of the same voices with the same numbers, whose content has not been erased."""
    table = voice_tables.acts
    query = select(table).where(
        table.c.campaign.in_({act.campaign for act in proposed}),
        table.c.key.in_({act.key for act in proposed}),
        table.c.seq.in_({act.seq for act in proposed}),
        table.c.salt.is_not(None),
    )
    kept = [_signed(row) for row in await connection.execute(query)]
    return {(act.campaign, act.key, act.seq): act for act in kept}


def _signed(row: Row[tuple[object, ...]]) -> Signed:
    campaign = CampaignId(row.campaign)
    whole = (row.key, row.act, row.signature, row.content, row.kind, row.seq, row.at, row.salt, row.ticket)
    return Signed(campaign, *whole)


async def _insert(connection: AsyncConnection, new: list[Signed]) -> None:
    table = voice_tables.voices
    # The compare-and-swap that makes an older number do nothing, whatever else was read before.
    forward = (
        update(table)
        .where(table.c.campaign == bindparam("of"), table.c.key == bindparam("by"), table.c.seq < bindparam("to"))
        .values(seq=bindparam("to"))
    )
    done = await connection.execute(forward, [{"of": act.campaign, "by": act.key, "to": act.seq} for act in new])
    if done.rowcount != len(new):
        raise ActReplayedError
    names = ("campaign", "key", "seq", "kind", "act", "signature", "content", "salt", "at", "ticket")
    rows = [{name: getattr(act, name) for name in names} for act in new]
    await connection.execute(insert(voice_tables.acts), rows)


def _given_up(act: Signed, seal: str) -> entries.AnyEntry:
    return entries.GivenUp(at=act.at, campaign=str(act.campaign), seal=seal)


async def _give_up(connection: AsyncConnection, acts: Sequence[Signed]) -> dict[int, FolkmootError]:
    table = voice_tables.voices
    statement = (
        update(table).where(table.c.campaign == bindparam("of"), table.c.key == bindparam("by")).values(given_up=True)
    )
    await connection.execute(statement, [{"of": act.campaign, "by": act.key} for act in acts])
    return {}
