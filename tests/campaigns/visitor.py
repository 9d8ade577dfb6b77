"""Somebody with a browser of their own, without JavaScript: cookies, pages, forms."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from folkmoot.base.clock import Clock
from folkmoot.campaigns import invitations
from folkmoot.campaigns.invitations import Invitation
from folkmoot.store.database import Database
from folkmoot.web.desk import new_token
from tests.service import Service

PASSPHRASE = "river lantern seven quiet mangoes"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Page:
    """What came back."""

    status: int
    text: str
    path: str
    headers: Any

    @property
    def words(self) -> str:
        """Without tags."""
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", self.text)))

    @property
    def data(self) -> dict[str, Any]:
        """What the page tells its script."""
        found = re.search(r'<script type="application/json" id="page">(.*?)</script>', self.text, re.DOTALL)
        assert found
        return json.loads(found[1])

    @property
    def faults(self) -> list[str]:
        """The fields that the summary leads to."""
        summary = re.search(r'<div class="banner bad summary".*?</ul>', self.text, re.DOTALL)
        return re.findall(r'href="[^"]*#([^"]+)"', summary[0]) if summary else []

    def value(self, name: str) -> str:
        """Of the first field with that name."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, name
        return html.unescape(found[1])


class Visitor:
    """Made by `visit`."""

    def __init__(self, service: Service, session: aiohttp.ClientSession) -> None:
        self.service = service
        self.session = session

    @property
    def cookie(self) -> str:
        return next((one.value for one in self.session.cookie_jar if one.key == "folkmoot_session"), "")

    async def see(self, path: str, **headers: str) -> Page:
        async with self.session.get(self.service.url + path, headers=headers) as answer:
            return Page(answer.status, await answer.text(), answer.url.path, answer.headers)

    async def send(self, path: str, fields: Mapping[str, str | list[str]], **headers: str) -> Page:
        """Posts a form as a browser does from one of our own pages, and follows where it leads."""
        pairs = [(name, one) for name, value in fields.items() for one in _all(value)]
        given = headers or {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
        async with self.session.post(self.service.url + path, data=pairs, headers=given) as answer:
            return Page(answer.status, await answer.text(), answer.url.path, answer.headers)


def _all(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def visit(service: Service) -> Visitor:
    """A browser of its own; close its `session`."""
    return Visitor(
        service, aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"User-Agent": AGENT})
    )


async def link(service: Service, **given: Any) -> str:
    """The path of a one-time link, as `folkmoot convenor link` makes it."""
    database, token, now = Database.sqlite(service.settings.database_path), new_token(), Clock().now()
    invitation = Invitation(given.pop("expires", now + 3600), **given)
    async with database.write() as connection:
        await invitations.make(connection, token, invitation, now)
    await database.close()
    return f"/signin/link/{token.reveal_text()}"


async def become(visitor: Visitor, name: str = "Ingrid Solheim", user: str = "ingrid", **given: Any) -> list[str]:
    """Uses a one-time link with a passphrase; returns the recovery codes."""
    path = await link(visitor.service, **given)
    page = await visitor.send(path, {"name": name, "user": user, "pass": PASSPHRASE, "with": "passphrase"})
    assert page.status == 200, page.words
    return re.findall(r"<li>([a-z0-9-]{14})</li>", page.text)
