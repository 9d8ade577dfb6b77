"""Who may open a connection to a room (docs/protocol.md sections 3.1 and 9)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import Identity
from folkmoot.meet import links, members
from folkmoot.meet.errors import RemovedError, RoomEndedError, WrongLinkError
from folkmoot.meet.hello import is_token
from folkmoot.meet.rooms import Room


async def check(connection: AsyncConnection, room: Room, identity: Identity, token: bytes, *, resuming: bool) -> None:
    """Raises `WrongLinkError`, `RemovedError` or `RoomEndedError`; the last two only to who has or had the link."""
    newest = is_token(token, room.auth)
    if not newest and not any(is_token(token, auth) for auth in await links.before(connection, room.id)):
        raise WrongLinkError
    rules = room.rules
    if identity in rules.removed:
        raise RemovedError
    if room.ended_at is not None:
        raise RoomEndedError
    if newest and room.link_version == rules.version:
        return
    # The link is old, or will be with the next commit: good for coming back, not for coming in.
    left = await members.has_left(connection, room.id, identity)
    if left is None or (left and not resuming):
        raise WrongLinkError
