"""Ways in: one-time links, passphrases, recovery codes, passkeys; and sessions, seen and ended."""

import asyncio
import re
import sqlite3
from contextlib import closing

import pytest

from tests.campaigns.authenticator import Authenticator
from tests.campaigns.conftest import Arrive
from tests.campaigns.visitor import PASSPHRASE, Visitor, become, link

WRONG = "river lantern seven quiet bananas"


def kept(visitor: Visitor) -> bytes:
    """All bytes of the data folder's database."""
    folder = visitor.service.settings.data_dir
    return b"".join(file.read_bytes() for file in sorted(folder.glob("folkmoot.db*")))


async def sign_in(visitor: Visitor, passphrase: str = PASSPHRASE, user: str = "ingrid") -> int:
    page = await visitor.send("/signin", {"with": "passphrase", "user": user, "pass": passphrase, "to": "/account"})
    assert page.path == ("/account" if page.status == 200 else "/signin")
    return page.status


async def test_a_link_makes_the_first_convenor_once(arrive: Arrive) -> None:
    visitor, other = arrive(), arrive()
    path = await link(visitor.service)
    # Programs that check mails look at links; that uses nothing up.
    assert "You are the first convenor here" in (await other.see(path)).words
    fields = {"name": "Ingrid <b>Solheim</b>", "user": " Ingrid.Solheim ", "pass": PASSPHRASE, "with": "passphrase"}
    page = await visitor.send(path, fields)
    assert page.status == 200
    assert "Keep these eight codes" in page.words
    assert len(set(re.findall(r"<li>([a-z]{4}-\d[a-z]\d[a-z]-[a-z]{4})</li>", page.text))) == 8
    assert "no-store" in page.headers["Cache-Control"]
    account = await visitor.see("/account")
    assert "Ingrid &lt;b&gt;Solheim&lt;/b&gt;" in account.text
    assert "You sign in as \u2068ingrid.solheim\u2069." in account.words
    for again in (await other.see(path), await other.send(path, {**fields, "user": "other"})):
        assert again.status == 410
        assert "link_spent" in again.words
    assert (await other.see("/account")).path == "/signin"


@pytest.mark.parametrize("path", ["/signin/link/AAAA", "/signin/link/" + "A" * 43, "/signin/link/%00%ff"])
async def test_a_link_that_never_was(arrive: Arrive, path: str) -> None:
    assert (await arrive().see(path)).status == 410


async def test_an_old_link(arrive: Arrive) -> None:
    visitor = arrive()
    assert (await visitor.see(await link(visitor.service, expires=1.0))).status == 410


@pytest.mark.usefixtures("ingrid")
async def test_what_is_wrong_is_said_at_its_field_and_uses_nothing_up(arrive: Arrive) -> None:
    visitor = arrive()
    path = await link(visitor.service)
    good = {"name": "Bashir", "user": "bashir", "pass": PASSPHRASE, "with": "passphrase"}
    cases = [
        ({"name": "  "}, "name"),
        ({"user": "x"}, "user"),
        ({"user": "two words"}, "user"),
        ({"user": "INGRID"}, "user"),
        ({"pass": "short"}, "pass"),
        ({"pass": "again again again again again again"}, "pass"),
        ({"with": "passkey"}, "make"),
        ({"with": "passkey", "answer": "{}"}, "make"),
    ]
    for change, field in cases:
        page = await visitor.send(path, good | change)
        assert page.status == 400
        assert page.faults == [field]
        assert f'id="{field}-error"' in page.text
        assert page.value("user") == str((good | change)["user"]).strip()
    assert (await visitor.send(path, good)).status == 200


@pytest.mark.usefixtures("ingrid")
async def test_a_passphrase_opens_and_nothing_else_does(arrive: Arrive) -> None:
    visitor = arrive()
    assert (await visitor.see("/account")).path == "/signin"
    assert await sign_in(visitor, WRONG) == 403
    assert await sign_in(visitor) == 200
    assert PASSPHRASE.encode() not in kept(visitor)


