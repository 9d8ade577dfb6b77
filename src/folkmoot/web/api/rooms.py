"""Making a room (docs/protocol.md section 1)."""

from typing import Annotated, Any

import msgspec
from litestar import Request, post
from litestar.openapi.datastructures import ResponseSpec

from folkmoot.base.ids import ID_LENGTH, Identity, RoomId
from folkmoot.web.errors import Problem
from folkmoot.web.security import refuse_other_sites
from folkmoot.web.state import parts_of

AUTH_BYTES = 32

Id = Annotated[str, msgspec.Meta(min_length=ID_LENGTH, max_length=ID_LENGTH, pattern=r"^[A-Za-z0-9_-]{21}[AQgw]$")]


class NewRoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the creator's browser says of its room."""

    room: Annotated[Id, msgspec.Meta(description="Room id: 16 random bytes as base64url.")]
    auth: Annotated[
        bytes,
        msgspec.Meta(description="SHA-256 of the room token.", min_length=AUTH_BYTES, max_length=AUTH_BYTES),
    ]
    creator: Annotated[Id, msgspec.Meta(description="Identity of the creator in this room.")]


class MadeRoom(msgspec.Struct, frozen=True):
    """The room that is there now."""

    room: str
    capacity: Annotated[int, msgspec.Meta(description="How many people it holds.")]


@post(
    "/api/v1/rooms",
    operation_id="makeRoom",
    summary="Make a room",
    responses={
        400: ResponseSpec(Problem, description="`invalid_request`"),
        403: ResponseSpec(Problem, description="`wrong_origin`"),
        409: ResponseSpec(Problem, description="`room_taken`"),
        413: ResponseSpec(Problem, description="`too_large`"),
        429: ResponseSpec(Problem, description="`rate_limited`, with `Retry-After`"),
    },
    raises=[],
)
async def make_room(request: Request[Any, Any, Any], data: NewRoom) -> MadeRoom:
    """Made by the creator's browser; the link's secret never comes here."""
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    parts.limits.make_room(request)
    capacity = await parts.hub.make(RoomId(data.room), data.auth, Identity(data.creator))
    return MadeRoom(data.room, capacity)
