"""The pages of the record and of voices, as the server writes them."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import msgspec
import pytest
import pytest_asyncio
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import insert

from folkmoot.base.clock import Clock
from folkmoot.base.ids import CampaignId, ConvenorId
from folkmoot.base.settings import Settings
from folkmoot.campaigns import campaigns, tables
from folkmoot.campaigns.campaigns import Campaign, Document, Gate, Rules, State, Wording
from folkmoot.record import entries as kinds
from folkmoot.record.cosigning import Cosigning, Target
from folkmoot.record.identity import signer_of
from folkmoot.record.note import Kind, SignedNote
from folkmoot.store.database import Database
from folkmoot.store.place import place_of
from folkmoot.web.ledger import Ledger
from folkmoot.web.pages.language import LANGUAGES
from tests.ledger import ORIGIN, signer, write_log
from tests.pages.test_pages import Outline

Client = AsyncTestClient[Litestar]
RIVER, GATHERING = "AAAAAAAAAAAAAAAAAAAAAA", "CCCCCCCCCCCCCCCCCCCCCA"
SEAL, SUM = "A" * 43, "ab" * 32
AT = 1_790_000_000
QUESTION = "How should our <river> look in 2040?"


def every_kind() -> list[kinds.AnyEntry]:
    """One of each kind, and of each of its sentences."""
    return [
        kinds.Program(at=AT, version="1.0.0", sum=SUM),
        kinds.Campaign(at=AT, campaign=RIVER, revision=1, gate="codes", opens=AT, closes=AT + 9, seal=SEAL),
        kinds.State(at=AT, campaign=RIVER, state="opened"),
        kinds.State(at=AT, campaign=RIVER, state="closed"),
        kinds.Key(at=AT, campaign=RIVER, round=1, modulus="q" * 512, exponent=65537),
        kinds.Issued(at=AT, campaign=RIVER, round=1, batch=1, count=38, total=1906, used=1511),
        kinds.Voice(at=AT, campaign=RIVER, round=1, marked=0, seal=SEAL),
        kinds.Voice(at=AT, campaign=RIVER, round=1, marked=1, seal=SEAL),
        kinds.GivenUp(at=AT, campaign=RIVER, seal=SEAL),
        kinds.Statement(at=AT, campaign=RIVER, seal=SEAL),
        kinds.Vote(at=AT, campaign=RIVER, seal=SEAL),
        *(
            kinds.Moderation(at=AT, campaign=RIVER, entry=9, action=action, seal=SEAL)
            for action in ("remove", "restore", "appeal", "uphold")
        ),
        *(kinds.Erasure(at=AT, entry=9, reason=reason) for reason in ("asked", "law", "rules")),
        kinds.Forming(at=AT, campaign=RIVER, gathering=GATHERING, rooms=40, people=207, seal=SEAL),
        *(kinds.Publication(at=AT, campaign=RIVER, report=report, size=5, sum=SUM) for report in ("summary", "report")),
        kinds.Count(at=AT, campaign=RIVER, round=1, issued=1906, used=1511),
        kinds.LogKey(at=AT, before="A" * 43, after="B" * 42 + "A", given="C" * 85 + "A", taken="D" * 85 + "A"),
    ]


@pytest_asyncio.fixture
async def database(settings: Settings, ledger: Ledger) -> AsyncIterator[Database]:
    """Another connection to the ledger's file."""
    assert ledger.needed == 1
    opened = Database.open(place_of(settings))
    yield opened
    await opened.close()


@pytest.fixture
def record(settings: Settings) -> Path:
    """The folder of a record that has one entry of each kind, countersigned."""
    folder = settings.record_dir
    log = signer_of(folder, ORIGIN)
    write_log(folder / "log", every_kind(), log, [signer("witness.example/w", Kind.cosignature, b"w" * 32)], AT + 60)
    return folder


