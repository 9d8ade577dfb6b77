"""What a browser is sent."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from folkmoot.base.settings import Settings
from folkmoot.web.pages import Site
from folkmoot.web.pages.assets import ClientMissingError
from folkmoot.web.pages.language import LANGUAGES
from folkmoot.web.pages.protection import THREAT_MODEL, named_tests
from folkmoot.web.pages.words import LOCALES

Client = AsyncTestClient[Litestar]
ROOM = "/r/AAAAAAAAAAAAAAAAAAAAAA"
PAGES = [
    *("/", ROOM, "/protection", "/accessibility", "/signin"),
    *("/record", "/record/check", "/receipts", "/nothing-here"),
]


class Outline(HTMLParser):
    """Tags with their attributes, and the text of the data block."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and self.tags[-1][1].get("id") == "page":
            self.data += data

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))
async def test_every_page_in_every_language(site: Client, path: str, language: Any) -> None:
    answer = await site.get(path, headers={"Accept-Language": language.code})
    assert answer.status_code == (404 if path == "/nothing-here" else 200)
    outline = Outline(answer.text)
    assert outline.every("html") == [{"lang": language.code, "dir": language.direction}]
    assert answer.headers["content-language"] == language.code
    assert len(outline.every("h1")) == 1
    assert len(outline.every("main")) == 1
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids)), "an id twice"
    assert "{" not in re.sub(r"<script.*?</script>", "", answer.text, flags=re.DOTALL), "words left unfilled"


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_that_the_policy_forbids(site: Client, path: str) -> None:
    outline = Outline((await site.get(path)).text)
    for tag, attributes in outline.tags:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "action"):
            address = attributes.get(name) or ""
            assert not address.startswith(("http", "//")), (tag, address)
    for script in outline.every("script"):
        # An import map runs nothing; the policy names the sum of the one that there is.
        assert script.get("type") in ("application/json", "importmap") or script.get("src")


async def test_assets_carry_their_sums(site: Client, client_dir: Path) -> None:
    outline = Outline((await site.get(ROOM)).text)
    assets = [one for one in (*outline.every("script"), *outline.every("link")) if "integrity" in one]
    names: list[str] = []
    for one in assets:
        name = str(one.get("src") or one.get("href")).removeprefix("/assets/")
        names.append(name)
        total = base64.b64encode(hashlib.sha384((client_dir / name).read_bytes()).digest()).decode()
        assert one["integrity"] == f"sha384-{total}"
    # The room's own script once, and what it will want next already on its way.
    assert sorted(names) == [
        "conversation-1.js",
        "drawn-1.js",
        "link-1.js",
        "media-1.js",
        "pages-1.css",
        "room-1.css",
        "room-1.js",
    ]


@pytest.mark.parametrize("path", ["/", ROOM, "/protection"])
async def test_the_import_map_has_a_sum_for_every_script(site: Client, client_dir: Path, path: str) -> None:
    page = (await site.get(path)).text
    text = page.partition('<script type="importmap">')[2].partition("</script>")[0]
    assert page.index("importmap") < page.index("modulepreload" if path != "/protection" else 'type="module"')
    expected = {
        f"/assets/{one.name}": f"sha384-{base64.b64encode(hashlib.sha384(one.read_bytes()).digest()).decode()}"
        for one in client_dir.glob("*.js")
    }
    assert json.loads(text) == {"integrity": expected}


async def test_the_list_of_sums_is_shown_and_given(site: Client, client_dir: Path) -> None:
    answer = await site.get("/assets/SHA256SUMS")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"] == "no-cache"
    lines = {name: total for total, name in (line.split("  ") for line in answer.text.splitlines())}
    assert lines == {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in client_dir.iterdir()
        if one.name != "manifest.json"
    }
    page = (await site.get("/protection")).text
    for name, total in lines.items():
        assert f'data-name="{name}" data-sum="{total}"' in page
    # The sum over all is that of the list, so that `sha256sum SHA256SUMS` gives it too.
    shown = re.search(r'id="total".*?</code>', page, re.DOTALL)
    assert shown
    assert "".join(re.findall(r"<span>([0-9a-f]{8})</span>", shown[0])) == hashlib.sha256(answer.content).hexdigest()


async def test_each_line_names_its_tests(site: Client) -> None:
    page = (await site.get("/protection?lang=ar")).text
    for name, tests in named_tests(THREAT_MODEL.read_text()).items():
        row = page.partition(f'<tr role="row" id="{name}">')[2].partition("</tr>")[0]
        assert row, name
        assert re.findall(r"<li><code>(.*?)</code>", row) == list(tests)


async def test_the_script_is_told_its_words(site: Client) -> None:
    data = json.loads(Outline((await site.get(ROOM, headers={"Accept-Language": "ar"})).text).data)
    assert (data["language"], data["digits"], data["direction"]) == ("ar", "arab", "rtl")
    assert data["room"] == ROOM.removeprefix("/r/")
    assert data["instance"] == "City of <Varnholm>"
    assert "failure-wrong_link = " in data["messages"]
    assert (LOCALES / "ar" / "room.ftl").read_text() in data["messages"]


async def test_the_field_for_a_link_is_never_sent(site: Client) -> None:
    """Were the script to fail, the browser would send the form: a field without a name stays out of it."""
    outline = Outline((await site.get("/")).text)
    assert outline.every("input")
    assert all("name" not in one for one in outline.every("input"))


async def test_names_are_shown_as_text(site: Client) -> None:
    page = (await site.get("/")).text
    assert "City of &lt;Varnholm&gt;" in page
    assert "<Varnholm>" not in page


async def test_how_many_may_come_in_the_digits_of_the_language(site: Client) -> None:
    assert "up to 11 other people" in (await site.get("/?lang=en")).text
    assert "\u0661\u0661 شخصًا" in (await site.get("/?lang=ar")).text


async def test_language_is_remembered(site: Client) -> None:
    chosen = await site.get("/?lang=de", headers={"Accept-Language": "ar"})
    cookie = chosen.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "SameSite=lax" in cookie
    later = await site.get("/protection", headers={"Accept-Language": "ar"})
    assert later.headers["content-language"] == "de"


@pytest.mark.parametrize("path", ["/", "/?lang=xx", "/?lang=de%22"])
async def test_no_cookie_without_a_choice(site: Client, path: str) -> None:
    assert "set-cookie" not in (await site.get(path)).headers


@pytest.mark.parametrize("room", ["short", "A" * 23, "A" * 21 + "B", "A" * 20 + ".A", "A" * 21 + "%20"])
async def test_no_page_for_what_is_no_room(site: Client, room: str) -> None:
    answer = await site.get(f"/r/{room}")
    assert answer.status_code == 404
    assert "not_found" in answer.text


async def test_a_bug_tells_nothing_of_itself(site: Client) -> None:
    answer = await site.get("/broken")
    assert answer.status_code == 500
    assert "internal" in answer.text
    assert "secret" not in answer.text
    assert Outline(answer.text).every("h1")


def test_a_client_that_is_not_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClientMissingError, match="make setup"):
        Site(Settings(client_dir=tmp_path))
    (tmp_path / "manifest.json").write_text('{"src/ui/pages.css": {"file": "gone.css"}}')
    with pytest.raises(ClientMissingError):
        Site(Settings(client_dir=tmp_path))
