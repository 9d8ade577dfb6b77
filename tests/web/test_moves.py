"""Moving a voice to another device: what the server keeps between the two, for whom, and for how long."""

import secrets
from base64 import b64encode

import pytest

from folkmoot.base.clock import Clock
from folkmoot.campaigns.moves import (
    MOST,
    SEALED_BYTES,
    SECONDS,
    Moves,
    MovesFullError,
    MoveTakenError,
    MoveUnknownError,
)
from tests.service import Service

PATH = "/api/v1/voice-moves"


class Watch(Clock):
    """The machine's clock, put forward by hand."""

    forward = 0.0

    def now(self) -> float:
        return super().now() + self.forward


def text(value: bytes) -> str:
    return b64encode(value).decode()


async def asked(service: Service, path: str, **body: str) -> tuple[int, dict[str, str]]:
    headers = {"Origin": service.origin}
    async with service.session.post(f"{service.url}{PATH}{path}", json=body, headers=headers) as answer:
        return answer.status, await answer.json() if answer.status != 204 else {}


async def test_from_one_device_to_the_other(service: Service) -> None:
    place, sealed, taker = text(secrets.token_bytes(16)), text(secrets.token_bytes(SEALED_BYTES)), text(bytes(16))
    status, left = await asked(service, "", place=place, sealed=sealed)
    assert (status, set(left)) == (201, {"until"})
    assert await asked(service, "/state", place=place) == (200, {"state": "waiting"})
    # Twice, as the first answer may have been lost.
    for _ in range(2):
        assert await asked(service, "/take", place=place, taker=taker) == (200, {"sealed": sealed})
    assert await asked(service, "/state", place=place) == (200, {"state": "taken"})
    status, refused = await asked(service, "/take", place=place, taker=text(b"x" * 16))
    assert (status, refused["code"]) == (409, "move_taken")
    for _ in range(2):
        assert await asked(service, "/confirm", place=place, taker=taker) == (200, {"state": "confirmed"})
    assert await asked(service, "/state", place=place) == (200, {"state": "confirmed"})
    for path, body in (("/take", {"taker": taker}), ("/withdraw", {})):
        status, refused = await asked(service, path, place=place, **body)
        assert (status, refused["code"]) == (409, "move_taken")


async def test_taken_back(service: Service) -> None:
    place, sealed = text(secrets.token_bytes(16)), text(secrets.token_bytes(SEALED_BYTES))
    await asked(service, "", place=place, sealed=sealed)
    assert (await asked(service, "/withdraw", place=place))[0] == 204
    assert (await asked(service, "/withdraw", place=place))[0] == 204
    for path, body in (("/take", {"taker": text(bytes(16))}), ("/state", {}), ("/confirm", {"taker": text(bytes(16))})):
        status, refused = await asked(service, path, place=place, **body)
        assert (status, refused["code"]) == (404, "move_unknown")


@pytest.mark.parametrize("sealed", ["", "AAAA", "A" * 10_959 + "!", "A" * 10_964])
async def test_what_is_no_package(service: Service, sealed: str) -> None:
    status, refused = await asked(service, "", place=text(bytes(16)), sealed=sealed)
    assert (status, refused["code"]) == (400, "invalid_request")


async def test_not_for_pages_of_others(service: Service) -> None:
    headers = {"Origin": "https://evil.example"}
    async with service.session.post(
        f"{service.url}{PATH}/state", json={"place": text(bytes(16))}, headers=headers
    ) as answer:
        assert (answer.status, (await answer.json())["code"]) == (403, "wrong_origin")


def test_it_runs_out() -> None:
    watch = Watch()
    moves = Moves(watch)
    place, sealed = bytes(16), bytes(SEALED_BYTES)
    until = moves.leave(place, sealed)
    assert moves.leave(place, sealed) == until
    with pytest.raises(MoveTakenError):
        moves.leave(place, b"x" * SEALED_BYTES)
    watch.forward = SECONDS + 1
    with pytest.raises(MoveUnknownError):
        moves.take(place, bytes(16))
    assert moves.leave(place, b"x" * SEALED_BYTES) > until


def test_there_is_an_end_to_what_is_kept() -> None:
    watch = Watch()
    moves = Moves(watch)
    for number in range(MOST):
        moves.leave(number.to_bytes(16), bytes(SEALED_BYTES))
    with pytest.raises(MovesFullError):
        moves.leave(b"x" * 16, bytes(SEALED_BYTES))
    watch.forward = SECONDS + 1
    moves.leave(b"x" * 16, bytes(SEALED_BYTES))
