"""Browsers that run the group worker and nothing else, against the real service."""

import asyncio
import mimetypes
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Route

CLIENT = Path(__file__).parents[2] / "client"
PATIENCE = 15.0

Event = dict[str, Any]


def node() -> str:
    """The Node that runs vite and the peer."""
    found = shutil.which("node")
    assert found is not None, "node is not on PATH"
    return found


def build(what: str, out: Path) -> Path:
    """Bundles client/test/crypto/WHAT.ts into `out`."""
    vite = CLIENT / "node_modules" / "vite" / "bin" / "vite.js"
    config = f"test/crypto/{what}.config.ts"
    command = [node(), str(vite), "build", "--config", config, "--outDir", str(out), "--emptyOutDir"]
    done = subprocess.run(command, cwd=CLIENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@dataclass
class Someone:
    """One browser profile in one room."""

    origin: str
    room: str
    context: BrowserContext
    page: Page
    identity: str = ""

    @classmethod
    async def make(cls, browser: Browser, origin: str, bundle: Path) -> "Someone":
        context = await browser.new_context()

        async def serve(route: Route) -> None:
            name = route.request.url.split("/lab/", 1)[1].split("?")[0]
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            await route.fulfill(body=(bundle / name).read_bytes(), content_type=kind)

        await context.route("**/lab/**", serve)
        page = await context.new_page()
        someone = cls(origin, "", context, page)
        await someone.load()
        return someone

    async def load(self) -> None:
        """A page of the service itself, under its own content security policy, with our script put in."""
        await self.page.goto(self.origin)
        await self.page.add_script_tag(url="/lab/page.js", type="module")
        await self.page.wait_for_function("window.lab !== undefined")

    async def make_room(self) -> str:
        """Makes a room and returns the link's path and fragment."""
        made = await self.page.evaluate("window.lab.makeRoom()")
        self.room = made["room"]
        return made["link"]

    async def link(self) -> str:
        """That of the room this page has made."""
        return f"/r/{self.room}#{await self.page.evaluate('window.lab.fragment')}"

    async def keep(self, link: str) -> None:
        path, fragment = link.split("#")
        self.room = path.removeprefix("/r/")
        assert (await self.page.evaluate("([room, hash]) => window.lab.keepLink(room, hash)", [self.room, fragment]))[
            "ok"
        ]

    async def arrive(self) -> Event:
        """Into the lobby."""
        await self.page.evaluate("room => window.lab.arrive(room)", self.room)
        ready = await self.event("ready")
        self.identity = ready["identity"]
        return ready

    async def join(self, name: str) -> Event:
        await self.send(t="join", name=name)
        return await self.event("epoch", lambda event: event["first"])

    async def enter(self, name: str) -> Event:
        await self.arrive()
        return await self.join(name)

    async def reload(self) -> None:
        await self.load()

    async def send(self, **command: Any) -> None:
        await self.page.evaluate("command => window.person.send(command)", command)

    async def events(self, kind: str) -> list[Event]:
        return await self.page.evaluate(
            "kind => (window.person?.events ?? []).filter(e => e.t === kind).map(e => ({ ...e, keys: undefined }))",
            kind,
        )

    async def event(
        self, kind: str, holds: Callable[[Event], bool] = lambda _: True, within: float = PATIENCE
    ) -> Event:
        """The first event of the kind that `holds`; waits for it."""
        for _ in range(int(within / 0.02)):
            for event in await self.events(kind):
                if holds(event):
                    return event
            if kind != "failed" and (failed := await self.events("failed")):
                raise AssertionError(f"waiting for {kind}: failed with {failed[0]['code']}")
            await asyncio.sleep(0.02)
        raise AssertionError(f"no such {kind}; the last was {(await self.events(kind))[-1:]}")

    async def latest(self, kind: str, holds: Callable[[Event], bool], within: float = PATIENCE) -> Event:
        """The newest event of the kind, once it `holds`."""
        event = None
        for _ in range(int(within / 0.02)):
            event = next(iter((await self.events(kind))[-1:]), None)
            if event is not None and holds(event):
                return event
            await asyncio.sleep(0.02)
        raise AssertionError(f"{kind} is still {event}")

    async def keys(self, epoch: int) -> dict[str, str]:
        """Identity -> fingerprint of the media key in that epoch."""
        await self.page.wait_for_function("epoch => window.person.keys[epoch] !== undefined", arg=epoch)
        return await self.page.evaluate("epoch => window.person.keys[epoch]", epoch)

    async def go(self) -> None:
        await self.context.close()
