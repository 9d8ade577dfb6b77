"""A tap in the media server: every encoded frame that it passes on, looked at before any decoder.

It stands for a patched SFU. A frame that our worker has sealed ends with its nonce, the nonce's length (12) and a key index; a frame in clear
has that length there once in 256 times.
"""

from dataclasses import dataclass

from playwright.async_api import Browser

from tests.journeys.outsider import Outsider

LISTEN = """(() => { const Native = RTCPeerConnection; const known = new WeakSet();
  const counts = window.tapped = { sealed: 0, clear: 0, repeated: 0 };
  const nonces = new Set();
  const endsWith = (data, tail) => tail?.length > 8 && tail.every((byte, i) => data[data.length - tail.length + i] === byte);
  const look = (data, track) => {
    // Silence and black that LiveKit's server makes itself when a track is muted; it marks them.
    if (data.length === 0 || endsWith(data, window.room?.engine?.latestJoinResponse?.sifTrailer)) return;
    const sealed = data.length > 14 && data[data.length - 2] === 12;
    counts[sealed ? 'sealed' : 'clear']++;
    const nonce = `${track} ${data.slice(-14)}`;
    if (sealed && nonces.has(nonce)) counts.repeated++;
    nonces.add(nonce); };
  window.RTCPeerConnection = class extends Native {
    setConfiguration(options) { super.setConfiguration({ ...options, encodedInsertableStreams: true }); }
    constructor(options) { super({ ...options, encodedInsertableStreams: true });
      this.addEventListener('track', ({ receiver }) => {
        if (known.has(receiver)) return;
        known.add(receiver);
        const { readable, writable } = receiver.createEncodedStreams();
        readable.pipeThrough(new TransformStream({ transform: frame => look(new Uint8Array(frame.data), receiver.track.id) })).pipeTo(writable);
      }); } }; })()"""


@dataclass
class Tap:
    """One connection without keys that looks and shows nothing."""

    outsider: Outsider

    @classmethod
    async def open(cls, browser: Browser, origin: str, link: str, *, page_origin: str) -> "Tap":
        return cls(await Outsider.open(browser, origin, link, page_origin=page_origin, scripts=(LISTEN,)))

    async def frames(self) -> tuple[int, int]:
        """How many were sealed, and how many in clear, since the tap is there."""
        counts = await self._counts()
        return counts["sealed"], counts["clear"]

    async def repeated(self) -> int:
        """How many were sealed under a nonce that their sender had used with that key already."""
        return (await self._counts())["repeated"]

    async def _counts(self) -> dict[str, int]:
        return await self.outsider.page.evaluate("window.tapped")

    async def close(self) -> None:
        await self.outsider.page.close()
