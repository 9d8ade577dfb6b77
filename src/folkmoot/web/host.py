"""Requests whose `Host` is none are answered before anything reads an address from them (RFC 9112 section 3.2)."""

import re

from litestar.types import ASGIApp, Receive, Scope, Send

# RFC 3986 section 3.2.2, and a port; both may be empty.
_HOST = re.compile(rb"(?:[\w.~%!$&'()*+,;=-]*|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?", re.ASCII)
_LARGEST_PORT = 65535
_SENTENCE = b"The Host header of the request names no host.\n"


def is_host(value: bytes) -> bool:
    """Whether that can stand in a `Host` header."""
    if _HOST.fullmatch(value) is None:
        return False
    port = value.rpartition(b":")[2] if not value.endswith(b"]") and b":" in value else b""
    return not port or int(port) <= _LARGEST_PORT


class HostCheck:
    """Answers with 400, to a handshake with a refusal, where the framework would fail with an error of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if all(is_host(host) for host in hosts):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            headers = [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(_SENTENCE)).encode()),
            ]
            await send({"type": "http.response.start", "status": 400, "headers": headers})
            await send({"type": "http.response.body", "body": _SENTENCE, "more_body": False})
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": None})