@pytest.mark.usefixtures("ingrid")
async def test_a_wrong_name_and_a_wrong_passphrase_read_the_same(arrive: Arrive) -> None:
    pages = [
        await arrive().send("/signin", {"with": "passphrase", "user": user, "pass": WRONG})
        for user in ("ingrid", "nobod")
    ]
    first, second = (re.sub(r'"challenge": ?"[^"]*"|value="(ingrid|nobod)"', "", page.text) for page in pages)
    assert [page.status for page in pages] == [403, 403]
    assert first == second
    assert "4 tries are left" in pages[0].words


@pytest.mark.usefixtures("ingrid")
async def test_after_five_tries_comes_a_while_of_waiting(arrive: Arrive) -> None:
    visitor = arrive()
    # At once, so that none is let in because another is not counted yet.
    answers = await asyncio.gather(*(sign_in(visitor, WRONG) for _ in range(8)))
    assert sorted(answers) == [403] * 5 + [429] * 3
    page = await visitor.send("/signin", {"with": "passphrase", "user": "ingrid", "pass": PASSPHRASE})
    assert page.status == 429
    assert "Wait 15 minutes" in page.words
    # Somebody else behind the same address may still come in.
    other = arrive()
    await become(other, "Bashir", "bashir")
    assert await sign_in(arrive(), user="bashir") == 200


async def test_a_recovery_code_works_once(arrive: Arrive) -> None:
    codes = await become(arrive())
    visitor = arrive()
    typed = codes[3].upper().replace("-", " ")
    page = await visitor.send("/signin", {"with": "code", "user": "ingrid", "code": typed})
    assert page.path == "/account"
    assert "7 are left" in page.words
    again = await arrive().send("/signin", {"with": "code", "user": "ingrid", "code": codes[3]})
    assert again.status == 403
    assert all(code.encode() not in kept(visitor) for code in codes)
    fresh = await visitor.send("/account", {"do": "codes"})
    assert "Keep these eight codes" in fresh.words
    assert (await arrive().send("/signin", {"with": "code", "user": "ingrid", "code": codes[4]})).status == 403


async def test_a_session_is_a_cookie_that_no_script_reads_and_no_file_holds(ingrid: Visitor) -> None:
    page = await ingrid.send("/signin", {"with": "passphrase", "user": "ingrid", "pass": PASSPHRASE})
    assert page.path == "/campaigns"
    token = ingrid.cookie
    assert len(token) == 43
    assert token.encode() not in kept(ingrid)
    async with ingrid.session.post(
        f"{ingrid.service.url}/signin",
        data={"with": "passphrase", "user": "ingrid", "pass": PASSPHRASE},
        headers={"Sec-Fetch-Site": "same-origin"},
        allow_redirects=False,
    ) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie


async def test_sessions_are_seen_and_ended(ingrid: Visitor, arrive: Arrive) -> None:
    library, phone = arrive(), arrive()
    assert [await sign_in(library), await sign_in(phone)] == [200, 200]
    page = await ingrid.see("/account")
    assert page.words.count("Firefox, Linux") >= 3
    others = re.findall(r'name="session" value="([^"]+)"', page.text)
    assert len(others) == 2
    await ingrid.send("/account", {"do": "session-end", "session": others[0]})
    paths = [(await one.see("/account")).path for one in (ingrid, library, phone)]
    assert sorted(paths) == ["/account", "/account", "/signin"]
    assert paths[0] == "/account"
    await ingrid.send("/account", {"do": "sessions-end"})
    assert [(await one.see("/account")).path for one in (ingrid, library, phone)] == ["/account", "/signin", "/signin"]
    await ingrid.send("/signout", {})
    assert (await ingrid.see("/account")).path == "/signin"


