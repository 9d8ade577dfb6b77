"""A campaign from its draft to its close, by the pages; and what of it comes to the record."""

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.log import Pseudonyms
from folkmoot.campaigns import campaigns, rules
from folkmoot.campaigns.errors import CampaignChangedError
from folkmoot.campaigns.rules import Step
from folkmoot.record import entries
from folkmoot.record.receipts import Receipt
from folkmoot.record.seals import Opening
from folkmoot.record.tiles import split_bundle
from folkmoot.store.database import Database
from folkmoot.web.calendar import close_due
from folkmoot.web.desk import Desk
from tests.campaigns.conftest import Arrive
from tests.campaigns.visitor import Page, Visitor, become

QUESTION, EXPLANATION = "How should our <river> look in 2040?", "The council decides in 2027.\nIt answers in public."
TODAY = datetime.now(UTC).date()


def day(after: int) -> str:
    return (TODAY + timedelta(days=after)).isoformat()


def screen(**changes: str | list[str]) -> dict[str, str | list[str]]:
    """The screen filled in, in English and German."""
    return {
        "shown": ["en", "de", "ar"],
        "language": ["en", "de"],
        "question-en": QUESTION,
        "explanation-en": EXPLANATION,
        "question-de": "Wie soll unser Fluss 2040 aussehen?",
        "explanation-de": "Der Rat entscheidet 2027.",
        "opens": day(-1),
        "closes": day(30),
        "report": day(40),
        "gate": "codes",
        "do": "make",
        **changes,
    }


async def draft(visitor: Visitor, **changes: str | list[str]) -> str:
    """Makes one; its path."""
    page = await visitor.send("/campaigns/new", screen(**changes))
    assert page.status == 200, page.words
    assert page.path.startswith("/campaigns/")
    return page.path


async def opened(visitor: Visitor, **changes: str | list[str]) -> str:
    """Makes and opens one."""
    path = await draft(visitor, **changes)
    assert (await visitor.send(path, {"do": "open"})).status == 200
    return path


def rows(visitor: Visitor, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(visitor.service.settings.database_path)) as connection:
        return connection.execute(query).fetchall()


def said(visitor: Visitor) -> list[tuple[str, str]]:
    """Kinds and campaigns of what is on its way to the record or there."""
    return rows(visitor, "SELECT kind, campaign FROM record_entries WHERE campaign IS NOT NULL ORDER BY id")


async def test_without_a_campaign_there_is_one_way_on(ingrid: Visitor) -> None:
    page = await ingrid.see("/campaigns")
    assert "There is no campaign yet." in page.words
    assert 'href="/campaigns/new"' in page.text


async def test_a_draft_is_seen_by_nobody_else(ingrid: Visitor, arrive: Arrive) -> None:
    path = await draft(ingrid)
    assert path == "/campaigns/how-should-our-river-look-in-2040"
    stranger = arrive()
    public = path.replace("/campaigns/", "/c/")
    assert (await stranger.see(public)).status == 404
    assert (await stranger.see(path)).path == "/signin"
    assert QUESTION not in (await stranger.see("/")).words
    page = await ingrid.see(public)
    assert "This is a draft" in page.words
    assert "&lt;river&gt;" in page.text
    assert QUESTION in (await ingrid.see("/campaigns")).words
    assert said(ingrid) == []


async def test_two_campaigns_with_one_question(ingrid: Visitor) -> None:
    paths = [await draft(ingrid) for _ in range(3)]
    assert paths[1:] == [f"{paths[0]}-2", f"{paths[0]}-3"]
    assert await draft(ingrid, **{"question-en": "New"}) == "/campaigns/new-2"
    assert await draft(ingrid, language=["ar"], **{"question-ar": "كيف؟"}) == "/campaigns/campaign"


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(ingrid: Visitor) -> None:
    cases: list[tuple[dict[str, str | list[str]], list[str]]] = [
        ({"question-en": " "}, ["question-en"]),
        ({"language": []}, ["languages"]),
        ({"opens": ""}, ["opens"]),
        ({"closes": "2026-02-30"}, ["closes"]),
        ({"closes": "20260228"}, ["closes"]),
        ({"closes": day(-2)}, ["closes"]),
        ({"report": "soon"}, ["report"]),
        ({"report": day(29)}, ["report"]),
        ({"gate": "door"}, ["gate"]),
        ({"question-en": "", "opens": "", "closes": "", "gate": ""}, ["question-en", "opens", "closes", "gate"]),
    ]
    for change, fields in cases:
        page = await ingrid.send("/campaigns/new", screen(**change))
        assert page.status == 400, change
        assert page.faults == fields
        for field in fields:
            assert f'id="{field}-error"' in page.text, change
        assert "Wie soll unser Fluss 2040 aussehen?" in page.text
    assert rows(ingrid, "SELECT count(*) FROM campaigns") == [(0,)]


