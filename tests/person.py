"""Somebody with a link: what a browser does towards the server, without the cryptography of the group."""

import asyncio
import json
import os
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from folkmoot.base.ids import RoomId
from folkmoot.meet import charter
from folkmoot.meet.charter import Charter
from folkmoot.meet.entries import Entry, Kind, first_head, next_head
from folkmoot.meet.hello import identity_of, signed_bytes, token_hash
from tests import mls
from tests.moderator import Key
from tests.service import Service

Frame = dict[str, Any]


def room_token(secret: bytes, room: str, version: int = 1) -> bytes:
    """docs/protocol.md section 1."""
    info = b"folkmoot room auth v1" + room.encode() + version.to_bytes(4)
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(secret)


@dataclass
class Link:
    """What is behind the address of a room."""

    room: RoomId = field(default_factory=lambda: RoomId.of(os.urandom(16)))
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    version: int = 1

    @property
    def token(self) -> bytes:
        return room_token(self.secret, self.room, self.version)

    def next(self, version: int | None = None) -> "Link":
        """The link after a removal. Its secret is anything here; in a browser it comes from the group's epoch."""
        return Link(self.room, os.urandom(16), version or self.version + 1)


class Closed(Exception):  # noqa: N818 - an end is no error
    """The server has closed."""

    def __init__(self, code: int | None, error: str | None) -> None:
        super().__init__(f"closed with {code} ({error})")
        self.code = code
        self.error = error


