"""LiveKit access: for whom, for what, for how long; against the real engine, through our own origin."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import jwt
import pytest
from livekit import api
from livekit.protocol.rtc import SignalResponse

from folkmoot.base.clock import Clock
from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet.engine import Engine
from folkmoot.meet.tokens import Admission
from tests.meet.test_epochs import people_in
from tests.person import Person
from tests.service import Service, make_settings, running_service


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def test_grants_are_the_least_that_a_call_needs(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    engine = Engine(settings, Clock())
    admission, other = Admission(settings, engine), Admission(settings, engine)
    room, identity = RoomId.of(b"r" * 16), Identity.of(b"i" * 16)
    access = admission.token(room, identity)
    claims = claims_of(access.token)
    assert (access.path, access.expires_in) == ("/engine", 300)
    assert claims["sub"] == identity
    assert 290 <= claims["exp"] - claims["nbf"] <= 310
    grants = {name: value for name, value in claims["video"].items() if value}
    assert grants == {
        "roomJoin": True,
        "room": admission.engine_room(room),
        "canPublish": True,
        "canPublishSources": ["camera", "microphone", "screen_share", "screen_share_audio"],
        "canSubscribe": True,
    }
    assert claims["video"]["canPublishData"] is False
    assert claims["video"]["canUpdateOwnMetadata"] is False
    assert not claims.get("name")
    assert not claims.get("metadata")
    # The engine's name for a room says nothing, and is another one after the next start.
    assert room not in access.token
    assert admission.engine_room(room) != other.engine_room(room)


async def connect(service: Service, token: str, path: str = "/engine/rtc", **headers: str) -> SignalResponse:
    """The first thing that LiveKit says over our proxy."""
    url = f"{service.url}{path}?access_token={token}&protocol=15&sdk=js&version=2.23.0&auto_subscribe=1"
    async with (
        service.session.ws_connect(url, headers={"Origin": service.origin, **headers}) as socket,
        asyncio.timeout(10),
    ):
        return SignalResponse.FromString(await socket.receive_bytes())


async def test_the_way_to_the_engine(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, reload_seconds=0.2)
    async with running_service(settings, with_engine=True) as service:
        (person,) = await people_in(service, 1)
        access = person.welcome["engine"]["token"]
        async with service.session.get(f"{service.url}/health") as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "ok", "database": True, "engine": True})

        joined = await connect(service, access)
        assert joined.join.participant.identity == person.identity
        assert joined.join.room.name == claims_of(access)["video"]["room"]
        assert joined.join.room.max_participants >= settings.room_capacity

        await person.send({"t": "token"})
        fresh = await person.expect("token")
        assert fresh["expires_in"] == 300
        assert (await connect(service, fresh["token"])).join.participant.identity == person.identity

        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
                await connect(service, access, **headers)
            assert refusal.value.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await connect(service, "no-token")
        assert refusal.value.status == 403
        for version in ("", "/v1"):
            url = f"{service.url}/engine/rtc{version}/validate?access_token=no-token"
            async with service.session.get(url) as answer:
                assert answer.status == 401
        async with service.session.head(f"{service.url}/engine") as answer:
            assert answer.status == 204
        # A page cannot make rooms there, and nobody reaches the control API through us.
        stranger = Person(service, person.link)
        claims = jwt.encode({"video": {"roomJoin": True}}, "k" * 32)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await connect(service, claims)
        for path in ("/engine/twirp/livekit.RoomService/ListRooms", "/twirp/livekit.RoomService/ListRooms", "/engine/"):
            async with service.session.post(f"{service.url}{path}", json={}) as answer:
                assert answer.status in (404, 405)
        assert stranger.identity != person.identity
        await person.close()


async def test_who_has_left_loses_the_engine_too(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with running_service(settings, with_engine=True) as service:
        stays, goes = await people_in(service, 2)
        url = f"{service.url}/engine/rtc?access_token={goes.welcome['engine']['token']}&protocol=15&sdk=js"
        async with service.session.ws_connect(url, headers={"Origin": service.origin}) as media:
            assert SignalResponse.FromString(await media.receive_bytes()).HasField("join")
            await goes.send({"t": "leave"})
            await stays.expect("entry", kind="left")
            async with asyncio.timeout(10):
                frames = [message.data async for message in media if message.type is aiohttp.WSMsgType.BINARY]
            assert "leave" in [SignalResponse.FromString(frame).WhichOneof("message") for frame in frames]
        await stays.close()
        await goes.close()


async def test_the_engine_makes_no_room_by_itself(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with running_service(settings, with_engine=True) as service:
        # A token as only we could make it, for a room that we have not made.
        engine = Engine(settings, Clock())
        token = (
            api.AccessToken(engine.api_key, engine.api_secret.reveal_text())
            .with_identity("somebody")
            .with_grants(api.VideoGrants(room_join=True, room="nowhere"))
            .to_jwt()
        )
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await connect(service, token)
