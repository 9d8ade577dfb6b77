"""The gate of the institution's own login: a certified provider that is real, and one that lies."""

import base64
import json
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import RSAKey

from folkmoot.base.errors import BadSettingError
from folkmoot.base.ids import CampaignId, decode_base64url
from folkmoot.base.secret import Secret
from folkmoot.campaigns import campaigns
from tests.oidc.login import login_server
from tests.service import free_port, make_settings
from tests.voices.front import Browser, Town, browser_of, text, town_in

CLIENT_ID = "folkmoot"
SECRET = "s+cret of this service"


@dataclass
class Visitor:
    """A browser on its way to the login and back."""

    town: Town
    slug: str
    campaign: CampaignId
    session: aiohttp.ClientSession

    async def leave(self, rest: str = "") -> tuple[int, str]:
        """Status, and where the login is."""
        url = f"{self.town.service.url}/c/{self.slug}/login{rest}"
        async with self.session.get(url, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", "") or await answer.text()

    async def back(self, query: str) -> tuple[int, str]:
        """Status, and the gate's address or the page."""
        url = f"{self.town.service.url}/login/return?{query}"
        async with self.session.get(url, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", "") or await answer.text()

    def browser(self, gate: str) -> Browser:
        """At the gate, with what the way back brought."""
        assert gate.startswith(f"/c/{self.slug}/voice#login="), gate
        token = decode_base64url(gate.partition("#login=")[2], 32)
        return browser_of(self.town, self.campaign, login=text(token))


@asynccontextmanager
async def visiting(town: Town, campaign: CampaignId) -> AsyncGenerator[Visitor]:
    async with town.database.read() as connection:
        slug = (await campaigns.find(connection, campaign)).slug
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Visitor(town, slug, campaign, session)


async def test_one_voice_for_an_account_of_a_real_login(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "secret").write_text("")
    async with login_server(f"http://localhost:{port}/login/return", tmp_path) as login:
        (tmp_path / "secret").write_text(f"{login.secret}\n")
        given = login.settings | {"login_client_secret_file": str(tmp_path / "secret")}
        async with town_in(tmp_path, port=port, **given) as town:
            campaign = await town.campaign("login")
            gates: list[str] = []
            for name in ("anneliese", "benedikt", "anneliese"):
                async with visiting(town, campaign) as visitor:
                    status, address = await visitor.leave()
                    assert status == 303, address
                    asked = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
                    assert asked["scope"] == "openid"
                    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
                    assert asked["state"]
                    assert asked["nonce"] != asked["state"]
                    query = urlsplit(await login.sign_in(address, name)).query
                    status, gate = await visitor.back(query)
                    assert status == 303, gate
                    gates.append(gate)
                    # It is finished, once.
                    assert (await visitor.back(query))[0] == 410
                    person = visitor.browser(gate)
                    first = len(gates) < 3
                    status, found = await person.request()
                    assert (status, found.get("code")) == ((202, None) if first else (409, "credential_used"))
            assert len(set(gates)) == 3
            async with visiting(town, campaign) as visitor:
                # Without JavaScript: the same way, and a form at its end.
                status, address = await visitor.leave("?voice=held")
                status, page = await visitor.back(urlsplit(await login.sign_in(address, "cleopatra")).query)
                assert status == 200
                token = page.partition('name="login" value="')[2].partition('"')[0]
                headers = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
                url = f"{town.service.url}/c/{visitor.slug}/voice"
                answers: list[int] = []
                for _ in range(2):
                    async with visitor.session.post(url, data={"login": token}, headers=headers) as answer:
                        answers.append(answer.status)
                assert answers == [201, 409]
                # Who turns back there is told so, and has used nothing up.
                status, address = await visitor.leave()
                status, page = await visitor.back(urlsplit(await login.sign_in(address, "")).query)
                assert status == 403
                assert "turned back" in page
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and "oidc" not in file.name)
    for name in (b"anneliese", b"benedikt", b"cleopatra"):
        assert name not in kept


@dataclass
class Liar:
    """A login that answers as the test tells it to."""

    port: int
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    shown: RSAKey | None = None
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
    claims: dict[str, Any] = field(default_factory=dict[str, Any])
    header: dict[str, Any] = field(default_factory=dict[str, Any])
    status: int = 200
    body: bytes | None = None
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list[tuple[str, Mapping[str, Any]]])

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def discover(self, _request: web.Request) -> web.Response:
        names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys"}
        found = {"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in names.items()}
        return web.json_response(found | self.metadata)

    async def keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [(self.shown or self.key).as_dict(private=False)]})

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append((request.headers.get("Authorization", ""), dict(await request.post())))
        if self.status == 302:
            raise web.HTTPFound("https://elsewhere.example/token")
        if self.body is not None:
            return web.Response(status=self.status, body=self.body, content_type="application/json")
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "anna", "iat": now, "exp": now + 60} | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": "one"} | self.header
        signed = _unsigned(header, claims) if header["alg"] == "none" else jwt.encode(header, claims, self.key)
        return web.json_response({"access_token": "a", "token_type": "Bearer", "id_token": signed}, status=self.status)


def _unsigned(*parts: dict[str, Any]) -> str:
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return ".".join(encoded) + "."


@asynccontextmanager
async def liar() -> AsyncGenerator[Liar]:
    made = Liar(free_port())
    application = web.Application()
    application.router.add_get("/.well-known/openid-configuration", made.discover)
    application.router.add_get("/keys", made.keys)
    application.router.add_post("/token", made.token)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", made.port).start()
    try:
        yield made
    finally:
        await runner.cleanup()


