"""`folkmoot campaign`: invitation codes in bulk, and a new round when the key that signs voices is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.settings import Settings
from folkmoot.campaigns import campaigns, credentials
from folkmoot.campaigns.credentials import CODES_MAX
from folkmoot.campaigns.polling import Polling
from folkmoot.record.identity import signer_of
from folkmoot.record.log import Log
from folkmoot.record.outbox import Outbox
from folkmoot.store.database import Database
from folkmoot.store.errors import DataMissingError
from folkmoot.store.hold import held
from folkmoot.store.place import Place, beside, place_of
from folkmoot.store.upgrade import examine, newest

Result = TypeVar("Result")


@click.group()
def campaign() -> None:
    """What only the operator does for a campaign."""


@campaign.command()
@click.argument("slug")
@click.argument("count", type=click.IntRange(1, CODES_MAX))
def codes(slug: str, count: int) -> None:
    """Print COUNT new invitation codes for the campaign SLUG, one a line.

    Works while Folkmoot runs. Only their hashes are kept: what is printed cannot be had again.
    """

    async def make(database: Database) -> list[str]:
        async with database.write() as connection:
            found = await campaigns.by_slug(connection, slug)
            return await credentials.make_codes(connection, found.id, count, random_bytes)

    click.echo("\n".join(_with_database(place_of(Settings.from_environ()), make)))


@campaign.command()
@click.argument("slug")
def renew(slug: str) -> None:
    """Begin a new round of the campaign SLUG with a new key, while Folkmoot does not run.

    For a key that is lost, or that somebody else has. Everybody may ask for a voice again; voices taken up before stay,
    and count in the round that they are of.
    """
    settings = Settings.from_environ()
    place = place_of(settings)

    async def begin(database: Database) -> int:
        async with database.read() as connection:
            found = await campaigns.by_slug(connection, slug)
        own = Database.open(beside(place, "record"))
        log = await Log.open(settings.record_dir, own, signer_of(settings.record_dir, settings.record_origin))
        try:
            outbox = Outbox(database, log)
            await outbox.start()
            polling = Polling.open(settings.data_dir, database, outbox, log, Clock(), size=1, seconds=0)
            key = await polling.keys.renew(found.id)
            await outbox.sweep()
        finally:
            await log.close()
            await own.close()
        return key.round

    with held(place):
        round_ = _with_database(place, begin)
    click.echo(f"Round {round_} of {slug} has begun; its key is in the record.")


def _with_database(place: Place, work: Callable[[Database], Awaitable[Result]]) -> Result:
    if examine(place) != newest():
        raise DataMissingError("There are no data of this version yet: start `folkmoot run` once, then ask again.")

    async def run() -> Result:
        database = Database.open(place)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())
