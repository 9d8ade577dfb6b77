"""Headers, errors, files, limits and counts: what every answer has, and what wrong requests get."""

import asyncio
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from folkmoot.web.app import openapi_document
from folkmoot.web.protocols import HEAD_MAX
from folkmoot.web.serving import PortBusyError
from tests.meet.test_epochs import people_in
from tests.person import Link, Person
from tests.service import Service, make_settings, running_service

OPENAPI = Path(__file__).parents[2] / "docs" / "openapi.json"
PATHS = [
    "/",
    "/protection",
    "/r/" + "A" * 22,
    "/nowhere",
    "/health",
    "/assets/SHA256SUMS",
    "/api/v1/nowhere",
    "/assets/none.js",
    "/static/mark.svg",
]


def body(link: Link | None = None, **changes: Any) -> dict[str, Any]:
    made = {"room": (link or Link()).room, "auth": b64encode(bytes(32)).decode(), "creator": Link().room}
    return {**made, **changes}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_every_answer_has_the_headers(service: Service, method: str, path: str) -> None:
    async with service.session.request(method, f"{service.url}{path}") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "connect-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "://" not in policy
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        allowed = answer.headers["Permissions-Policy"]
        assert "camera=(self)" in allowed
        assert "microphone=(self)" in allowed
        assert "display-capture=(self)" in allowed
        assert "geolocation=()" in allowed
        assert "Server" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Strict-Transport-Security" not in answer.headers


async def test_tls_is_kept_where_it_is(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, public_origin="https://meet.example.org")) as service:
        async with service.session.get(f"{service.url}/") as answer:
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        person = Person(service, Link())
        await person.make_room()
        await person.connect()
        await person.close()


async def test_handshakes_have_the_headers(service: Service) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": b64encode(bytes(16)).decode(),
        "Sec-WebSocket-Protocol": "folkmoot.v1",
        "Origin": service.origin,
    }
    async with service.session.get(f"{service.url}/api/v1/rooms/{Link().room}/ws", headers=headers) as answer:
        assert answer.status == 101
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        answer.close()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("GET", "/assets/nowhere.js", 404, "not_found"),
        ("GET", "/assets/manifest.json", 404, "not_found"),
        ("GET", "/assets/../manifest.json", 404, "not_found"),
        ("GET", "/static/%2e%2e/app.py", 404, "not_found"),
        ("GET", "/api/v1/rooms", 405, "method_not_allowed"),
        ("GET", "/engine/rtc/validate?access_token=x", 503, "engine_down"),
        ("GET", "/engine/twirp/livekit.RoomService/ListRooms", 404, "not_found"),
    ],
)
async def test_programs_get_json(service: Service, method: str, path: str, status: int, code: str) -> None:
    async with service.session.request(method, f"{service.url}{path}") as answer:
        assert answer.status == status
        assert answer.content_type in ("application/json", "text/html")
        if answer.content_type == "application/json":
            problem = await answer.json()
            assert set(problem) == {"code", "message"}
            assert problem["code"] == code
        if status == 405:
            assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nowhere", 404), ("GET", "/r/short", 404), ("PUT", "/", 405)]
)
async def test_people_get_a_page(service: Service, method: str, path: str, status: int) -> None:
    async with service.session.request(method, f"{service.url}{path}") as answer:
        assert (answer.status, answer.content_type) == (status, "text/html")
        assert "<html" in await answer.text()


@pytest.mark.parametrize(
    "changes",
    [
        {"room": "short"},
        {"room": "A" * 21 + "B"},
        {"room": 7},
        {"auth": ""},
        {"auth": b64encode(bytes(31)).decode()},
        {"auth": "A" * 44},
        {"creator": None},
        {"name": "Anneliese"},
    ],
)
async def test_a_room_is_made_as_the_protocol_says(service: Service, changes: dict[str, Any]) -> None:
    async with service.session.post(f"{service.url}/api/v1/rooms", json=body(**changes)) as answer:
        assert answer.status == 400
        problem = await answer.json()
        assert problem["code"] == "invalid_request"
        assert "Anneliese" not in problem["message"]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"room":"\xff"}', b'{"\xff":1}', b'{"room":' * 2000]
)
async def test_what_is_no_json(service: Service, data: bytes) -> None:
    async with service.session.post(f"{service.url}/api/v1/rooms", data=data) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, "invalid_request")


