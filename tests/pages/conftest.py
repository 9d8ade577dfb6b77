"""The real pages behind a real test client; in place of the built client a folder with files of the same names."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from litestar import Litestar, Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.testing import AsyncTestClient
from playwright.async_api import Browser, async_playwright

from folkmoot.base.clock import Clock
from folkmoot.base.log import Pseudonyms
from folkmoot.base.settings import Settings
from folkmoot.record.note import Kind
from folkmoot.store.database import Database
from folkmoot.store.place import place_of
from folkmoot.web import errors, pages
from folkmoot.web.desk import Desk
from folkmoot.web.ledger import Ledger
from tests.journeys.person import CHROMIUM, FLAGS
from tests.kept import begin
from tests.ledger import signer
from tests.pages.gallery import build

MANIFEST: dict[str, dict[str, Any]] = {
    "src/room/main.ts": {
        "file": "room-1.js",
        "imports": ["_link-1.js"],
        "dynamicImports": ["src/room/conversation.ts", "src/room/drawn.tsx"],
    },
    "src/room/conversation.ts": {"file": "conversation-1.js", "imports": ["src/room/main.ts", "_media-1.js"]},
    "src/room/drawn.tsx": {"file": "drawn-1.js", "css": ["room-1.css"], "imports": ["_link-1.js"]},
    "src/enhance/home.ts": {"file": "home-1.js", "imports": ["_link-1.js"]},
    "src/enhance/protection.ts": {"file": "protection-1.js"},
    "src/enhance/signin.ts": {"file": "signin-1.js"},
    "src/enhance/campaign.ts": {"file": "campaign-1.js"},
    "src/enhance/record.ts": {"file": "record-1.js", "imports": ["_notes-1.js"]},
    "src/enhance/check.ts": {"file": "check-1.js", "imports": ["_notes-1.js"]},
    "src/enhance/receipts.ts": {"file": "receipts-1.js", "imports": ["_notes-1.js"]},
    "src/enhance/move.ts": {"file": "move-1.js"},
    "src/enhance/gate.ts": {"file": "gate-1.js", "imports": ["_notes-1.js"]},
    "src/ui/pages.css": {"file": "pages-1.css"},
    "src/ui/office.css": {"file": "office-1.css"},
    "src/ui/record.css": {"file": "record-1.css"},
    "_notes-1.js": {"file": "notes-1.js"},
    "_link-1.js": {"file": "link-1.js"},
    "_media-1.js": {"file": "media-1.js"},
}


@pytest.fixture
def client_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "client"
    folder.mkdir()
    for chunk in MANIFEST.values():
        for name in (chunk["file"], *chunk.get("css", [])):
            (folder / name).write_text(f"/* {name} */")
    (folder / "manifest.json").write_text(json.dumps(MANIFEST))
    return folder


@get("/broken", sync_to_thread=False)
def broken() -> None:
    """A page with a bug."""
    raise RuntimeError("a bug with a secret in its text")


@get("/fails/{status:int}", sync_to_thread=False)
def fails(request: Request[Any, Any, Any], status: FromPath[int]) -> Response[str]:
    """A refusal of that status."""
    return pages.error_page(request, status, "some_code", float(request.query_params.get("retry_after", 0)))


@pytest.fixture
def settings(client_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        client_dir=client_dir,
        data_dir=tmp_path_factory.mktemp("data"),
        public_origin="https://meet.example.org",
        instance_name="City of <Varnholm>",
    )


@pytest_asyncio.fixture
async def ledger(settings: Settings) -> AsyncIterator[Ledger]:
    """Of an empty record, with one witness."""
    begin(place_of(settings))
    witness = signer("witness.example/w", Kind.cosignature, b"w" * 32).verifier
    database = Database.open(place_of(settings))
    yield Ledger(settings.record_dir, database, Clock(), [witness], 1)
    await database.close()


@pytest_asyncio.fixture
async def site(settings: Settings, ledger: Ledger) -> AsyncIterator[AsyncTestClient[Litestar]]:
    database, clock = Database.sqlite(settings.database_path), Clock()
    desk = Desk(settings, database, clock, Pseudonyms(clock))
    app = Litestar(
        route_handlers=[*pages.handlers, broken, fails],
        exception_handlers=errors.handlers,
        state=State({"site": pages.Site(settings), "desk": desk, "ledger": ledger}, deep_copy=False),
        logging_config=None,
    )
    async with AsyncTestClient(app, base_url="https://meet.example.org", raise_server_exceptions=False) as client:
        yield client
    await database.close()


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the gallery is, built for this run."""
    out = tmp_path_factory.mktemp("gallery")
    build(out)
    return out


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()
