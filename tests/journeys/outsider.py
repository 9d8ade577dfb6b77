"""Somebody in the SFU who has no keys: knows the link, gets LiveKit's token, and never joins the MLS group.

Written against docs/protocol.md alone, with nothing of our client, as another program would be.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from playwright.async_api import Browser, Page, Playwright

from tests.journeys.person import CHROMIUM, FLAGS, INBOUND, KEEP_PEERS

LIVEKIT = Path(__file__).parents[2] / "client" / "node_modules" / "livekit-client" / "dist" / "livekit-client.umd.js"
PAGE = '<!doctype html><meta charset="utf-8"><title>outsider</title><body>'

CONNECT = """async ({ url, token, publish, source }) => {
  const room = window.room = new LivekitClient.Room({ publishDefaults: { videoCodec: 'vp8', simulcast: false, red: false } });
  window.entropy = [];
  room.on('trackSubscribed', track => { const element = track.attach(); element.muted = true; document.body.append(element); });
  await room.connect(url, token, { rtcConfig: { iceServers: [] } });
  if (publish) {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 }); let n = 0;
    setInterval(() => { const pen = canvas.getContext('2d'); pen.fillStyle = publish; pen.fillRect(0, 0, 320, 180);
      pen.fillStyle = '#000'; pen.fillRect((n += 5) % 320, 170, 8, 8); }, 100);
    await room.localParticipant.publishTrack(canvas.captureStream(10).getVideoTracks()[0], { source });
  }
  return room.localParticipant.identity; }"""


def link_parts(link: str) -> tuple[str, bytes, str]:
    """Room id, link secret, creator of `https://host/r/ROOM#S.F`."""
    path, _, fragment = link.partition("#")
    secret, _, creator = fragment.partition(".")
    return path.rsplit("/", 1)[1], base64.urlsafe_b64decode(secret + "=="), creator


def room_token(room: str, secret: bytes) -> bytes:
    """Section 1 of docs/protocol.md."""
    info = b"folkmoot room auth v1" + room.encode() + (1).to_bytes(4, "big")
    return HKDF(SHA256(), 32, salt=None, info=info).derive(secret)


@dataclass
class Hello:
    """One connection to the delivery service, made by hand."""

    session: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse
    welcome: dict[str, Any]

    @classmethod
    async def say(
        cls, origin: str, link: str, *, secret: bytes | None = None, key: Ed25519PrivateKey | None = None
    ) -> "Hello":
        room, kept, _ = link_parts(link)
        key = key or Ed25519PrivateKey.generate()
        session = aiohttp.ClientSession()
        socket = await session.ws_connect(
            f"{origin}/api/v1/rooms/{room}/ws", protocols=["folkmoot.v1"], headers={"Origin": origin}
        )
        challenge = json.loads(await socket.receive_str())
        nonce = base64.b64decode(challenge["nonce"])
        token = room_token(room, kept if secret is None else secret)
        await socket.send_json(
            {
                "t": "hello",
                "token": base64.b64encode(token).decode(),
                "key": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
                "signature": base64.b64encode(key.sign(b"folkmoot hello v1\x00" + nonce + room.encode())).decode(),
                "resume": None,
            }
        )
        return cls(session, socket, json.loads(await socket.receive_str()))

    async def close(self) -> None:
        await self.socket.close()
        await self.session.close()


@dataclass
class Outsider:
    """A stock LiveKit client in a browser, without encryption."""

    browser: Browser
    page: Page
    identity: str

    @classmethod
    async def arrive(
        cls,
        playwright: Playwright,
        origin: str,
        link: str,
        *,
        page_origin: str,
        publish: str | None = None,
        source: str = "camera",
    ) -> "Outsider":
        """`page_origin` serves PAGE under /outsider; `publish` is a CSS colour sent in clear, as a `camera` or a `screen_share`."""
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        return await cls.open(browser, origin, link, page_origin=page_origin, publish=publish, source=source)

    @classmethod
    async def open(
        cls,
        browser: Browser,
        origin: str,
        link: str,
        *,
        page_origin: str,
        publish: str | None = None,
        source: str = "camera",
        scripts: tuple[str, ...] = (),
    ) -> "Outsider":
        """The same in a browser that is there, with scripts that come before the page's own."""
        hello = await Hello.say(origin, link)
        engine = hello.welcome["engine"]
        try:
            page = await browser.new_page()
            for script in (KEEP_PEERS, *scripts):
                await page.add_init_script(script)
            await page.goto(f"{page_origin}/outsider")
            await page.add_script_tag(path=str(LIVEKIT))
            identity = await page.evaluate(
                CONNECT,
                {
                    "url": f"{page_origin.replace('http', 'ws', 1)}{engine['path']}",
                    "token": engine["token"],
                    "publish": publish,
                    "source": source,
                },
            )
        finally:
            await hello.close()
        return cls(browser, page, str(identity))

    async def decoded(self) -> int:
        """Video frames decoded so far."""
        rows: list[dict[str, Any]] = await self.page.evaluate(INBOUND)
        return sum(int(row["decoded"]) for row in rows if row["kind"] == "video")

    async def received(self) -> int:
        """Packets of media received so far."""
        rows: list[dict[str, Any]] = await self.page.evaluate(INBOUND)
        return sum(int(row["packets"]) for row in rows)

    async def go(self) -> None:
        await self.browser.close()


def digest(token: bytes) -> str:
    """What the service keeps of a room token."""
    return base64.b64encode(hashlib.sha256(token).digest()).decode()
