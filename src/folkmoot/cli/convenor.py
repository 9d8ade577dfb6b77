"""`folkmoot convenor`: the one-time link that makes the first convenor, and further ones when all keys are lost."""

import asyncio
from datetime import datetime

import click
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import Clock
from folkmoot.base.errors import FolkmootError
from folkmoot.base.ids import ConvenorId
from folkmoot.base.settings import Settings
from folkmoot.campaigns import convenors, invitations
from folkmoot.campaigns.errors import BadSignInNameError
from folkmoot.campaigns.invitations import OPERATOR_SECONDS, PATH, Invitation
from folkmoot.store.database import Database
from folkmoot.store.errors import DataMissingError
from folkmoot.store.place import place_of
from folkmoot.store.upgrade import examine, newest
from folkmoot.web.desk import new_token


class ConvenorUnknownError(FolkmootError):
    """Nobody signs in under that name."""

    code = "convenor_unknown"
    sentence = "Nobody signs in under that name."


@click.group()
def convenor() -> None:
    """Who runs campaigns here."""


@convenor.command()
@click.option("--for", "name", metavar="NAME", help="For the convenor who signs in as NAME and has lost every way in.")
def link(*, name: str | None) -> None:
    """Print a link that works once, for an hour: whoever opens it first becomes convenor.

    Works while Folkmoot runs.
    """
    settings = Settings.from_environ()
    if examine(place_of(settings)) != newest():
        raise DataMissingError("There are no data of this version yet: start `folkmoot run` once, then ask again.")
    click.echo(asyncio.run(_made(settings, Clock(), name)))


async def first_link(settings: Settings, clock: Clock) -> str | None:
    """What `folkmoot run` prints while there is no convenor; None when there is one."""
    database = Database.open(place_of(settings))
    try:
        async with database.read() as connection:
            if await convenors.any_there(connection):
                return None
        return await _make(settings, database, clock, None)
    finally:
        await database.close()


async def _made(settings: Settings, clock: Clock, name: str | None) -> str:
    database = Database.open(place_of(settings))
    try:
        return await _make(settings, database, clock, name)
    finally:
        await database.close()


async def _make(settings: Settings, database: Database, clock: Clock, name: str | None) -> str:
    now, token, person = clock.now(), new_token(), None
    if name is not None:
        async with database.read() as connection:
            person = await _named(connection, name)
    invitation = Invitation(now + OPERATOR_SECONDS, convenor=person)
    async with database.write() as connection:
        await invitations.make(connection, token, invitation, now)
    until = datetime.fromtimestamp(invitation.expires, settings.zone)
    whom = "Whoever opens it first becomes convenor." if person is None else f"It gives {name} a new way in."
    address = f"{settings.public_origin}{PATH}{token.reveal_text()}"
    return f"{address}\nThis link works once, until {until:%H:%M}. {whom}"


async def _named(connection: AsyncConnection, name: str) -> ConvenorId:
    try:
        found = await convenors.by_sign_in(connection, convenors.sign_in_name(name))
    except BadSignInNameError:
        found = None
    if found is None:
        raise ConvenorUnknownError
    return found[0].id
