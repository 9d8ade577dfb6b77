"""Moving a voice to another device (docs/protocol.md section 12).

Places stand in bodies, never in a path, so that no log of addresses has one.
"""

from typing import Annotated, Any

import msgspec
from litestar import Request, post
from litestar.params import JSONBody

from folkmoot.base.ids import decode_base64, encode_base64
from folkmoot.campaigns.moves import PLACE_BYTES, SEALED_BYTES, TAKER_BYTES, Moves
from folkmoot.web.api.refusals import POST, UNREADABLE, problem
from folkmoot.web.security import refuse_other_sites
from folkmoot.web.state import parts_of

Sixteen = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9+/]{22}==$", description="16 bytes as base64.")]


class LeftMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A voice that is to be fetched by another device."""

    place: Sixteen
    # 8,220 bytes are 10,960 characters of base64.
    sealed: Annotated[str, msgspec.Meta(min_length=10_960, max_length=10_960, description="Ciphertext as base64.")]


class MoveUntil(msgspec.Struct, frozen=True):
    """Until when it waits."""

    until: Annotated[int, msgspec.Meta(description="Seconds since 1970.")]


class TakerOfMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who fetches: the same taker may ask again, another may not."""

    place: Sixteen
    taker: Sixteen


class TakenMove(msgspec.Struct, frozen=True):
    """The voice, sealed."""

    sealed: str


class PlaceOfMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where it lies."""

    place: Sixteen


class MoveState(msgspec.Struct, frozen=True):
    """How far it has come: `waiting`, `taken`, `confirmed`."""

    state: str


_UNKNOWN = {404: problem("`move_unknown`")}
_TAKEN = {409: problem("`move_taken`")}


def _moves(request: Request[Any, Any, Any]) -> Moves:
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    parts.limits.move(request)
    return parts.moves


@post(
    "/api/v1/voice-moves",
    operation_id="leaveMove",
    summary="Leave a sealed voice for another device",
    response_description="It waits.",
    responses={**POST, **_TAKEN, 503: problem("`moves_full`")},
    exception_handlers=UNREADABLE,
)
async def leave_move(request: Request[Any, Any, Any], data: JSONBody[LeftMove]) -> MoveUntil:
    """The key is derived from words that never come here."""
    sealed = decode_base64(data.sealed, SEALED_BYTES)
    return MoveUntil(int(_moves(request).leave(decode_base64(data.place, PLACE_BYTES), sealed)))


@post(
    "/api/v1/voice-moves/take",
    operation_id="takeMove",
    summary="Fetch a sealed voice",
    status_code=200,
    response_description="Here it is.",
    responses={**POST, **_UNKNOWN, **_TAKEN},
    exception_handlers=UNREADABLE,
)
async def take_move(request: Request[Any, Any, Any], data: JSONBody[TakerOfMove]) -> TakenMove:
    """Works for one taker only."""
    place, taker = decode_base64(data.place, PLACE_BYTES), decode_base64(data.taker, TAKER_BYTES)
    return TakenMove(encode_base64(_moves(request).take(place, taker)))


@post(
    "/api/v1/voice-moves/confirm",
    operation_id="confirmMove",
    summary="Say that the voice has arrived",
    status_code=200,
    response_description="The server has forgotten it.",
    responses={**POST, **_UNKNOWN, **_TAKEN},
    exception_handlers=UNREADABLE,
)
async def confirm_move(request: Request[Any, Any, Any], data: JSONBody[TakerOfMove]) -> MoveState:
    """The device that it came from learns of it by asking for the state."""
    moves, place = _moves(request), decode_base64(data.place, PLACE_BYTES)
    moves.confirm(place, decode_base64(data.taker, TAKER_BYTES))
    return MoveState(moves.state(place))


@post(
    "/api/v1/voice-moves/state",
    operation_id="moveState",
    summary="Ask how far a voice has come",
    status_code=200,
    response_description="So far.",
    responses={**POST, **_UNKNOWN},
    exception_handlers=UNREADABLE,
)
async def move_state(request: Request[Any, Any, Any], data: JSONBody[PlaceOfMove]) -> MoveState:
    """Asked every few seconds by the device that it came from."""
    return MoveState(_moves(request).state(decode_base64(data.place, PLACE_BYTES)))


@post(
    "/api/v1/voice-moves/withdraw",
    operation_id="withdrawMove",
    summary="Take a voice back",
    status_code=204,
    responses={**POST, **_TAKEN},
    exception_handlers=UNREADABLE,
)
async def withdraw_move(request: Request[Any, Any, Any], data: JSONBody[PlaceOfMove]) -> None:
    """What is not there any more is not missed."""
    _moves(request).withdraw(decode_base64(data.place, PLACE_BYTES))


handlers: list[Any] = [leave_move, take_move, confirm_move, move_state, withdraw_move]
