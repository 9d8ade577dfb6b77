"""The certified `oidc-provider` (npm) as a process of its own, and people who sign in there without a browser."""

import asyncio
import os
import re
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import aiohttp

from tests.crypto.lab import CLIENT, node
from tests.service import free_port

PROGRAM = Path(__file__).with_name("provider.mjs")
HOPS_MAX = 10
_FORM = re.compile(r'<form[^>]* action="([^"]+)"')
_CANCEL = re.compile(r'<a href="([^"]+/abort)"')


@dataclass(frozen=True)
class LoginServer:
    """Where it is, and what it gave for this service."""

    port: int
    secret: str
    # Where it sends people back to.
    back: str

    @property
    def issuer(self) -> str:
        # Another host than Folkmoot's in tests, so that cookies are of two sites as they are in life.
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, Any]:
        return {"login_issuer": self.issuer, "login_client_id": "folkmoot"}

    async def sign_in(self, address: str, name: str) -> str:
        """Goes to the login and gives that name, or turns back where it is empty. Returns where it is sent back to."""
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            async with session.get(address) as answer:
                page, here = await answer.text(), str(answer.url)
            found = (_FORM if name else _CANCEL).search(page)
            assert found, page
            method = "POST" if name else "GET"
            given: dict[str, str] | None = {"prompt": "login", "login": name, "password": "any"} if name else None
            url = urljoin(here, found[1])
            for _ in range(HOPS_MAX):
                async with session.request(method, url, data=given, allow_redirects=False) as answer:
                    assert answer.status in (302, 303), await answer.text()
                    url = urljoin(url, answer.headers["Location"])
                if url.startswith(self.back):
                    return url
                method, given = "GET", None
        raise AssertionError(url)


@asynccontextmanager
async def login_server(back: str, folder: Path) -> AsyncGenerator[LoginServer]:
    """Runs until the block ends. `back` is an address of Folkmoot; its log goes to `folder`."""
    made = LoginServer(free_port(), secrets.token_urlsafe(32), back)
    environ = {"PATH": os.environ["PATH"], "PORT": str(made.port), "REDIRECT": back, "SECRET": made.secret}
    with (folder / "oidc-provider.log").open("wb") as log, PROGRAM.open("rb") as program:
        process = await asyncio.create_subprocess_exec(
            *(node(), "--input-type=module", "-"), cwd=CLIENT, env=environ, stdin=program, stdout=log, stderr=log
        )
    try:
        await _answers(made, process, folder)
        yield made
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _answers(made: LoginServer, process: asyncio.subprocess.Process, folder: Path) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(600):
            assert process.returncode is None, (folder / "oidc-provider.log").read_text()
            try:
                async with session.get(f"{made.issuer}/.well-known/openid-configuration") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
    raise AssertionError((folder / "oidc-provider.log").read_text())
