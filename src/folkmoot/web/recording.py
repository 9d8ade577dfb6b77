"""The record of a running service: opened with it, and begun with the program that it gives to browsers."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.record.cosigning import Cosigning, Target, listed
from folkmoot.record.entries import Program
from folkmoot.record.identity import signer_of
from folkmoot.record.log import FILES, Log
from folkmoot.record.note import VerifierKey
from folkmoot.record.outbox import Outbox
from folkmoot.record.program import announce
from folkmoot.store.database import Database
from folkmoot.store.folder import make
from folkmoot.store.place import beside, place_of
from folkmoot.web.tasks import running


@dataclass(frozen=True, slots=True)
class Record:
    """What parts that have something to put on record need of it."""

    log: Log
    outbox: Outbox
    cosigning: Cosigning


@asynccontextmanager
async def recording(settings: Settings, database: Database, program: Program, clock: Clock) -> AsyncGenerator[Record]:
    """Opens the log, brings what a crash left in the outbox, and says which program this is if it is another one.

    `database` is the main one. Raises `KeyFileError`, `RecordDamagedError`, `RecordUnavailableError`, `DataInUseError`,
    and `BadSettingError` for witnesses that are none.
    """
    targets = listed(settings.witnesses)
    make(settings.record_dir)
    signer = signer_of(settings.record_dir, settings.record_origin)
    own = Database.open(beside(place_of(settings), "record"))
    try:
        log = await Log.open(settings.record_dir, own, signer)
        try:
            outbox = Outbox(database, log)
            await outbox.start()
            await announce(database, log, outbox, program)
            async with running(outbox.run()), _cosigning(settings, log, signer.verifier, targets, clock) as cosigning:
                log.cosigned = lambda: cosigning.newest.note if cosigning.newest else None
                yield Record(log, outbox, cosigning)
            # What has been delivered last; the next start would do it too.
            await outbox.sweep()
        finally:
            await log.close()
    finally:
        await own.close()


@asynccontextmanager
async def _cosigning(
    settings: Settings, log: Log, key: VerifierKey, targets: Sequence[Target], clock: Clock
) -> AsyncGenerator[Cosigning]:
    # A session of its own: the engine's has nothing to do with addresses outside.
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        folder = settings.record_dir / FILES
        cosigning = Cosigning(folder, key, targets, settings.witnesses_needed, clock, session)
        if not targets:
            yield cosigning
            return
        async with running(cosigning.run(lambda: log.checkpoint, settings.witness_seconds)):
            yield cosigning