async def test_a_language_is_added_and_the_preview_follows_without_a_script(ingrid: Visitor) -> None:
    page = await ingrid.send("/campaigns/new", screen(do="language", add="tr"))
    assert page.status == 200
    assert 'id="question-tr"' in page.text
    assert re.search(r'name="language" value="tr" checked', page.text)
    page = await ingrid.send("/campaigns/new", screen(do="preview", **{"question-en": "Another?"}))
    shown = re.search(r'id="shown-question"[^>]*>([^<]*)<', page.text)
    assert shown
    assert shown[1] == "Another?"
    assert rows(ingrid, "SELECT count(*) FROM campaigns") == [(0,)]


async def test_what_is_missing_keeps_it_from_being_opened(ingrid: Visitor) -> None:
    path = await draft(ingrid, language=["en", "de", "ar"], closes=day(-1), opens=day(-3), report="")
    page = await ingrid.send(path, {"do": "open"})
    assert page.status == 409
    assert page.faults == ["question-ar", "closes"]
    assert said(ingrid) == []


async def test_opening_changing_and_closing_are_entries_of_the_record(ingrid: Visitor, arrive: Arrive) -> None:
    path = await opened(ingrid)
    public = path.replace("/campaigns/", "/c/")
    stranger = arrive()
    page = await stranger.see(public)
    assert page.status == 200
    assert EXPLANATION.splitlines()[0] in page.words
    assert f'href="{public}/voice"' in page.text
    assert "The campaign was opened with its first rules." in page.words
    assert QUESTION in (await stranger.see("/")).words
    ((campaign,),) = rows(ingrid, "SELECT id FROM campaigns")
    assert said(ingrid) == [("campaign", campaign), ("state", campaign)]

    later = screen(closes=day(35))
    page = await ingrid.send(f"{path}/change", later)
    assert (page.status, page.faults) == (400, ["reason"])
    assert said(ingrid)[2:] == []
    page = await ingrid.send(f"{path}/change", later | {"reason": "The letters were late."})
    assert page.path == path
    assert "The letters were late." in (await stranger.see(public)).words
    assert said(ingrid)[2:] == [("campaign", campaign)]
    # Nothing changed, nothing said.
    await ingrid.send(f"{path}/change", later | {"reason": "Once more."})
    assert len(said(ingrid)) == 3

    await ingrid.send(path, {"do": "close"})
    page = await stranger.see(public)
    assert "This campaign is closed" in page.words
    assert f"{public}/voice" not in page.text
    assert said(ingrid)[3:] == [("state", campaign)]
    for again in ("open", "close"):
        assert (await ingrid.send(path, {"do": again})).status == 409
    assert (await ingrid.send(f"{path}/change", screen(reason="Open again."))).status == 409
    assert len(said(ingrid)) == 4


def recorded(visitor: Visitor) -> list[entries.Campaign]:
    """The rules of campaigns that stand in the log, from its files."""
    folder = visitor.service.settings.record_dir / "log" / "tile" / "entries" / "000.p"
    newest = max(folder.iterdir(), key=lambda file: int(file.name))
    found = [entries.parse(entry) for entry in split_bundle(newest.read_bytes(), int(newest.name))]
    return [one for one in found if isinstance(one, entries.Campaign)]


async def test_the_record_has_a_seal_of_the_rules(ingrid: Visitor) -> None:
    path = await opened(ingrid)
    page = await ingrid.send(f"{path}/change", screen(gate="link", reason="Everybody."))
    kept = rows(ingrid, "SELECT salt, content FROM revisions ORDER BY revision")
    found = recorded(ingrid)
    assert [(one.revision, one.gate) for one in found] == [(1, "codes"), (2, "link")]
    for (salt, content), one in zip(kept, found, strict=True):
        assert Opening(salt, content).opens(entries.seal_bytes(one.seal))
    contents = [json.loads(content) for _, content in kept]
    assert [one["reason"] for one in contents] == ["", "Everybody."]
    assert all(one["wordings"]["en"]["question"] == QUESTION for one in contents)
    # The numbers come to the page within a moment.
    for _ in range(50):
        if page.text.count("/record/entry/") == 2:
            break
        await asyncio.sleep(0.1)
        page = await ingrid.see(path)
    assert page.text.count("/record/entry/") == 2


async def test_anybody_checks_the_rules_by_a_receipt(ingrid: Visitor, arrive: Arrive) -> None:
    public = (await opened(ingrid)).replace("/campaigns/", "/c/")
    stranger = arrive()
    page = await stranger.see(f"{public}/rules/1")
    assert page.status == 200
    assert "attachment" in page.headers["Content-Disposition"]
    receipt = Receipt.parse(page.text.encode())
    assert receipt.entry == recorded(ingrid)[0].encode()
    assert receipt.opening
    assert QUESTION in receipt.opening.content.decode()
    for path in (f"{public}/rules/2", f"{public}/rules/0", "/c/another/rules/1"):
        assert (await stranger.see(path)).status == 404


