"""A server that wants to listen: a reverse proxy before Folkmoot that reads and changes what passes.

People open the proxy's address. It stands for the operator, the host or anybody who got hold of the machine: it sees everything
the server sees, and lies as the table in docs/threat-model.md says.
"""

import asyncio
import base64
import binascii
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self, cast

import aiohttp
from aiohttp import web
from livekit.protocol.models import Encryption, ParticipantInfo, TrackInfo
from livekit.protocol.rtc import ICEServer, LeaveRequest, SignalResponse

from tests.journeys.liar import Frame, Liar
from tests.journeys.service import Service

ENGINE = "/engine/"
# Of one connection, not of what goes over it. And what the browser can unpack we perhaps cannot: aiohttp asks for what it undoes.
_HOP_BY_HOP = {
    "host",
    "connection",
    "upgrade",
    "transfer-encoding",
    "content-encoding",
    "content-length",
    "accept-encoding",
    "origin",
}
_URLSAFE = bytes.maketrans(b"+/", b"-_")


@dataclass
class EvilServer:
    """Listens until the block ends. Everything is off at first; a test turns on one lie at a time."""

    service: Service
    #: Declare every track not encrypted, or to be AES-GCM, or with no codec named.
    declare: int | None = None
    no_mime: bool = False
    sif_trailer: bytes | None = None
    #: Address of a server that people are to tell their way to.
    ice_server: str | None = None
    #: Sits where the frames of the delivery service pass.
    liar: Liar = field(default_factory=Liar)
    #: True name of an engine participant -> the name that victims are told.
    rename: Callable[[str], str] = str
    #: From the second JoinResponse on, the receiver is told that this is its own identity.
    rename_self: str | None = None
    #: No new connection to the delivery service gets through.
    barred: bool = False
    #: Identity -> nothing of the delivery service is passed on to it until this is set.
    held: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    #: Everything that passed in either direction, as the server sees it, base64 undone as well.
    seen: list[bytes] = field(default_factory=list[bytes])
    #: Identity -> frames of the delivery service as they came from that person, and as they got them.
    asked: dict[str, list[Frame]] = field(default_factory=dict[str, list[Frame]])
    told: dict[str, list[Frame]] = field(default_factory=dict[str, list[Frame]])
    renamed: int = 0
    port: int = 0
    extra: dict[str, str] = field(default_factory=dict[str, str])
    _runner: web.AppRunner | None = None
    _signalling: set[web.WebSocketResponse] = field(default_factory=set[web.WebSocketResponse])
    _joins: dict[str, int] = field(default_factory=dict[str, int])
    _delivery: dict[str, asyncio.Transport] = field(default_factory=dict[str, asyncio.Transport])
    _upstream: dict[str, aiohttp.ClientWebSocketResponse] = field(
        default_factory=dict[str, aiohttp.ClientWebSocketResponse]
    )
    _stranded: set[str] = field(default_factory=set[str])
    _lines: dict[str, web.WebSocketResponse] = field(default_factory=dict[str, web.WebSocketResponse])

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._pass)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(self, *_: object) -> None:
        for transport in list(self._delivery.values()):
            transport.abort()
        for socket in list(self._signalling):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def force_full_reconnect(self) -> None:
        """Tells every LiveKit client to begin anew, which makes it publish its tracks again."""
        message = SignalResponse(leave=LeaveRequest(can_reconnect=True, action=LeaveRequest.Action.RECONNECT))
        for socket in list(self._signalling):
            await socket.send_bytes(message.SerializeToString())

    async def babble(self, data: bytes) -> None:
        """The same bytes to every LiveKit client, as if they were signalling."""
        for socket in list(self._signalling):
            # Whoever has hung up upon what came before hears no more.
            with contextlib.suppress(ConnectionError):
                await socket.send_bytes(data)

    async def tell(self, identity: str, data: str | bytes | Frame) -> None:
        """Something to one person as if the delivery service had said it."""
        line = self._lines[identity]
        if isinstance(data, bytes):
            await line.send_bytes(data)
        else:
            await line.send_str(data if isinstance(data, str) else json.dumps(data))

    def seq(self, identity: str) -> int:
        """Of the last entry that this person knows, as far as it passed here."""
        kinds = ("entry", "accepted", "committed")
        return max(int(frame["seq"]) for frame in self.told[identity] if frame["t"] in kinds)

    async def cut_delivery(self, identity: str) -> None:
        """That person's connection to the delivery service breaks and nobody can make a new one; LiveKit goes on."""
        self.barred = True
        # No close handshake: the line is dead, as in a tunnel.
        self._delivery[identity].abort()

    def strand(self, identity: str) -> None:
        """To the delivery service that person's line is dead, and their browser is made to believe that it lives; LiveKit goes on."""
        self._stranded.add(identity)
        _abort(self._upstream[identity])

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        if request.path in self.extra:
            return web.Response(text=self.extra[request.path], content_type="text/html")
        target = f"http://127.0.0.1:{self.service.port}{request.raw_path}"
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP}
        if "Origin" in request.headers:
            headers["Origin"] = self.service.origin
        async with aiohttp.ClientSession(auto_decompress=True) as session:
            if request.headers.get("Upgrade", "").lower() == "websocket":
                return await self._pass_socket(request, session, target, headers)
            body = await request.read()
            self._note(body)
            async with session.request(
                request.method, target, headers=headers, data=body, allow_redirects=False
            ) as answer:
                content = await answer.read()
                kept = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP_BY_HOP}
                return web.Response(status=answer.status, body=content, headers=kept)

    async def _pass_socket(
        self, request: web.Request, session: aiohttp.ClientSession, target: str, headers: dict[str, str]
    ) -> web.WebSocketResponse:
        inner = {name: value for name, value in headers.items() if not name.lower().startswith("sec-websocket")}
        asked = [one.strip() for one in request.headers.get("Sec-WebSocket-Protocol", "").split(",") if one.strip()]
        signalling = request.path.startswith(ENGINE)
        if self.barred and not signalling:
            raise web.HTTPServiceUnavailable
        client = web.WebSocketResponse(max_msg_size=0, protocols=asked)
        try:
            upstream = await session.ws_connect(target, headers=inner, protocols=asked, max_msg_size=0)
        except aiohttp.WSServerHandshakeError as error:
            raise web.HTTPException(text=str(error.status)) from None
        await client.prepare(request)
        if signalling:
            self._signalling.add(client)
        me: list[str] = []
        try:
            await asyncio.gather(
                self._pump_up(client, upstream, signalling, me),
                self._pump_down(client, upstream, signalling, request, me),
            )
        finally:
            self._signalling.discard(client)
            for identity in me:
                # Unless there is a newer line of theirs.
                if self._lines.get(identity) is client:
                    self._delivery.pop(identity, None)
                    self._lines.pop(identity, None)
            await upstream.close()
            await client.close()
        return client

    async def _pump_up(
        self, client: web.WebSocketResponse, upstream: aiohttp.ClientWebSocketResponse, signalling: bool, me: list[str]
    ) -> None:
        with contextlib.suppress(ConnectionError):
            async for message in client:
                if self._stranded.intersection(me):
                    if _json(message.data).get("t") == "ping":
                        await client.send_str('{"t":"pong"}')
                    continue
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._note(message.data.encode())
                    passed, answered = self._lie_up(message.data, me) if not signalling else ([message.data], [])
                    for text in passed:
                        await upstream.send_str(text)
                    for text in answered:
                        await client.send_str(text)
                elif message.type is aiohttp.WSMsgType.BINARY:
                    self._note(message.data)
                    await upstream.send_bytes(message.data)
        # 1001 as a page sends it, 1006 stays a dead line: the service's grace depends on it.
        if client.close_code == 1001:
            await upstream.close(code=1001)
        else:
            _abort(upstream)

    async def _pump_down(
        self,
        client: web.WebSocketResponse,
        upstream: aiohttp.ClientWebSocketResponse,
        signalling: bool,
        request: web.Request,
        me: list[str],
    ) -> None:
        with contextlib.suppress(ConnectionError):
            async for message in upstream:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._note(message.data.encode())
                    frame = _json(message.data)
                    if frame.get("t") == "welcome":
                        identity = str(frame["identity"])
                        me.append(identity)
                        self._lines[identity] = client
                        if isinstance(request.transport, asyncio.Transport):
                            self._delivery[identity] = request.transport
                        self._upstream[identity] = upstream
                    if me and me[0] in self.held:
                        await self.held[me[0]].wait()
                    for text in self._lie_down(frame, me) if not signalling else [message.data]:
                        await client.send_str(text)
                elif message.type is aiohttp.WSMsgType.BINARY:
                    self._note(message.data)
                    data = self._lie(message.data, request.query_string[-40:]) if signalling else message.data
                    await client.send_bytes(data)
        if not self._stranded.intersection(me):
            await client.close(code=upstream.close_code or 1011)

    # -- lies ----------------------------------------------------------------------------------------------------------

    def _lie_up(self, text: str, me: list[str]) -> tuple[list[str], list[str]]:
        identity, frame = me[0] if me else "", _json(text)
        self.asked.setdefault(identity, []).append(frame)
        passed, answered = self.liar.up(identity, frame)
        self.told.setdefault(identity, []).extend(answered)
        return [json.dumps(one) for one in passed], [json.dumps(one) for one in answered]

    def _lie_down(self, frame: Frame, me: list[str]) -> list[str]:
        identity = me[0] if me else ""
        shown = self.liar.down(identity, frame)
        self.told.setdefault(identity, []).extend(shown)
        return [json.dumps(one) for one in shown]

    def _lie(self, data: bytes, connection: str) -> bytes:
        response = SignalResponse()
        response.ParseFromString(data)
        kind = response.WhichOneof("message")
        if kind == "join":
            self._joins[connection] = self._joins.get(connection, 0) + 1
            for participant in response.join.other_participants:
                self._lie_about(participant)
            if self.rename_self is not None:
                response.join.participant.identity = self.rename_self
                self.renamed += 1
            if self.sif_trailer is not None:
                response.join.sif_trailer = self.sif_trailer
            if self.ice_server is not None:
                response.join.ice_servers.append(ICEServer(urls=[self.ice_server], username="u", credential="c"))
        elif kind == "update":
            for participant in response.update.participants:
                self._lie_about(participant)
        else:
            return data
        return response.SerializeToString()

    def _lie_about(self, participant: ParticipantInfo) -> None:
        participant.identity = self.rename(participant.identity)
        for track in participant.tracks:
            self._lie_about_track(track)

    def _lie_about_track(self, track: TrackInfo) -> None:
        if self.declare is not None:
            # Protobuf takes the name of an enum's value; its stubs do not say so.
            track.encryption = Encryption.Type.Name(self.declare)  # type: ignore[assignment]
        if self.no_mime:
            track.mime_type = ""
            for codec in track.codecs:
                codec.mime_type = ""

    def _note(self, data: bytes) -> None:
        self.seen.append(data)
        for text in _strings(_json(data)):
            with contextlib.suppress(binascii.Error, ValueError):
                self.seen.append(base64.b64decode(text, validate=True))


def spellings(secret: bytes) -> list[bytes]:
    """As bytes, as hexadecimal, and as base64 wherever in a longer text it may begin."""
    shifted = [base64.b64encode(bytes(shift) + secret).rstrip(b"=")[cut:-1] for shift, cut in ((0, 0), (1, 2), (2, 3))]
    return [secret, secret.hex().encode(), *shifted, *(one.translate(_URLSAFE) for one in shifted)]


def _abort(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Ends it as a tunnel does. aiohttp has no public way to close without a closing frame."""
    connection = socket._response.connection  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    if connection is not None and connection.transport is not None and not socket.closed:
        connection.transport.abort()


def _json(data: bytes | str) -> Frame:
    try:
        value = json.loads(data)
    except ValueError:
        return {}
    return cast("Frame", value) if isinstance(value, dict) else {}


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in cast("dict[str, object]", value).values() for text in _strings(one)]
    if isinstance(value, list):
        return [text for one in cast("list[object]", value) for text in _strings(one)]
    return []
