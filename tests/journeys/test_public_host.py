"""Behind nginx and behind Caddy, as `folkmoot config` sets them up: pages, signalling, media, and TURN for who has no other way."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person
from tests.journeys.proxy import NAME, TURN, PublicHost, public_host

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(os.geteuid() != 0 and os.environ.get("CI") != "true", reason="port 443 needs root"),
]

# As in a network that lets one kind of TURN out and nothing else.
ONLY = """(() => { const Native = RTCPeerConnection;
  const narrow = given => ({ ...given, iceTransportPolicy: 'relay', iceServers: (given?.iceServers ?? [])
    .map(server => ({ ...server, urls: [server.urls].flat().filter(url => url.startsWith('SCHEME:')) })).filter(server => server.urls.length) });
  window.RTCPeerConnection = class extends Native {
    constructor(given, ...more) { super(narrow(given), ...more); }
    setConfiguration(given) { super.setConfiguration(narrow(given)); } }; })()"""
WAYS = """async () => { const ways = [];
  for (const peer of window.testPeers) (await peer.getStats()).forEach((one, _, all) => {
    if (one.type !== 'transport' || !one.selectedCandidatePairId) return;
    const local = all.get(all.get(one.selectedCandidatePairId).localCandidateId);
    ways.push({ kind: local.candidateType, by: local.relayProtocol ?? '', url: local.url ?? '' }); });
  return ways; }"""
# The address in 127/8 that each has port 443 of, and how its TURN is reached.
HOSTS = [("nginx", "127.0.7.1", "turns", "tls"), ("caddy", "127.0.7.2", "turn", "udp")]


@pytest.mark.parametrize(("kind", "address", "scheme", "protocol"), HOSTS, ids=["nginx-turn-tls", "caddy-turn-udp"])
async def test_two_people_meet_there(
    arrive: Arrive, tmp_path: Path, kind: str, address: str, scheme: str, protocol: str
) -> None:
    async with public_host(kind, address, tmp_path) as host:
        every_header_stands_once(host)
        signalling_alone_goes_to_the_engine(host)
        ada = await arrive("Ada", colour="red", flags=host.flags)
        link = await ada.start_conversation(host.origin)
        await ada.enter()
        shut_in = await arrive("Bo", colour="green", flags=host.flags, scripts=(ONLY.replace("SCHEME", scheme),))
        await shut_in.enter(link)
        await both_see(ada, shut_in)
        ways: list[dict[str, Any]] = await shut_in.page.evaluate(WAYS)
        assert ways
        assert {(way["kind"], way["by"]) for way in ways} == {("relay", protocol)}
        if protocol == "tls":
            assert all(TURN in way["url"] for way in ways)
        assert {way["kind"] for way in await ada.page.evaluate(WAYS)} <= {"host", "prflx"}
        await shut_in.leave()
        await ada.leave()
        assert not [line for line in ada.complaints + shut_in.complaints if line.startswith("error:")]
    said = (tmp_path / "proxy.log").read_text()
    assert "access_token" not in said


async def both_see(one: Person, other: Person) -> None:
    for person in (one, other):
        await person.encrypted_for(2)
        await person.sees({one.colour, other.colour})


def every_header_stands_once(host: PublicHost) -> None:
    status, headers, body = host.ask("/")
    assert status == 200
    assert "<html" in body
    counts = Counter(name.lower() for name, _ in headers)
    wanted = ["content-security-policy", "strict-transport-security", "x-content-type-options", "referrer-policy"]
    assert {name: counts[name] for name in wanted} == dict.fromkeys(wanted, 1)
    assert not [value for name, value in headers if name.lower() == "server" and any(sign.isdigit() for sign in value)]
    status, headers, _ = host.ask("/health")
    assert status == 200
    status, _, _ = host.ask("/api/v1/rooms", post=b" " * 70_000)
    assert status == 413


def signalling_alone_goes_to_the_engine(host: PublicHost) -> None:
    # LiveKit answers this in its own words: who has no token may not ask.
    status, headers, body = host.ask("/engine/rtc/validate?access_token=canary")
    assert status == 401
    assert "code" not in body
    counts = Counter(name.lower() for name, _ in headers)
    assert counts["strict-transport-security"] == counts["x-content-type-options"] == 1
    assert "access-control-allow-origin" not in counts
    for path in (
        "/engine/twirp/livekit.RoomService/ListRooms",
        "/twirp/livekit.RoomService/ListRooms",
        "/rtc",
    ):
        status, headers, _ = host.ask(path)
        # Ours, by its policy: LiveKit has none.
        assert status == 404, path
        assert any(name.lower() == "content-security-policy" for name, _ in headers), path
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    for origin in ("https://evil.example", f"http://{NAME}", ""):
        for path in ("/engine/rtc", "/engine/rtc/v1"):
            status, _, _ = host.ask(f"{path}?access_token=canary", upgrade | ({"Origin": origin} if origin else {}))
            assert status == 403, (origin, path)
    status, _, _ = host.ask("/engine/rtc/v1?access_token=canary", upgrade | {"Origin": host.origin})
    assert status == 401
