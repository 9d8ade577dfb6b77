"""HTTP and WebSockets on a connection: uvicorn's, and what they leave open to strangers."""

from asyncio.transports import BaseTransport, Transport
from http import HTTPStatus
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# Of the request's line and its headers together.
HEAD_MAX = 32 * 1024
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
NO_HANDSHAKE = "The request asks for a WebSocket and cannot open one.\n"


class HttpProtocol(HttpToolsProtocol):
    """What the parser lacks: an end to the head of a request, which it collects until it is whole."""

    def connection_made(self, transport: BaseTransport) -> None:
        """A line has opened."""
        # None while a body is read.
        self._head: int | None = 0
        super().connection_made(cast("Transport", transport))

    def data_received(self, data: bytes) -> None:
        """What is longer than a head may be, and still is none, is answered and cut off."""
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._head is not None and self._head > HEAD_MAX and not self.transport.is_closing():
            self.transport.write(TOO_LONG)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """A body follows, or the end."""
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next request may follow in what has come already."""
        self._head = 0
        super().on_message_complete()


class SocketProtocol(WebSocketsSansIOProtocol):
    """What ASGI lacks: to cut off a client that does not read, and to answer handshakes and text that are none."""

    def connection_made(self, transport: BaseTransport) -> None:
        """A handshake has come."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "abort": cast("Transport", transport).abort}

    def data_received(self, data: bytes) -> None:
        """A handshake that cannot be one, with a body or with a line too long for the library, is answered and ended.

        uvicorn looks for requests and frames only, and would leave the connection open without a word for ever.
        """
        super().data_received(data)
        if self.conn.handshake_exc is None or self.handshake_initiated or self.close_sent:
            return
        # What is too long has its answer ready.
        answer = (
            b"".join(self.conn.data_to_send()) or self.conn.reject(HTTPStatus.BAD_REQUEST, NO_HANDSHAKE).serialize()
        )
        self.close_sent = True
        self.transport.write(answer)
        self.transport.close()

    def send_receive_event_to_app(self) -> None:
        """Text that is not UTF-8 comes as bytes, which no handler takes for text.

        uvicorn would log an error with a traceback for whatever a stranger sends, and fail itself when a close follows.
        """
        if self.curr_msg_data_type == "text":
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.curr_msg_data_type = "bytes"
        super().send_receive_event_to_app()
