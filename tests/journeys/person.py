"""Somebody with a browser of their own: a Chromium process, a camera of one colour, a page."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from playwright.async_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from tests.journeys.camera import nearest, write_camera
from tests.journeys.words import Words

CHROMIUM = "/usr/bin/chromium"

FAKE_ANSWERS = "--use-fake-ui-for-media-stream"
# The reason for each is in the Chromium sources' switch list; together: no sandbox as root, nothing asked of the vendor, fake
# devices, and ICE over loopback, which is all there is.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--use-fake-device-for-media-stream",
    FAKE_ANSWERS,
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns,Translate",
    "--allow-loopback-in-peer-connection",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]

# Keeps hold of every RTCPeerConnection that the page makes, so that a test can read the browser's own statistics.
KEEP_PEERS = """(() => { const Native = RTCPeerConnection; window.testPeers = [];
  window.RTCPeerConnection = class extends Native { constructor(...given) { super(...given); window.testPeers.push(this); } }; })()"""

#: The way of Firefox and Safari, which have no createEncodedStreams, tried in Chromium.
SCRIPT_TRANSFORM = """delete RTCRtpSender.prototype.createEncodedStreams; delete RTCRtpReceiver.prototype.createEncodedStreams;
Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' })"""

INBOUND = """async () => { const out = [];
  for (const peer of window.testPeers ?? []) if (peer.connectionState !== 'closed') (await peer.getStats()).forEach(s => {
    if (s.type === 'inbound-rtp') out.push({ track: s.trackIdentifier, kind: s.kind, decoded: s.framesDecoded ?? 0,
      received: s.framesReceived ?? 0, energy: s.totalAudioEnergy ?? 0, packets: s.packetsReceived ?? 0 }); });
  return out; }"""

# Mean colour of the middle of each tile's picture, by identity.
PICTURES = """() => Object.fromEntries([...document.querySelectorAll('[data-identity] video')].flatMap(video => {
  const tile = video.closest('[data-identity]');
  if (!video.videoWidth || getComputedStyle(video).visibility === 'hidden') return [];
  const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
  const pen = canvas.getContext('2d'), w = video.videoWidth, h = video.videoHeight;
  pen.drawImage(video, w * .3, h * .2, w * .4, h * .4, 0, 0, 8, 8);
  const data = pen.getImageData(0, 0, 8, 8).data; const sum = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += data[i + c] / 64;
  return [[tile.dataset.identity, sum]]; }))"""

Size = Literal["desktop", "phone"]
SIZES: dict[Size, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
}