async def test_too_large(service: Service) -> None:
    async with service.session.post(f"{service.url}/api/v1/rooms", data=b" " * 70_000) as answer:
        assert (answer.status, (await answer.json())["code"]) == (413, "too_large")


async def test_room_taken(service: Service) -> None:
    link = Link()
    said: dict[str, Any] = {}
    for status in (201, 409):
        async with service.session.post(f"{service.url}/api/v1/rooms", json=body(link)) as answer:
            assert answer.status == status
            said = await answer.json()
    assert said["code"] == "room_taken"


async def test_other_sites_make_no_rooms(service: Service) -> None:
    for origin, status in (("https://evil.example", 403), ("null", 403), (service.origin, 201)):
        headers = {"Origin": origin}
        async with service.session.post(f"{service.url}/api/v1/rooms", json=body(), headers=headers) as answer:
            assert answer.status == status


async def test_making_rooms_is_limited(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path, rooms_per_hour=2)) as service:
        said: dict[str, Any] = {}
        retry_after = ""
        for status in (201, 201, 429):
            # Whom a stranger claims to ask for changes nothing.
            headers = {"X-Forwarded-For": f"198.51.100.{status % 250}", "Forwarded": "for=198.51.100.7"}
            async with service.session.post(f"{service.url}/api/v1/rooms", json=body(), headers=headers) as answer:
                assert answer.status == status
                said = await answer.json()
                retry_after = answer.headers.get("Retry-After", "")
        assert said["code"] == "rate_limited"
        assert 1 <= int(retry_after) <= 1801


async def test_the_trusted_proxy_is_believed(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, rooms_per_hour=1, trusted_proxy="127.0.0.1")
    async with running_service(settings) as service:
        for address, status in (("198.51.100.1", 201), ("6.6.6.6, 198.51.100.1", 429), ("198.51.100.2", 201)):
            headers = {"X-Forwarded-For": address}
            async with service.session.post(f"{service.url}/api/v1/rooms", json=body(), headers=headers) as answer:
                assert answer.status == status