@pytest.mark.parametrize(
    ("opens", "closes", "words", "voice"),
    [(-1, 1, "Open", True), (0, 0, "Open", True), (2, 9, "Opens on", False)],
)
async def test_its_days_count(ingrid: Visitor, opens: int, closes: int, words: str, voice: bool) -> None:
    path = await opened(ingrid, opens=day(opens), closes=day(closes), report="")
    page = await ingrid.see(path.replace("/campaigns/", "/c/"))
    assert words in page.words
    assert ("/voice" in page.text) == voice


async def test_not_in_the_readers_language(ingrid: Visitor, arrive: Arrive) -> None:
    public = (await opened(ingrid)).replace("/campaigns/", "/c/")
    page = await arrive().see(public, **{"Accept-Language": "ar"})
    assert 'lang="en" dir="ltr"' in page.text
    assert "هذه الحملة ليست بلغة" in page.words
    page = await arrive().see(public, **{"Accept-Language": "de"})
    assert "Wie soll unser Fluss 2040 aussehen?" in page.words
    assert "ist nicht auf" not in page.words


async def test_each_does_what_their_role_allows(ingrid: Visitor, arrive: Arrive) -> None:
    path = await opened(ingrid)
    other = await draft(ingrid, **{"question-en": "Another?"})
    page = await ingrid.send("/convenors", {"do": "invite", "role": "auditor", "campaign": path.rpartition("/")[2]})
    found = re.search(r'value="http://[^/]+(/signin/link/[^"]+)"', page.text)
    assert found
    auditor = arrive()
    fields = {"name": "Ada", "user": "ada", "pass": "paper window silver ocean lamp", "with": "passphrase"}
    assert (await auditor.send(found[1], fields)).status == 200
    assert (await auditor.see(path)).status == 200
    assert 'value="close"' not in (await auditor.see(path)).text
    refused: list[Page] = [
        await auditor.see("/campaigns/new"),
        await auditor.send("/campaigns/new", screen()),
        await auditor.see("/convenors"),
        await auditor.send("/convenors", {"do": "invite", "role": "everywhere"}),
        await auditor.see(f"{path}/change"),
        await auditor.send(f"{path}/change", screen(reason="No.")),
        await auditor.send(path, {"do": "close"}),
    ]
    assert [page.status for page in refused] == [403] * len(refused)
    assert all("not_allowed_here" in page.words for page in refused)
    # Of a draft that is not theirs they do not even learn that it is there.
    assert (await auditor.see(other)).status == 404
    assert (await auditor.send(other, {"do": "open"})).status == 404
    assert "Another?" not in (await auditor.see("/campaigns")).words


async def test_everything_needs_a_sign_in(ingrid: Visitor, arrive: Arrive) -> None:
    path = await draft(ingrid)
    stranger = arrive()
    for place in ("/campaigns", "/campaigns/new", path, f"{path}/change", "/convenors", "/account"):
        assert (await stranger.see(place)).path == "/signin"
    for place in ("/campaigns/new", path, f"{path}/change", "/convenors", "/account"):
        assert (await stranger.send(place, screen(do="open"))).path == "/signin"
    assert rows(ingrid, "SELECT state FROM campaigns") == [("draft",)]


async def test_the_last_day_closes_it(ingrid: Visitor) -> None:
    path = await opened(ingrid, opens=day(0), closes=day(1), report="")
    settings, clock = ingrid.service.settings, _Later(3 * 86_400.0)
    database = Database.sqlite(settings.database_path)
    desk = Desk(settings, database, clock, Pseudonyms(clock))
    assert await close_due(desk) == 1
    assert await close_due(desk) == 0
    await database.close()
    assert said(ingrid)[-1][0] == "state"
    assert "The campaign is closed" in (await ingrid.see(path)).words


class _Later(Clock):
    """The machine's clock, and so much later."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def now(self) -> float:
        return super().now() + self._seconds


async def test_of_two_who_decide_at_once_one_is_told(ingrid: Visitor) -> None:
    path = await opened(ingrid)
    database, now = Database.sqlite(ingrid.service.settings.database_path), Clock().now()
    async with database.read() as connection:
        seen = await campaigns.by_slug(connection, path.rpartition("/")[2])

    async def close() -> None:
        async with database.write() as connection:
            await rules.close(connection, seen, Step(None, now, random_bytes(rules.RANDOM_BYTES)))

    await close()
    with pytest.raises(CampaignChangedError):
        await close()
    await database.close()
    assert [kind for kind, _ in said(ingrid)] == ["campaign", "state", "state"]


async def test_a_second_convenor_sees_all(ingrid: Visitor, arrive: Arrive) -> None:
    path = await draft(ingrid)
    bashir = arrive()
    await become(bashir, "Bashir", "bashir")
    assert (await bashir.see(path)).status == 200
    assert (await bashir.send(path, {"do": "open"})).status == 200