@dataclass
class Person:
    """One participant of a journey."""

    name: str
    browser: Browser
    context: BrowserContext
    page: Page
    words: Words
    colour: str
    size: Size
    complaints: list[str] = field(default_factory=list[str])

    @classmethod
    async def arrive(
        cls,
        playwright: Playwright,
        name: str,
        *,
        colour: str,
        cameras: Path,
        language: str = "en",
        size: Size = "desktop",
        dark: bool = False,
        scripts: tuple[str, ...] = (),
        flags: tuple[str, ...] = (),
        shares: bool = False,
    ) -> "Person":
        """`shares`: the browser's question what to share is answered by `flags`, not by a fake device; so cameras are allowed by name."""
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *(flag for flag in FLAGS if not shares or flag != FAKE_ANSWERS),
                f"--use-file-for-fake-video-capture={write_camera(colour, cameras)}",
                *flags,
            ],
        )
        context = await browser.new_context(locale=language, color_scheme="dark" if dark else "light", **SIZES[size])
        if shares:
            await context.grant_permissions(["camera", "microphone"])
        for script in (KEEP_PEERS, *scripts):
            await context.add_init_script(script)
        person = cls(name, browser, context, await context.new_page(), Words(language), colour, size)
        person._hear_complaints()
        return person

    def _hear_complaints(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(f"{message.type}: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )

    async def open_page(self) -> None:
        """Another tab of the same browser, which from now on is theirs."""
        self.page = await self.context.new_page()
        self._hear_complaints()

    async def processes(self, kind: str | None = None) -> list[int]:
        """The browser's own, all or those of one kind (`renderer`: of its tabs)."""
        session = await self.browser.new_browser_cdp_session()
        told = cast("dict[str, list[dict[str, Any]]]", await session.send("SystemInfo.getProcessInfo"))  # pyright: ignore[reportUnknownMemberType]  # reason: Playwright leaves the dictionary's types out
        await session.detach()
        processes = told["processInfo"]
        return [int(one["id"]) for one in processes if kind is None or one["type"] == kind]

    async def go(self) -> None:
        await self.browser.close()

    # -- doors ---------------------------------------------------------------------------------------------------------

    async def start_conversation(self, origin: str) -> str:
        """From the home page to the lobby of a new room; gives its link."""
        await self.page.goto(f"{origin}/")
        await self.button("home-start-action").click()
        await self.page.wait_for_url("**/r/*")
        return await self.link()

    async def link(self) -> str:
        """The link in the read-only field."""
        field_ = self.page.get_by_label(self.words("link-label"), exact=True).first
        await expect(field_).not_to_have_value("", timeout=15_000)
        return await field_.input_value()

    async def enter(self, link: str | None = None) -> None:
        """Through the lobby into the room."""
        if link is not None:
            await self.page.goto(link)
        await self.fill_name()
        await self.press_join()
        await self.in_room()

    async def fill_name(self) -> None:
        await self.page.get_by_label(self.words("lobby-name"), exact=True).fill(self.name)

    async def press_join(self) -> None:
        await self.button("lobby-join").click()

    async def in_room(self) -> None:
        await expect(self.page.locator(".room")).to_be_visible(timeout=20_000)

    def button(self, word: str, **given: Any) -> Locator:
        return self.page.get_by_role("button", name=self.words(word, **given), exact=True)

    async def encrypted_for(self, people: int) -> None:
        """Waits until the badge counts that many leaves."""
        await expect(self.page.locator(f'.badge[data-people="{people}"]')).to_be_visible(timeout=20_000)

    # -- what the browser itself counted -------------------------------------------------------------------------------

    async def inbound(self, kind: Literal["video", "audio"]) -> dict[str, dict[str, Any]]:
        rows: list[dict[str, Any]] = await self.page.evaluate(INBOUND)
        return {str(row["track"]): row for row in rows if row["kind"] == kind}

    async def growth(self, seconds: float = 3.0) -> tuple[dict[str, int], dict[str, float]]:
        """Decoded frames and audio energy that came in that time, by track."""
        video, audio = await self.inbound("video"), await self.inbound("audio")
        await asyncio.sleep(seconds)
        video2, audio2 = await self.inbound("video"), await self.inbound("audio")
        frames = {track: row["decoded"] - video.get(track, {}).get("decoded", 0) for track, row in video2.items()}
        energy = {track: row["energy"] - audio.get(track, {}).get("energy", 0.0) for track, row in audio2.items()}
        return frames, energy

    async def pictures(self) -> dict[str, str]:
        """Identity -> colour of the picture that is shown for it."""
        seen: dict[str, list[float]] = await self.page.evaluate(PICTURES)
        return {identity: nearest((int(r), int(g), int(b))) for identity, (r, g, b) in seen.items()}

    async def sees(self, colours: set[str], seconds: float = 20.0) -> None:
        """Waits until the pictures shown are those of these cameras."""
        shown: set[str] = set()
        for _ in range(int(seconds * 5)):
            shown = set((await self.pictures()).values())
            if shown == colours:
                return
            await asyncio.sleep(0.2)
        raise AssertionError(f"{self.name} sees {shown}, not {colours}; {self.complaints[-5:]}")

    # -- in the room ---------------------------------------------------------------------------------------------------

    async def open_panel(self, tab: str) -> None:
        if self.size == "phone" and not await self.page.get_by_role("tab").first.is_visible():
            await self.page.locator("[data-panel-toggle]").first.click()
        await self.page.locator(f"[role=tab][data-tab={tab}]").click()

    async def close_panel(self) -> None:
        if self.size == "phone":
            await self.page.keyboard.press("Escape")

    async def say(self, text: str) -> None:
        await self.open_panel("chat")
        await self.page.get_by_label(self.words("chat-label"), exact=True).fill(text)
        await self.button("chat-send").click()
        await self.close_panel()

    async def chat(self) -> list[str]:
        """Texts in the order shown."""
        return await self.page.locator("[role=log] [data-text]").all_inner_texts()

    async def hears_of(self, texts: list[str], seconds: float = 10.0) -> None:
        await self.open_panel("chat")
        shown: list[str] = []
        for _ in range(int(seconds * 10)):
            shown = await self.chat()
            if shown == texts:
                await self.close_panel()
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{self.name} reads {shown}, not {texts}")

    async def raise_hand(self) -> None:
        await self.page.locator("[data-control=hand]").click()

    async def queue(self) -> list[str]:
        """Identities in the order of the speaking queue."""
        return await self.page.locator(".queue li[data-identity]").evaluate_all(
            "all => all.map(one => one.dataset.identity)"
        )

    async def identity(self) -> str:
        return str(await self.page.locator(".tile[data-self]").get_attribute("data-identity"))

    async def leave(self) -> None:
        if self.size == "phone":
            await self.page.locator("[data-control=more]").click()
        await self.page.locator("[data-control=leave]:visible").click()
