"""A distribution's Firefox, spoken to over WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/): Playwright drives only its own build."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from tests.journeys.person import INBOUND, KEEP_PEERS, PICTURES
from tests.service import free_port

#: Debian's name, then everybody else's.
PROGRAM = shutil.which("firefox-esr") or "firefox"

PREFERENCES: dict[str, bool | int | str] = {
    # A picture and a tone of its own, asked for without a question, and sound without a gesture.
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    # Loopback is all there is.
    "media.peerconnection.ice.loopback": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    # Everything that is not this machine goes to a port where nobody listens.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "localhost,127.0.0.1",
    "network.proxy.allow_hijacking_localhost": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "app.normandy.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "intl.accept_languages": "en",
}

FILL = """name => { const input = document.querySelector('form input');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, name);
  input.dispatchEvent(new Event('input', { bubbles: true })); return true; }"""

PATIENCE = 30.0


class BidiError(Exception):
    """Firefox could not do what it was asked, or the script threw."""


@dataclass
class Firefox:
    """One window of one profile."""

    process: asyncio.subprocess.Process
    session: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse
    ids: "count[int]"
    context: str = ""

    @classmethod
    async def start(cls, profile: Path) -> "Firefox":
        profile.mkdir(parents=True)
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
        (profile / "user.js").write_text("\n".join(lines))
        port = free_port()
        arguments = ["--headless", "--no-remote", "--profile", str(profile), f"--remote-debugging-port={port}"]
        environment = os.environ | {"HOME": str(profile), "MOZ_CRASHREPORTER_DISABLE": "1", "MOZ_HEADLESS": "1"}
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            *arguments,
            "about:blank",
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        session = aiohttp.ClientSession()
        try:
            socket = await _connected(session, f"ws://127.0.0.1:{port}/session")
        except BaseException:
            await session.close()
            await _ended(process)
            raise
        firefox = cls(process, session, socket, count(1))
        await firefox._ask("session.new", capabilities={})
        tree = await firefox._ask("browsingContext.getTree")
        firefox.context = tree["contexts"][0]["context"]
        await firefox._ask("script.addPreloadScript", functionDeclaration=f"() => {{ {KEEP_PEERS} }}")
        return firefox

    async def go(self) -> None:
        await self.socket.close()
        await self.session.close()
        await _ended(self.process)

    async def goto(self, url: str) -> None:
        await self._ask("browsingContext.navigate", context=self.context, url=url, wait="interactive")

    async def run(self, function: str, *arguments: object) -> Any:
        """What a JavaScript function returns, or what its promise resolves to, as JSON."""
        call = ", ".join(json.dumps(one) for one in arguments)
        answer = await self._ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({function})({call})) ?? 'null')()",
            target={"context": self.context},
            awaitPromise=True,
        )
        if answer["type"] != "success":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    async def until(self, function: str, *arguments: object, seconds: float = PATIENCE) -> Any:
        """The first result of the function that is not false, null or 0."""
        result = None
        for _ in range(int(seconds * 5)):
            result = await self.run(function, *arguments)
            if result:
                return result
            await asyncio.sleep(0.2)
        shown = await self.run("() => document.body.innerText")
        raise AssertionError(f"still {result}: {function}\n{shown}")

    async def text_of(self, selector: str) -> str:
        """What can be read there, as soon as there is something."""
        return str(await self.until("one => document.querySelector(one)?.innerText", selector))

    async def enter(self, link: str, name: str) -> None:
        """Through the lobby into the room."""
        await self.goto(link)
        await self.until("() => document.querySelector('form input') !== null")
        await self.run(FILL, name)
        await self.until(
            "() => { const join = document.querySelector('form button[type=submit]'); join?.click(); return join !== null; }"
        )
        await self.until("() => document.querySelector('.room') !== null")

    async def decoded(self) -> int:
        """Video frames decoded so far."""
        rows: list[dict[str, Any]] = await self.run(INBOUND)
        return sum(int(row["decoded"]) for row in rows if row["kind"] == "video")

    async def pictures(self) -> dict[str, list[float]]:
        """Identity -> mean colour of the picture that is shown for it."""
        return await self.run(PICTURES)

    async def _ask(self, method: str, **params: object) -> dict[str, Any]:
        request = next(self.ids)
        await self.socket.send_json({"id": request, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            while True:
                answer: dict[str, Any] = await self.socket.receive_json()
                if answer.get("id") != request:
                    continue
                if answer["type"] == "error":
                    raise BidiError(f"{method}: {answer['error']}: {answer['message']}")
                return answer["result"]


async def _connected(session: aiohttp.ClientSession, url: str) -> aiohttp.ClientWebSocketResponse:
    for _ in range(int(PATIENCE * 5)):
        with contextlib.suppress(aiohttp.ClientError):
            return await session.ws_connect(url, max_msg_size=0)
        await asyncio.sleep(0.2)
    raise BidiError("Firefox does not listen")


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        # Its content processes are of the same group.
        os.killpg(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
