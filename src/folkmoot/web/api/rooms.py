"""Making a room (docs/protocol.md section 1)."""

from typing import Annotated, Any

import msgspec
from litestar import Request, post
from litestar.params import JSONBody

from folkmoot.base.ids import ID_LENGTH, Identity, RoomId, decode_base64
from folkmoot.web.api.refusals import POST, UNREADABLE, problem
from folkmoot.web.security import refuse_other_sites
from folkmoot.web.state import parts_of

AUTH_BYTES = 32

Id = Annotated[str, msgspec.Meta(min_length=ID_LENGTH, max_length=ID_LENGTH, pattern=r"^[A-Za-z0-9_-]{21}[AQgw]$")]

# 32 bytes have one spelling: the last letter before the padding carries four bits.
Digest = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$")]


class NewRoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the creator's browser says of its room."""

    room: Annotated[Id, msgspec.Meta(description="Room id: 16 random bytes as base64url.")]
    auth: Annotated[Digest, msgspec.Meta(description="SHA-256 of the room token as base64.")]
    creator: Annotated[Id, msgspec.Meta(description="Identity of the creator in this room.")]


class MadeRoom(msgspec.Struct, frozen=True):
    """The room that is there now."""

    room: str
    capacity: Annotated[int, msgspec.Meta(description="How many people it holds.")]


@post(
    "/api/v1/rooms",
    operation_id="makeRoom",
    summary="Make a room",
    response_description="The room is there.",
    responses={**POST, 409: problem("`room_taken`")},
    exception_handlers=UNREADABLE,
)
async def make_room(request: Request[Any, Any, Any], data: JSONBody[NewRoom]) -> MadeRoom:
    """Made by the creator's browser; the link's secret never comes here."""
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    parts.limits.make_room(request)
    auth = decode_base64(data.auth, AUTH_BYTES)
    capacity = await parts.hub.make(RoomId(data.room), auth, Identity(data.creator))
    return MadeRoom(data.room, capacity)