# What the login does, the status of the page, and some of its words.
LIES: list[tuple[dict[str, Any], int]] = [
    ({"claims": {"nonce": "another"}}, 502),
    ({"claims": {"nonce": None}}, 502),
    ({"claims": {"iss": "https://other.example"}}, 502),
    ({"claims": {"aud": "another"}}, 502),
    ({"claims": {"aud": [CLIENT_ID, "another"], "azp": "another"}}, 502),
    ({"claims": {"exp": 1}}, 502),
    ({"claims": {"sub": None}}, 502),
    ({"claims": {"sub": ""}}, 502),
    ({"claims": {"sub": "a" * 256}}, 502),
    ({"header": {"alg": "none"}}, 502),
    ({"body": b'{"access_token": "a"}'}, 502),
    ({"status": 400, "body": b'{"error": "invalid_grant"}'}, 410),
    ({"status": 401, "body": b'{"error": "invalid_client"}'}, 503),
    ({"status": 302}, 503),
    ({"body": b"[" * 100_000}, 503),
    ({"body": b" " * 300_000}, 503),
    ({"body": b"\xff"}, 503),
]


def sent(login: Liar) -> dict[str, Any]:
    return {
        "login_issuer": login.issuer,
        "login_client_id": CLIENT_ID,
        "login_client_secret": Secret(SECRET),
        "port": free_port(),
    }


async def test_what_a_login_answers_is_checked(tmp_path: Path) -> None:
    async with liar() as login, town_in(tmp_path, **sent(login)) as town:
        campaign = await town.campaign("login")
        async with visiting(town, campaign) as visitor:

            async def come(lie: dict[str, Any], rest: str = "") -> tuple[int, str]:
                status, address = await visitor.leave()
                assert status == 303, address
                query = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
                login.claims, login.header, login.status, login.body = {}, {}, 200, None
                for name, value in lie.items():
                    setattr(login, name, value)
                login.claims = {"nonce": query["nonce"]} | login.claims
                return await visitor.back(f"code=x&state={query['state']}{rest}")

            for lie, expected in LIES:
                status, page = await come(lie)
                assert status == expected, lie
                assert f"/c/{visitor.slug}/voice" in page
            # Signed with a key that the login does not show; then it shows it, as after a change of keys.
            login.key = RSAKey.generate_key(2048, {"kid": "two"})
            login.shown = RSAKey.generate_key(2048, {"kid": "one"})
            assert (await come({"header": {"kid": "two"}}))[0] == 502
            login.shown = None
            status, gate = await come({"header": {"kid": "two"}})
            assert status == 303, gate
            assert (await visitor.browser(gate).request())[0] == 202
            # RFC 9207, and errors that are no refusal of a person.
            assert (await come({"header": {"kid": "two"}}, "&iss=https://other.example"))[0] == 502
            assert (await come({"header": {"kid": "two"}}, "&error=server_error"))[0] == 503
            # The service shows itself by its secret, encoded as RFC 6749 section 2.3.1 has it, and with the verifier.
            shown, body = login.asked[-1]
            assert base64.b64decode(shown.removeprefix("Basic ")).decode() == f"{CLIENT_ID}:s%2Bcret+of+this+service"
            assert len(body["code_verifier"]) == 43
            # Another browser's way back is nobody's.
            _, address = await visitor.leave()
            state = parse_qs(urlsplit(address).query)["state"][0]
            async with visiting(town, campaign) as other:
                assert (await other.back(f"code=x&state={state}"))[0] == 410
            assert (await visitor.back(f"code=x&state={state}"))[0] == 410
    said = (tmp_path / "log").read_text()
    assert "login_doubtful" in said
    for hidden in (SECRET, state, "anna", "s%2Bcret"):
        assert hidden not in said


async def test_a_login_that_is_not_there_or_is_another(tmp_path: Path) -> None:
    async with liar() as login:
        given = sent(login)
        async with town_in(tmp_path / "one", **given) as town, visiting(town, await town.campaign("login")) as visitor:
            for wrong in (
                {"issuer": "https://other.example"},
                {"jwks_uri": "file:///etc/passwd"},
                {"token_endpoint": 1},
            ):
                login.metadata = wrong
                status, page = await visitor.leave()
                assert status == 503, page
    async with town_in(tmp_path / "two", **given) as town:
        async with visiting(town, await town.campaign("login")) as visitor:
            status, page = await visitor.leave()
            assert status == 503
            assert "does not answer" in page
        async with visiting(town, await town.campaign("codes")) as visitor:
            assert (await visitor.leave())[0] == 403
        async with visiting(town, await town.campaign("login", state="closed")) as visitor:
            assert (await visitor.leave())[0] == 410
    async with town_in(tmp_path / "three") as town, visiting(town, await town.campaign("login")) as visitor:
        assert (await visitor.leave())[0] == 503
    few = given | {"gate_requests_per_minute": 2}
    async with town_in(tmp_path / "four", **few) as town, visiting(town, await town.campaign("login")) as visitor:
        assert [(await visitor.leave())[0] for _ in range(3)] == [503, 503, 429]


@pytest.mark.parametrize(
    "given",
    [
        {"login_issuer": "http://login.example.org"},
        {"login_issuer": "https://login.example.org?a=b"},
        {"login_client_id": ""},
        {"login_client_secret": Secret("")},
        {"login_client_secret_file": "secret"},
    ],
)
def test_settings_of_a_login_that_do_not_go_together(tmp_path: Path, given: dict[str, Any]) -> None:
    whole = {
        "login_issuer": "https://login.example.org",
        "login_client_id": CLIENT_ID,
        "login_client_secret": Secret(SECRET),
    }
    assert make_settings(tmp_path, **whole).login_client_id == CLIENT_ID
    with pytest.raises(BadSettingError):
        make_settings(tmp_path, **(whole | given))