async def test_files_are_kept_for_ever_and_compressed(service: Service) -> None:
    url = f"{service.url}/assets/room-1a2b3c4d.js"
    async with service.session.get(url, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        unpacked = await answer.read()
    assert unpacked == (service.settings.client_dir / "room-1a2b3c4d.js").read_bytes()
    for refused in ("identity", "gzip;q=0, br;q=0.000", ""):
        async with service.session.get(url, headers={"Accept-Encoding": refused}) as answer:
            assert "Content-Encoding" not in answer.headers
            assert await answer.read() == unpacked
    async with service.session.get(url, headers={"If-None-Match": answer.headers["ETag"]}) as again:
        assert again.status == 304
    async with service.session.get(f"{service.url}/static/mark.svg") as picture:
        assert picture.headers["Content-Type"].startswith("image/svg+xml")
        assert picture.headers["Cache-Control"] == "public, max-age=3600"


async def test_the_smallest_form_goes_to_who_takes_it(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    (settings.client_dir / "room-1a2b3c4d.js.br").write_bytes(b"smallest")
    async with running_service(settings) as service, aiohttp.ClientSession(auto_decompress=False) as session:
        url = f"{service.url}/assets/room-1a2b3c4d.js"
        for accepted, coding in (("gzip, deflate, br, zstd", "br"), ("br;q=0, gzip", "gzip"), ("gzip", "gzip")):
            async with session.get(url, headers={"Accept-Encoding": accepted}) as answer:
                assert answer.headers["Content-Encoding"] == coding
                assert (await answer.read() == b"smallest") == (coding == "br")
        async with session.get(f"{url}.br") as answer:
            assert answer.status == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("", 200),
        ("[::1]:8420", 200),
        ("a.example:", 200),
        ("Content-Length: x", 400),
        ("a:b", 400),
        ("a:65536", 400),
        ("[::1", 400),
        ("a b", 400),
    ],
)
async def test_what_is_no_host_is_refused(service: Service, host: str, status: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", service.settings.port)
    writer.write(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert int(answer[9:12]) == status, answer[:200]


async def test_a_head_without_an_end(service: Service) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", service.settings.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * HEAD_MAX)
    async with asyncio.timeout(5):
        assert (await reader.read()).startswith(b"HTTP/1.1 431 ")
    writer.close()


@pytest.mark.parametrize(
    ("path", "line", "rest", "status"),
    [
        ("/", "Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n", 400),
        ("/", "Transfer-Encoding: chunked", "", 400),
        ("/", "Content-Length: 3", "abc", 400),
        ("/", f"X-Long: {'a' * 9000}", "", 431),
        (f"/?{'a' * 9000}", "X-Short: a", "", 414),
    ],
)
async def test_a_handshake_that_is_none_is_answered(
    service: Service, path: str, line: str, rest: str, status: int
) -> None:
    """RFC 6455 section 4.2.1: a request without a body. RFC 9112 section 6.3 says which have one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", service.settings.port)
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {b64encode(bytes(16)).decode()}",
        line,
        "",
        rest,
    ]
    writer.write("\r\n".join(lines).encode())
    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()
    assert int(answer[9:12]) == status, answer[:200]
    assert answer.split(b"\r\n\r\n", 1)[1], "it says why"


async def test_health_tells_what_is_down(service: Service) -> None:
    async with service.session.get(f"{service.url}/health") as answer:
        assert answer.status == 503
        assert await answer.json() == {"status": "degraded", "database": True, "engine": False}


async def test_metrics_are_counts(service: Service) -> None:
    people = await people_in(service, 2)
    await people[0].say(1, b"hello")
    await people[0].say(0, b"late")
    await people[1].commit(0)
    metrics = f"http://127.0.0.1:{service.settings.metrics_port}/metrics"
    async with service.session.get(metrics) as answer:
        text = await answer.text()
    values = {name: float(value) for name, value in (line.split() for line in text.splitlines() if line[0] != "#")}
    assert values["folkmoot_rooms"] == 1
    assert values["folkmoot_connections"] == 2
    assert values["folkmoot_rooms_made_total"] == 1
    assert values["folkmoot_joins_total"] == 2
    assert values["folkmoot_commits_total"] == 2
    assert values["folkmoot_conflicts_total"] == 1
    assert values["folkmoot_messages_total"] == 1
    assert values['folkmoot_refused_total{code="old_epoch"}'] == 1
    for secret in (people[0].link.room, people[0].identity, "127.0.0.1"):
        assert secret not in text
    # Not on the port that the public reaches.
    async with service.session.get(f"{service.url}/metrics") as answer:
        assert answer.status == 404
    for person in people:
        await person.close()


async def test_stopping_is_quick_with_people_inside(tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    async with running_service(make_settings(tmp_path)) as service:
        people = await people_in(service, 3)
        watcher = Person(service, people[0].link)
        await watcher.connect()
        start = loop.time()
        service.stop.set()
        for person in (*people, watcher):
            # "Service restart" (RFC 6455 registry): clients come back.
            assert (await person.closed()).code == 1012
            await person.close()
    assert loop.time() - start < 2.5


async def test_a_busy_port_is_named(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path)) as service:
        for taken in ("port", "metrics_port"):
            settings = make_settings(tmp_path / taken, **{taken: getattr(service.settings, taken)})
            with pytest.raises(PortBusyError, match=f"FOLKMOOT_{taken.upper()}"):
                await running_service(settings).__aenter__()


def test_the_description_is_what_the_types_say() -> None:
    assert OPENAPI.read_bytes() == openapi_document()
    described = json.loads(OPENAPI.read_bytes())
    campaign, moves = "/api/v1/campaigns/{campaign}", "/api/v1/voice-moves"
    assert set(described["paths"]) == {
        *("/health", "/api/v1/rooms"),
        *(f"{campaign}/{one}" for one in ("acts", "voice-key", "voice-mails", "voices")),
        *(f"{campaign}/voice-requests", f"{campaign}/voice-requests/collect"),
        *(moves, *(f"{moves}/{one}" for one in ("confirm", "state", "take", "withdraw"))),
    }
