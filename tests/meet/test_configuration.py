"""What the real LiveKit makes of its configuration: which addresses it opens, whom it names, whom TURN reaches."""

import ipaddress
import socket
from pathlib import Path
from typing import Any, cast

import aiohttp
import pytest
from livekit.protocol.rtc import SignalResponse

from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.meet.configuration import configuration
from folkmoot.meet.engine import Engine, EngineAddressError, EnginePortBusyError
from tests.meet.test_engine import LOOPBACK_HEX, joining, make_room, pid_of, sockets_of
from tests.service import free_port


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "var",
        engine_port=free_port(),
        engine_udp_port=free_port(socket.SOCK_DGRAM),
        turn_udp_port=free_port(socket.SOCK_DGRAM),
        turn_tls_port=free_port(),
        turn_domain="turn.example.org",
    )


async def test_turn_is_at_the_engines_address_and_the_only_way_that_is_named(settings: Settings) -> None:
    engine = Engine(settings, Clock())
    await engine.start()
    try:
        rows = sockets_of(pid_of(engine))
        ports = {int(address.rpartition(":")[2], 16) for _, address in rows}
        assert {settings.turn_udp_port, settings.turn_tls_port} <= ports
        assert [row for row in rows if row[1].rpartition(":")[0] not in LOOPBACK_HEX] == []
        await make_room(engine, "a-room")
        async with aiohttp.ClientSession() as session, joining(session, engine, "a-room") as joined:
            answer = SignalResponse.FromString(await joined.receive_bytes(timeout=5))
        assert {url for server in answer.join.ice_servers for url in server.urls} == {
            f"turn:127.0.0.1:{settings.turn_udp_port}?transport=udp",
            "turns:turn.example.org:443?transport=tcp",
            f"stun:127.0.0.1:{settings.turn_udp_port}",
        }
    finally:
        await engine.stop()


@pytest.mark.parametrize("public", ["", "203.0.113.9"])
def test_turn_leads_to_the_engine_and_nowhere_else(public: str) -> None:
    settings = Settings(engine_address="192.168.7.20", engine_public_address=public, turn_udp_port=3478)
    relay = cast("dict[str, Any]", configuration(settings)["turn"])
    told = ipaddress.ip_network(f"{public or '192.168.7.20'}/32")
    denied = [ipaddress.ip_network(one) for one in relay["deny_peer_cidrs"]]
    assert ipaddress.ip_network("::/0") in denied
    fourth = [one for one in denied if isinstance(one, ipaddress.IPv4Network)]
    assert sum(one.num_addresses for one in fourth) == 2**32 - 1
    assert not any(one.overlaps(told) for one in fourth)
    assert relay["allow_restricted_peer_cidrs"] == [str(told)]
    assert relay["bind_addresses"] == ["192.168.7.20"]


async def test_an_address_of_somebody_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineAddressError, match="FOLKMOOT_ENGINE_ADDRESS"):
        await Engine(Settings(data_dir=tmp_path, engine_address="203.0.113.9"), Clock()).start()


@pytest.mark.parametrize(
    ("kind", "field"), [(socket.SOCK_DGRAM, "turn_udp_port"), (socket.SOCK_STREAM, "turn_tls_port")]
)
async def test_a_busy_port_of_turn_is_named(settings: Settings, kind: socket.SocketKind, field: str) -> None:
    with socket.socket(socket.AF_INET, kind) as squatter:
        squatter.bind(("127.0.0.1", getattr(settings, field)))
        if kind == socket.SOCK_STREAM:
            squatter.listen()
        with pytest.raises(EnginePortBusyError, match=f"FOLKMOOT_{field.upper()}"):
            await Engine(settings, Clock()).start()
