"""Somebody who has the link and a client of their own making: they come in, and commit what they like."""

import asyncio
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.crypto.peer import Peer
from tests.journeys.liar import Frame
from tests.journeys.outsider import Hello, link_parts

#: What is wrong with a commit from outside the group; client/test/crypto/attacker.ts makes it.
Way = Literal["honest", "without_psk", "other_psk", "other_secret", "evicts", "poses"]

PATIENCE = 10.0


@dataclass
class LinkHolder:
    """Talks to the delivery service by hand and makes their commits in Node."""

    hello: Hello
    peer: Peer
    identity: str

    @classmethod
    async def arrive(cls, origin: str, link: str, program: Path) -> "LinkHolder":
        key = Ed25519PrivateKey.generate()
        room, secret, _ = link_parts(link)
        peer = Peer(program)
        seed = key.private_bytes_raw().hex()
        begun = await asyncio.to_thread(peer.ask, "begin", room=room, seed=seed, secret=secret.hex())
        return cls(await Hello.say(origin, link, key=key), peer, begun["identity"])

    @property
    def epoch(self) -> int:
        """That of the group when they came to its door."""
        return int(self.hello.welcome["epoch"])

    async def made(self, way: Way, victim: str = "") -> tuple[bytes, bytes]:
        """A commit from outside, and the GroupInfo after it; not posted."""
        info = b64decode(self.hello.welcome["group_info"]).hex()
        made = await asyncio.to_thread(self.peer.ask, "enter", info=info, way=way, victim=victim)
        return bytes.fromhex(made["message"]), bytes.fromhex(made["info"])

    async def enter(self, way: Way, victim: str = "") -> Frame:
        """Posts it; the service's answer."""
        return await self.post(self.epoch, *await self.made(way, victim))

    async def remove(self, victim: str) -> Frame:
        """As a member: throws somebody out who is there."""
        made = await asyncio.to_thread(self.peer.ask, "remove", victim=victim)
        return await self.post(self.epoch + 1, bytes.fromhex(made["message"]), bytes.fromhex(made["info"]))

    async def invented(self, epoch: int) -> bytes:
        """GroupInfo of a group of this room that has never been."""
        made = await asyncio.to_thread(self.peer.ask, "invent", epoch=epoch)
        return bytes.fromhex(made["info"])

    async def post(self, epoch: int, message: bytes, info: bytes) -> Frame:
        frame = {"t": "commit", "id": "x", "epoch": epoch}
        frame |= {"message": b64encode(message).decode(), "group_info": b64encode(info).decode()}
        await self.hello.socket.send_json(frame)
        return await self.hears("committed", "conflict", "refused")

    async def hears(self, *kinds: str) -> Frame:
        """The next frame, or entry of the log, of one of these kinds."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame: Frame = await self.hello.socket.receive_json()
                if frame["t"] in kinds or frame.get("kind") in kinds:
                    return frame

    async def go(self) -> None:
        await self.hello.close()
        await asyncio.to_thread(self.peer.end)