async def test_nobody_ends_somebody_elses_session(ingrid: Visitor, arrive: Arrive) -> None:
    bashir = arrive()
    await become(bashir, "Bashir", "bashir")
    with closing(sqlite3.connect(ingrid.service.settings.database_path)) as connection:
        ids = [one for (one,) in connection.execute("SELECT id FROM sessions")]
    for one in ids:
        await bashir.send("/account", {"do": "session-end", "session": one})
    assert (await ingrid.see("/account")).path == "/account"


async def test_an_old_session_is_over(ingrid: Visitor) -> None:
    for column, hours in (("last_seen", 13), ("made_at", 24 * 8)):
        assert await sign_in(ingrid) == 200
        with closing(sqlite3.connect(ingrid.service.settings.database_path)) as connection, connection:
            connection.execute(f"UPDATE sessions SET {column} = {column} - {hours * 3600}")  # noqa: S608
        assert (await ingrid.see("/account")).path == "/signin"


async def test_forms_of_other_pages_are_refused(ingrid: Visitor) -> None:
    own = f"http://localhost:{ingrid.service.settings.port}"
    refused = [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Accept": "*/*"},
    ]
    for headers in refused:
        page = await ingrid.send("/account", {"do": "sessions-end"}, **headers)
        assert page.status == 403, headers
        assert "wrong_origin" in page.words
    for headers in ({"Origin": own}, {"Sec-Fetch-Site": "same-origin"}):
        assert (await ingrid.send("/account", {"do": "sessions-end"}, **headers)).status == 200


async def test_a_form_that_is_none(ingrid: Visitor) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    kinds = [
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"a=%FF"),
        ("application/x-www-form-urlencoded", "user=ü".encode()),
        ("application/x-www-form-urlencoded", b"a=1&" * 300),
        ("multipart/form-data; boundary=x", b"--x--"),
    ]
    for kind, body in kinds:
        async with ingrid.session.post(
            f"{ingrid.service.url}/account", data=body, headers=headers | {"Content-Type": kind}
        ) as answer:
            assert answer.status == 400, (kind, body)
    assert (await ingrid.send("/account", {"do": "something"})).status == 400


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/signin", "/campaigns/../x", "javascript:1"]
)
async def test_signing_in_leads_nowhere_else(ingrid: Visitor, to: str) -> None:
    page = await ingrid.send("/signin", {"with": "passphrase", "user": "ingrid", "pass": PASSPHRASE, "to": to})
    assert page.path == "/campaigns"


async def with_passkey(visitor: Visitor) -> Authenticator:
    """Becomes a convenor by a passkey."""
    path = await link(visitor.service)
    page = await visitor.see(path)
    device = Authenticator(page.data["party"], f"http://localhost:{visitor.service.settings.port}")
    fields = {"name": "Ingrid", "user": "ingrid", "with": "passkey"}
    assert (await visitor.send(path, fields | {"answer": device.make(page.data["challenge"])})).status == 200
    return device


async def test_a_passkey_opens_and_each_signature_once(arrive: Arrive) -> None:
    device = await with_passkey(arrive())
    visitor = arrive()
    answer = device.sign((await visitor.see("/signin")).data["challenge"])
    page = await visitor.send("/signin", {"with": "passkey", "answer": answer, "to": "/account"})
    assert page.path == "/account"
    assert "Last used on" in page.words
    again = await arrive().send("/signin", {"with": "passkey", "answer": answer})
    assert again.status == 403
    # A copy of the key that counts for itself is noticed (WebAuthn level 2 section 6.1.1).
    device.count -= 1
    copy = device.sign((await arrive().see("/signin")).data["challenge"])
    assert (await arrive().send("/signin", {"with": "passkey", "answer": copy})).status == 403


async def test_what_no_passkey_signed_opens_nothing(arrive: Arrive) -> None:
    device = await with_passkey(arrive())
    party, origin = device.party, device.origin

    async def challenge() -> str:
        return (await arrive().see("/signin")).data["challenge"]

    stranger = Authenticator(party, origin)
    forger = Authenticator(party, origin, id=device.id)
    elsewhere = Authenticator(party, "https://evil.example", key=device.key, id=device.id, count=10)
    other_party = Authenticator("evil.example", origin, key=device.key, id=device.id, count=10)
    unasked = Authenticator(party, origin, key=device.key, id=device.id, count=10, verified=False)
    for one in (stranger, forger, elsewhere, other_party, unasked):
        visitor = arrive()
        answer = one.sign(await challenge())
        page = await visitor.send("/signin", {"with": "passkey", "answer": answer})
        assert page.status in (403, 429), one
        assert (await visitor.see("/account")).path == "/signin"


@pytest.mark.parametrize("made", ["link", "old", "other"])
async def test_a_challenge_is_for_one_purpose_and_one_hour(arrive: Arrive, made: str) -> None:
    device = await with_passkey(arrive())
    visitor = arrive()
    challenges = {
        # One that is for making a passkey.
        "link": (await visitor.see(await link(visitor.service))).data["challenge"],
        "old": "A" * 75,
        "other": "",
    }
    page = await visitor.send("/signin", {"with": "passkey", "answer": device.sign(challenges[made])})
    assert page.status == 403


async def test_further_passkeys_and_the_last_way_in(ingrid: Visitor) -> None:
    page = await ingrid.see("/account")
    device = Authenticator(page.data["party"], f"http://localhost:{ingrid.service.settings.port}")
    page = await ingrid.send("/account", {"do": "passkey", "answer": device.make(page.data["challenge"])})
    assert page.status == 200
    assert "Not used yet." in page.words
    page = await ingrid.send("/account", {"do": "passphrase-remove"})
    assert page.status == 200
    page = await ingrid.send("/account", {"do": "passkey-remove", "passkey": page.value("passkey")})
    assert page.status == 400
    assert "This is your last way in." in page.words
    assert "Not used yet." in page.words
    assert await sign_in(ingrid) == 403
    assert (await ingrid.send("/account", {"do": "passphrase", "pass": "short"})).faults == ["pass"]
    assert (await ingrid.send("/account", {"do": "passphrase", "pass": PASSPHRASE})).status == 200
    assert await sign_in(ingrid) == 200


async def test_a_new_way_in_ends_the_old_ones(ingrid: Visitor, arrive: Arrive) -> None:
    bashir = arrive()
    codes = await become(bashir, "Bashir", "bashir")
    page = await ingrid.see("/convenors")
    person = page.value("person")
    page = await ingrid.send("/convenors", {"do": "renew", "person": person})
    found = re.search(r'value="http://[^/]+(/signin/link/[^"]+)"', page.text)
    assert found
    new = "candle orbit maple thunder violin"
    phone = arrive()
    assert "A new way in for" in (await phone.see(found[1])).words
    assert (await phone.send(found[1], {"pass": new, "with": "passphrase"})).status == 200
    assert (await bashir.see("/account")).path == "/signin"
    assert (await phone.see("/account")).path == "/account"
    assert await sign_in(arrive(), user="bashir") == 403
    assert (await arrive().send("/signin", {"with": "code", "user": "bashir", "code": codes[0]})).status == 403
    assert await sign_in(arrive(), new, "bashir") == 200


async def test_who_is_removed_is_out_and_the_last_one_stays(ingrid: Visitor, arrive: Arrive) -> None:
    bashir = arrive()
    await become(bashir, "Bashir", "bashir")
    person = (await ingrid.see("/convenors")).value("person")
    page = await ingrid.send("/convenors", {"do": "remove", "person": person})
    assert "Bashir\u2069 was removed" in page.words
    assert (await bashir.see("/account")).path == "/signin"
    assert await sign_in(arrive(), user="bashir") == 403
    with closing(sqlite3.connect(ingrid.service.settings.database_path)) as connection:
        (own,) = connection.execute("SELECT id FROM convenors").fetchone()
    page = await ingrid.send("/convenors", {"do": "remove", "person": own})
    assert page.status == 409
    assert (await ingrid.see("/account")).path == "/account"
