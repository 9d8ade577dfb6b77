"""The keys that sign voices: one for each round of a campaign, private parts in files that only the owner can read."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.ids import CampaignId, encode_base64url
from folkmoot.base.secret import Secret
from folkmoot.campaigns import campaigns, tables, voice_tables
from folkmoot.campaigns.blind import EXPONENT, PublicKey, SigningKey, Verifier
from folkmoot.campaigns.errors import VoiceKeyMissingError
from folkmoot.campaigns.publishing import Publisher
from folkmoot.record import entries, outbox
from folkmoot.record.outbox import Ticket
from folkmoot.store.database import Database
from folkmoot.store.folder import put

FIRST_ROUND = 1
TICKET_BYTES = 16
PEOPLE_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class RoundKey:
    """The public part of a round's key. `entry` is its index in the log."""

    campaign: CampaignId
    round: int
    public: PublicKey
    verifier: Verifier
    entry: int


class VoiceKeys:
    """Makes, keeps and finds them."""

    def __init__(self, folder: Path, database: Database, publisher: Publisher, clock: Clock) -> None:
        self._folder = folder
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._current: dict[CampaignId, RoundKey] = {}
        self._signers: dict[tuple[CampaignId, int], SigningKey] = {}
        self._making = asyncio.Lock()

    async def current(self, campaign: CampaignId) -> RoundKey:
        """The key of the round that runs, made and in the log when this returns.

        Raises `CampaignUnknownError` and the errors of a campaign that is not open.
        """
        found = self._current.get(campaign)
        if found is not None:
            return found
        async with self._making:
            found = self._current.get(campaign) or await self._find(campaign) or await self._make(campaign, FIRST_ROUND)
            self._current[campaign] = found
            return found

    async def renew(self, campaign: CampaignId) -> RoundKey:
        """Begins a new round: everybody may ask for a voice again, and tokens of the round before are void.

        For a key that is lost or known to others. Raises as `current` does.
        """
        async with self._making:
            async with self._database.read() as connection:
                newest = await _newest(connection, campaign)
            self._current[campaign] = await self._make(campaign, newest + 1)
            return self._current[campaign]

    async def signer(self, key: RoundKey) -> SigningKey:
        """The private part. Raises `VoiceKeyMissingError` and `BadKeyError`."""
        name = (key.campaign, key.round)
        if name not in self._signers:
            signer = await asyncio.to_thread(_read, self._path(*name))
            if signer is None or signer.public != key.public:
                raise VoiceKeyMissingError
            self._signers[name] = signer
        return self._signers[name]

    def people_key(self) -> Secret:
        """What addresses and accounts are hashed under. Blocks for two short moments of the disk, once a process."""
        path = self._folder / "people.key"
        if not path.exists():
            _write(path, Secret(random_bytes(PEOPLE_KEY_BYTES)))
        return Secret(path.read_bytes())

    async def _find(self, campaign: CampaignId) -> RoundKey | None:
        async with self._database.read() as connection:
            keys = voice_tables.voice_keys
            query = select(keys).where(keys.c.campaign == campaign).order_by(keys.c.round.desc()).limit(1)
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        public = PublicKey(int.from_bytes(row.modulus), EXPONENT)
        return await self._published(campaign, row.round, public, row.at, row.ticket, fresh=False)

    async def _make(self, campaign: CampaignId, round_: int) -> RoundKey:
        async with self._database.read() as connection:
            campaigns.check_open(await campaigns.find(connection, campaign), self._clock.now())
        # The file first: a key in the record that nobody has could sign nothing. One that a crash left is taken.
        signer = await asyncio.to_thread(_read_or_make, self._path(campaign, round_))
        at, ticket = int(self._clock.now()), random_bytes(TICKET_BYTES)
        entry = _entry(campaign, round_, signer.public, at)
        row = {"campaign": campaign, "round": round_, "modulus": signer.public.modulus_bytes(), "at": at}
        async with self._database.write() as connection:
            await connection.execute(insert(voice_tables.voice_keys).values(**row, ticket=ticket))
            if round_ > FIRST_ROUND:
                await _begin_anew(connection, campaign)
            await outbox.put(connection, [(ticket, entry)])
        return await self._published(campaign, round_, signer.public, at, ticket, fresh=True)

    async def _published(
        self, campaign: CampaignId, round_: int, public: PublicKey, at: int, ticket: Ticket, *, fresh: bool
    ) -> RoundKey:
        entry = _entry(campaign, round_, public, at)
        index = await self._publisher.place(ticket, entry, fresh=fresh)
        return RoundKey(campaign, round_, public, public.verifier(), index)

    def _path(self, campaign: CampaignId, round_: int) -> Path:
        return self._folder / f"{campaign!s}.{round_}.key"


def _entry(campaign: CampaignId, round_: int, public: PublicKey, at: int) -> entries.Key:
    modulus = encode_base64url(public.modulus_bytes())
    return entries.Key(at=at, campaign=str(campaign), round=round_, modulus=modulus, exponent=EXPONENT)


async def _begin_anew(connection: AsyncConnection, campaign: CampaignId) -> None:
    for table in (tables.codes, voice_tables.people):
        await connection.execute(update(table).where(table.c.campaign == campaign).values(used_on=None))
    # What waits was blinded for the key before; whoever asks for it is told to begin anew.
    requests = voice_tables.voice_requests
    waits = requests.c.batch.is_(None)
    await connection.execute(delete(requests).where(requests.c.campaign == campaign, waits))


async def _newest(connection: AsyncConnection, campaign: CampaignId) -> int:
    keys = voice_tables.voice_keys
    query = select(keys.c.round).where(keys.c.campaign == campaign).order_by(keys.c.round.desc()).limit(1)
    return (await connection.execute(query)).scalar_one_or_none() or 0


def _read(path: Path) -> SigningKey | None:
    try:
        return SigningKey.from_pem(Secret(path.read_bytes()))
    except FileNotFoundError:
        return None


def _read_or_make(path: Path) -> SigningKey:
    found = _read(path)
    if found is None:
        found = SigningKey.generate()
        _write(path, found.pem)
    return found


def _write(path: Path, value: Secret) -> None:
    """Whole on the disk, or not there; its owner's alone from the first byte on."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(value.reveal())
    put(draft, path)
