"""What the server has at the gate and what it has of voices share no value: not in tables, files, logs or requests."""

import asyncio
import json
import re
import sqlite3
import time
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Awaitable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from folkmoot.base.secret import Secret
from tests.oidc.login import login_server
from tests.service import free_port
from tests.voices.front import Browser, browser_of, town_in
from tests.voices.test_login import visiting

PEOPLE = 6
# Of the way to a login and back: what is another one each time.
PERSONAL = {"state", "nonce", "code_challenge", "code"}
WINDOW = 8
GATE = {"codes", "people", "mail_links", "voice_requests", "voice_batches"}
VOICES = {"voices", "acts"}
# Times of public entries, in the record for everybody; of a request at the gate there is none.
TIMES = {"at"}

# The log's own files say again, all of it each time, what is in the database's rows for it.
LOG_FILES = {"log", "0", "1", "000.p", "entries"}
# What canonical entries are made of.
VOCABULARY = ("campaign", "given_up")

Row = tuple[tuple[str, Any], ...]


def rows(path: Path) -> dict[str, set[Row]]:
    """All rows of all tables of a database, with the names of their columns."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, set[Row]] = {}
        for name in names:
            cursor = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            columns = [column[0] for column in cursor.description]
            found[name] = {tuple(zip(columns, row, strict=True)) for row in cursor}
        return found


def snapshot(folder: Path) -> dict[str, set[Any]]:
    """All that the server keeps: rows by table, lines of logs, and files by name."""
    kept: dict[str, set[Any]] = {"log": set((folder / "log").read_text().splitlines()), "files": set()}
    for path in sorted((folder / "data").rglob("*")):
        if path.suffix == ".db":
            kept |= {f"{path.stem}.{name}": found for name, found in rows(path).items()}
        elif path.is_file() and not path.name.endswith(("-wal", "-shm")) and path.parent.name not in LOG_FILES:
            kept["files"].add((path.relative_to(folder).as_posix(), path.read_bytes()))
    return kept


def spoken(value: Any) -> Iterator[bytes]:
    """A value, and what it is when it is read as base64 of either kind; of a JSON object, its values."""
    if isinstance(value, dict):
        for inner in cast("dict[str, Any]", value).values():
            yield from spoken(inner)
    elif isinstance(value, int | float):
        yield str(value).encode()
    elif isinstance(value, bytes) and value.startswith(b'{"'):
        yield from spoken(json.loads(value))
    elif isinstance(value, bytes):
        yield value
        if value.isascii():
            yield from read(value.decode())
    elif isinstance(value, str):
        yield from read(value)


def read(text: str) -> Iterator[bytes]:
    """The words of a text, and what they are as base64."""
    for word in re.findall(r"[A-Za-z0-9+/=_-]{8,}", text):
        yield word.encode()
        padded = word.rstrip("=") + "=" * (-len(word.rstrip("=")) % 4)
        for decode in (b64decode, urlsafe_b64decode):
            try:
                yield decode(padded)
            except ValueError:
                continue


def windows(values: Iterable[Any]) -> set[bytes]:
    """Every run of eight bytes in any of them."""
    return {one[at : at + WINDOW] for value in values for one in spoken(value) for at in range(len(one) - WINDOW + 1)}


def of_rows(kept: dict[str, set[Any]], names: Iterable[str]) -> Iterator[Any]:
    for name in names:
        for row in kept[f"folkmoot.{name}"]:
            yield from (value for column, value in row if column not in TIMES)


def new(before: dict[str, set[Any]], after: dict[str, set[Any]]) -> Iterator[Any]:
    """Values of rows, lines and files that were not there."""
    for name, found in after.items():
        for one in found - before.get(name, set()):
            if name == "log":
                yield one
            elif name == "files":
                yield one[1]
            else:
                yield from (value for column, value in one if column not in TIMES)


async def through_the_gate(people: list[Browser]) -> None:
    for one in people:
        assert (await one.request())[0] == 202
    for one in people:
        for _ in range(1000):
            _, found = await one.collect()
            if found["state"] == "issued":
                break
            await asyncio.sleep(0.01)
        assert one.person.token


async def share_nothing(folder: Path, coming: Awaitable[tuple[list[Browser], list[str]]]) -> None:
    """People go through the gate and use their voices; what either half has or keeps is compared.

    `coming` brings them to the gate, with what was said on the way there.
    """
    began = int(time.time())
    start = snapshot(folder)
    people, brought = await coming
    campaign = people[0].person.campaign
    await through_the_gate(people)
    await asyncio.sleep(1)
    after_gate = snapshot(folder)
    asked = [value for one in people for body in one.sent for value in (*body.values(), *one.credential.values())]
    for one in people:
        one.sent.clear()
    for one in reversed(people):
        assert (await one.spend())[0] == 201
    for one in people:
        assert (await one.do(one.person.act()))[0] == 201
    await asyncio.sleep(1)
    after_voices = snapshot(folder)
    shown = [value for one in people for body in one.sent for value in body.values()]
    # Each half has what it must have, so that what is compared is not nothing.
    assert len(after_gate["folkmoot.voice_requests"]) == len(after_voices["folkmoot.voices"]) == PEOPLE
    assert windows([one.person.ticket for one in people]) <= windows(asked)
    assert windows([one.person.public for one in people]) <= windows(of_rows(after_voices, VOICES))
    # The campaign's own name, the words of entries, and the seconds in which public entries were made.
    seconds = map(str, range(began, int(time.time()) + 1))
    public = windows([str(campaign), *VOCABULARY, *seconds])
    gate = windows([*asked, *brought, *of_rows(after_gate, GATE), *new(start, after_gate)]) - public
    voices = windows([*shown, *of_rows(after_voices, VOICES), *new(after_gate, after_voices)]) - public
    assert gate & voices == set()
    # Nothing was said of anybody in the logs, at either time.
    assert after_gate["log"] == after_voices["log"]
    # And the one half did not change while the other was at work.
    assert {name: after_gate[f"folkmoot.{name}"] for name in GATE} == {
        name: after_voices[f"folkmoot.{name}"] for name in GATE
    }
    # Nor is any of what was said on the way to the gate kept by anybody.
    kept = windows(value for values in after_voices.values() for row in values for value in cells(row)) - public
    assert windows(brought) & kept == set()


def cells(row: Any) -> Iterator[Any]:
    """The values of a row, of a line or of a file."""
    if isinstance(row, str):
        yield row
    elif isinstance(row[0], str):
        yield row[1]
    else:
        yield from (value for _, value in row)


async def test_gate_and_voices_share_no_value(tmp_path: Path) -> None:
    async with town_in(tmp_path, voice_batch=PEOPLE) as town:
        campaign = await town.campaign()
        codes = await town.codes(campaign, PEOPLE)

        async def come() -> tuple[list[Browser], list[str]]:
            return [browser_of(town, campaign, code=code) for code in codes], []

        await share_nothing(tmp_path, come())


async def test_the_gate_of_a_login_and_voices_share_no_value(tmp_path: Path) -> None:
    port = free_port()
    async with login_server(f"http://localhost:{port}/login/return", tmp_path) as login:
        given = login.settings | {"login_client_secret": Secret(login.secret), "port": port}
        async with town_in(tmp_path, voice_batch=PEOPLE, **given) as town:
            campaign = await town.campaign("login")

            async def come() -> tuple[list[Browser], list[str]]:
                people: list[Browser] = []
                brought: list[str] = []
                for number in range(PEOPLE):
                    async with visiting(town, campaign) as visitor:
                        name = f"anneliese-{number}"
                        _, address = await visitor.leave()
                        back = await login.sign_in(address, name)
                        marks = [cookie.value for cookie in visitor.session.cookie_jar]
                        _, gate = await visitor.back(urlsplit(back).query)
                        people.append(visitor.browser(gate))
                    # What the login was asked, what it said, the cookie, the token, and who it is.
                    asked, answered = (
                        [value[0] for key, value in parse_qs(urlsplit(one).query).items() if key in PERSONAL]
                        for one in (address, back)
                    )
                    assert len(asked) + len(answered) + len(marks) == 6
                    brought += [name, *asked, *answered, *marks, gate.partition("=")[2]]
                return people, brought

            await share_nothing(tmp_path, come())


async def test_a_request_at_the_gate_has_no_time_and_no_order(tmp_path: Path) -> None:
    async with town_in(tmp_path) as town:
        campaign = await town.campaign()
        people = [browser_of(town, campaign, code=code) for code in await town.codes(campaign, PEOPLE)]
        for one in people:
            assert (await one.request())[0] == 202
        path = town.service.settings.database_path
        with closing(sqlite3.connect(path)) as connection:
            columns = {row[1] for row in connection.execute("PRAGMA table_info(voice_requests)")}
            (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'voice_requests'").fetchone()
            kept = [row[0] for row in connection.execute("SELECT hash FROM voice_requests")]
    assert columns == {"campaign", "hash", "round", "credential", "blinded", "signature", "batch", "collected_on"}
    assert "WITHOUT ROWID" in sql
    assert kept == sorted(kept)


async def test_a_control_that_would_link_is_found(tmp_path: Path) -> None:
    # The comparison finds a ticket that is used as a voice's proof of itself, by however little of it.
    async with town_in(tmp_path) as town:
        campaign = await town.campaign()
        (code,) = await town.codes(campaign, 1)
        one = browser_of(town, campaign, code=code)
        assert (await one.request())[0] == 202
    planted = bytes(5) + one.person.ticket[3:11] + bytes(5)
    assert windows(value for body in one.sent for value in body.values()) & windows([planted])