class Person:
    """One key in one room. `connect` opens a connection; every entry that comes is hashed and kept."""

    def __init__(self, service: Service, link: Link) -> None:
        self.service = service
        self.link = link
        self.key = Ed25519PrivateKey.generate()
        self.public = self.key.public_key().public_bytes_raw()
        self.identity = identity_of(link.room, self.public)
        self.welcome: Frame = {}
        self.seq: int = 0
        self.head = first_head(link.room)
        self.entries: list[Frame] = []
        self.epoch: int = 0
        # Which link the server asked for, and the newest charter that it showed.
        self.asked: int = 0
        self.charter: bytes | None = None
        self.error: str | None = None
        self._requests = 0
        self._stack = AsyncExitStack()
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    @property
    def is_open(self) -> bool:
        return self._socket is not None and not self._socket.closed

    @property
    def socket(self) -> aiohttp.ClientWebSocketResponse:
        assert self._socket is not None
        return self._socket

    async def make_room(self) -> Frame:
        body = {
            "room": self.link.room,
            "auth": b64encode(token_hash(self.link.token)).decode(),
            "creator": self.identity,
        }
        async with self.service.session.post(f"{self.service.url}/api/v1/rooms", json=body) as answer:
            return {"status": answer.status, **await answer.json()}

    async def open_socket(self, *, origin: str | None = None, protocol: str = "folkmoot.v1") -> None:
        url = f"{self.service.url}/api/v1/rooms/{self.link.room}/ws"
        headers = {"Origin": origin or self.service.origin}
        connecting = self.service.session.ws_connect(url, headers=headers, protocols=[protocol], max_msg_size=0)
        self._socket, self.error = await self._stack.enter_async_context(connecting), None

    async def connect(self, *, resume: bool = False, token: bytes | None = None) -> Self:
        """Says hello; raises `Closed` when it is not welcome."""
        await self.open_socket()
        challenge = await self.expect("challenge")
        self.asked = challenge["link"]
        signature = self.key.sign(signed_bytes(self.link.room, b64decode(challenge["nonce"])))
        await self.send(
            {
                "t": "hello",
                "token": b64encode(token or self.link.token).decode(),
                "key": b64encode(self.public).decode(),
                "signature": b64encode(signature).decode(),
                "resume": {"seq": self.seq} if resume else None,
            }
        )
        self.welcome = await self.expect("welcome")
        assert self.welcome["identity"] == self.identity
        return self

    async def enter(self) -> Frame:
        """Comes in by a commit for the epoch that stands, as often as that takes; the answer is `committed`."""
        known = self.welcome
        while True:
            answer = await self.commit(known["epoch"])
            if answer["t"] != "conflict":
                return answer
            known = answer

    async def commit(
        self, epoch: int | None, *, message: bytes | None = None, info: bytes | None = None, link: Link | None = None
    ) -> Frame:
        """One commit for that epoch, and its answer; with `link` one that removes somebody."""
        request = self._request()
        made = 0 if epoch is None else epoch + 1
        if message is None and epoch is not None:
            message = mls.commit(self.link.room, epoch)
        await self.send(
            {
                "t": "commit",
                "id": request,
                "epoch": epoch,
                "message": None if message is None else b64encode(message).decode(),
                "group_info": b64encode(mls.group_info(self.link.room, made) if info is None else info).decode(),
                **({} if link is None else {"auth": b64encode(token_hash(link.token)).decode(), "link": link.version}),
            }
        )
        answer = await self.answer(request)
        if answer["t"] == "committed":
            # A newcomer starts from what it is told; a member has its own hash to compare.
            self.seq, self.head = answer["seq"], b64decode(answer["head"])
        return answer

    async def say(self, epoch: int, body: bytes) -> Frame:
        """One message, and its answer."""
        request = self._request()
        await self.send({"t": "message", "id": request, "epoch": epoch, "body": b64encode(body).decode()})
        answer = await self.answer(request)
        if answer["t"] == "accepted":
            self._note(Entry(answer["seq"], Kind.message, epoch, self.identity, body))
        return answer

    @property
    def rules(self) -> Charter:
        """What has been decided, as far as this person was shown."""
        return charter.kept(self.charter)

    def sign(self, decided: Charter, creator: "Person | None" = None) -> bytes:
        """An envelope; of the creator's room unless it is one's own."""
        return Key(self.link.room, self.key).sign(decided, (creator or self).public)

    async def post_charter(self, envelope: bytes) -> Frame:
        """One envelope, and its answer."""
        request = self._request()
        await self.send({"t": "charter", "id": request, "body": b64encode(envelope).decode()})
        answer = await self.answer(request)
        if answer["t"] == "accepted":
            self._note(Entry(answer["seq"], Kind.charter, self.epoch, self.identity, envelope))
            self.charter = envelope
        return answer

    async def decide(self, creator: "Person | None" = None, **fields: Any) -> Frame:
        """A charter that follows the newest one seen, with those fields changed; and its answer."""
        decided = msgspec.structs.replace(self.rules, **{"n": self.rules.n + 1, **fields})
        return await self.post_charter(self.sign(decided, creator))

    async def send(self, frame: Frame) -> None:
        await self.socket.send_str(json.dumps(frame))

    async def receive(self, seconds: float = 10) -> Frame:
        """The next frame; raises `Closed`."""
        async with asyncio.timeout(seconds):
            message = await self.socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise Closed(self.socket.close_code, self.error)
        frame: Frame = json.loads(message.data)
        if frame["t"] == "error":
            self.error = frame["code"]
        if frame["t"] == "entry":
            self.entries.append(frame)
            kind = Kind[frame["kind"]]
            body = b64decode(frame["body"])
            self._note(Entry(frame["seq"], kind, frame["epoch"], frame["from"], body))
            self.charter = body if kind is Kind.charter else self.charter
            self.epoch = frame["epoch"] + (kind is Kind.commit)
        if frame["t"] in ("welcome", "group"):
            self.charter = None if frame["charter"] is None else b64decode(frame["charter"])
        if frame["t"] in ("welcome", "group", "committed"):
            self.epoch = frame["epoch"] or 0
        return frame

    async def expect(self, t: str, /, seconds: float = 10, **fields: Any) -> Frame:
        """The next frame of that kind with those fields; others before it are read over."""
        async with asyncio.timeout(seconds):
            while True:
                frame = await self.receive(seconds)
                if frame["t"] == t and all(frame[name] == value for name, value in fields.items()):
                    return frame

    async def answer(self, request: str) -> Frame:
        """The frame with that id."""
        while True:
            frame = await self.receive()
            if frame.get("id") == request:
                return frame

    async def closed(self, seconds: float = 10) -> Closed:
        """Reads until the server closes, and says how."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self.receive(seconds)
        except Closed as end:
            return end

    async def quiet(self, seconds: float = 0.2) -> None:
        """Fails when anything comes in that time."""
        try:
            frame = await self.receive(seconds)
        except TimeoutError:
            return
        raise AssertionError(f"{frame['t']} came")

    @asynccontextmanager
    async def awake(self) -> AsyncGenerator[None]:
        """Reads over all that comes until the block ends. The server's pings are answered as they are read."""

        async def read() -> None:
            while True:
                await self.receive(600)

        reading = asyncio.create_task(read())
        try:
            yield
        finally:
            reading.cancel()
        # What had closed the connection is raised here.
        with suppress(asyncio.CancelledError):
            await reading

    async def close(self, code: int = 1000) -> None:
        """As a page that closes its connection."""
        if self._socket is not None:
            await self._socket.close(code=code)
        await self._stack.aclose()

    def cut(self) -> None:
        """As a network that breaks."""
        self.transport.abort()

    @property
    def transport(self) -> asyncio.Transport:
        """The wire below the WebSocket."""
        # No public name leads there, and neither a break nor a pause is anything that a well-meant client can do.
        connection = self.socket._response.connection  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        assert connection is not None
        assert isinstance(connection.transport, asyncio.Transport)
        return connection.transport

    def _request(self) -> str:
        self._requests += 1
        return str(self._requests)

    def _note(self, entry: Entry) -> None:
        assert entry.seq == self.seq + 1, f"entry {entry.seq} after {self.seq}"
        self.seq, self.head = entry.seq, next_head(self.head, entry)