async def make(database: Database, state: State = "open", gate: Gate = "codes", opens: int = -9) -> None:
    """A campaign that opens and closes so many days from now."""
    now = int(Clock().now())
    wordings = {"en": Wording(QUESTION, "Why"), "de": Wording("Wie soll unser Fluss aussehen?", "Warum")}
    rules = Rules(gate, now + opens * 86_400, now + 9 * 86_400, ("en", "de"), Document(wordings))
    maker = ConvenorId("D" * 21 + "A")
    async with database.write() as connection:
        row = {"id": maker, "name": "Ada", "sign_in": "ada", "everywhere": True, "made_at": now}
        await connection.execute(insert(tables.convenors).values(**row))
        draft = await campaigns.keep(connection, CampaignId(RIVER), "river", rules, maker, now)
        if state != "draft":
            after = Campaign(draft.id, draft.slug, state, 1, rules)
            await campaigns.replace(connection, draft, after)


@pytest.mark.parametrize("language", list(LANGUAGES))
async def test_every_kind_of_entry_has_its_sentence(site: Client, record: Path, language: str) -> None:
    assert record.exists()
    count = len(every_kind())
    page = (await site.get("/record", headers={"Accept-Language": language})).text
    assert len(re.findall(r'<tr role="row"><th role="rowheader"', page)) == count
    assert "{" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    for index in range(count):
        answer = await site.get(f"/record/entry/{index}", headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert len(Outline(answer.text).every("h1")) == 1
    assert (await site.get(f"/record/entry/{count}")).status_code == 404


async def test_an_erased_text_says_so(site: Client, record: Path) -> None:
    assert record.exists()
    page = (await site.get("/record/entry/9")).text
    assert "Erased. The seal now points at nothing." in page
    assert 'href="/record/entry/17"' in page
    assert "Erased" not in (await site.get("/record/entry/10")).text


async def test_entries_by_kind_by_campaign_and_in_pages(site: Client, record: Path, database: Database) -> None:
    assert record.exists()
    await make(database)
    page = (await site.get("/record?kind=use")).text
    assert re.findall(r'scope="row">(\d+)<', page) == ["8", "7", "6"]
    assert '<option value="use" selected>Voices in use, 3</option>' in page
    page = (await site.get(f"/record?campaign={RIVER}&from=3")).text
    assert re.findall(r'scope="row">(\d+)<', page) == ["3", "2", "1"]
    assert f'<option value="{RIVER}" selected>How should our &lt;river&gt; look in 2040?</option>' in page
    page = (await site.get("/record?kind=program&from=\u0660")).text
    assert re.findall(r'scope="row">(\d+)<', page) == ["0"]


@pytest.mark.parametrize(
    "query", ["kind=none", "from=-1", "from=x", "from=" + "9" * 40, "campaign=x", "kind=%00&from=%ff"]
)
async def test_whatever_stands_in_the_address_is_answered(site: Client, record: Path, query: str) -> None:
    assert record.exists()
    assert (await site.get(f"/record?{query}")).status_code == 200


async def test_older_entries(site: Client, settings: Settings) -> None:
    folder = settings.record_dir
    entries = [kinds.Erasure(at=AT, entry=index, reason="law") for index in range(60)]
    write_log(folder / "log", entries, signer_of(folder, ORIGIN))
    page = (await site.get("/record?kind=erased")).text
    older = re.search(r'href="(/record\?kind=erased&amp;from=34)#entries"', page)
    assert older
    page = (await site.get(older[1].replace("&amp;", "&"))).text
    assert re.findall(r'scope="row">(\d+)<', page) == [str(index) for index in range(34, 9, -1)]
    assert "from=9#entries" in page
    assert "Older entries" not in (await site.get("/record?kind=erased&from=9")).text


async def test_who_countersigned(site: Client, record: Path, settings: Settings) -> None:
    page = (await site.get("/record")).text
    assert "<bdi>witness.example/w</bdi></b><small>Countersigned</small>" in page
    assert "One of them is enough for a receipt." in page
    (record / "log" / "cosigned").unlink()
    assert '<li class="late">' in (await site.get("/record")).text
    assert settings.data_dir == record.parent


async def test_a_witness_that_is_silent(site: Client, record: Path, ledger: Ledger) -> None:
    log = signer_of(record, ORIGIN)
    write_log(record / "log", [*every_kind(), every_kind()[0]], log)
    async with aiohttp.ClientSession() as session:
        silent = Target(ledger.witnesses[0], "http://127.0.0.1:1")
        ledger.cosigning = Cosigning(record / "log", log.verifier, [silent], 1, Clock(), session)
        await ledger.cosigning.gather(SignedNote.parse((record / "log" / "checkpoint").read_bytes()))
    page = (await site.get("/record")).text
    words = page.replace("\u2068", "").replace("\u2069", "")
    assert re.search(rf"<small>Missing since \d\d:\d\d\. Last one it signed: {len(every_kind())}</small>", words)
    assert "Countersigned" not in page
    assert (await site.get("/record", headers={"Accept-Language": "ar"})).status_code == 200


async def test_before_there_is_a_record(site: Client) -> None:
    page = (await site.get("/record")).text
    assert "Nothing has been written here yet." in page
    assert json.loads(Outline(page).data)["log"] == ""


@pytest.mark.parametrize("path", ["/record", "/record/check", "/receipts"])
async def test_the_script_is_told_whose_signatures_count(site: Client, record: Path, path: str) -> None:
    data = json.loads(Outline((await site.get(path)).text).data)
    assert data["log"].startswith(f"{(record / 'name').read_text().strip()}+")
    assert data["witnesses"] == [str(signer("witness.example/w", Kind.cosignature, b"w" * 32).verifier)]
    assert data["needed"] == 1
    assert data["formers"] == []


@pytest.mark.parametrize("gate", campaigns.GATES)
@pytest.mark.parametrize("language", list(LANGUAGES))
async def test_the_gate(site: Client, database: Database, gate: Gate, language: str) -> None:
    await make(database, gate=gate)
    answer = await site.get("/c/river/voice", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    outline = Outline(answer.text)
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    data = json.loads(outline.data)
    assert (data["campaign"], data["slug"], data["gate"]) == (RIVER, "river", gate)
    assert data["title"] == ("Wie soll unser Fluss aussehen?" if language == "de" else QUESTION)
    assert "<river>" not in answer.text.partition('<script type="application/json"')[0]
    # Without JavaScript a form is posted; a login goes to somebody else first.
    forms = [one for one in outline.every("form") if one.get("method") == "post"]
    actions = {"login": [], "mail": ["/c/river/mail", "/c/river/voice"]}.get(gate, ["/c/river/voice"])
    assert [one["action"] for one in forms] == actions


async def test_the_gate_before_and_after(site: Client, database: Database) -> None:
    await make(database, opens=2)
    page = (await site.get("/c/river/voice")).text
    assert "This campaign is not open yet" in page
    assert 'data-phase="before"' in page
    async with database.write() as connection:
        before = await campaigns.by_slug(connection, "river")
        now = int(Clock().now())
        rules = msgspec.structs.replace(before.rules, opens=1, closes=now - 9)
        await campaigns.replace(connection, before, Campaign(before.id, before.slug, "open", 1, rules))
    page = (await site.get("/c/river/voice")).text
    assert "This campaign is closed" in page
    assert "<form" not in page


async def test_no_gate_of_what_nobody_has_opened(site: Client, database: Database) -> None:
    await make(database, "draft")
    for slug in ("river", "nothing", "x" * 300):
        assert (await site.get(f"/c/{slug}/voice")).status_code == 404


@pytest.mark.parametrize("language", list(LANGUAGES))
async def test_moving_a_voice(site: Client, language: str) -> None:
    answer = await site.get("/voice", headers={"Accept-Language": language})
    assert answer.headers["cache-control"] == "no-store"
    assert "meet.example.org/voice" in answer.text
