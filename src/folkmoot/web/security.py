"""Headers that every answer carries, and the check of who asks.

The policy names no host but our own. `connect-src 'self'` covers WebSockets of the same origin (CSP level 3).
"""

import base64
import hashlib
from typing import Any

from litestar.connection import ASGIConnection
from litestar.types import Message, Scope

from folkmoot.base.errors import FolkmootError
from folkmoot.base.settings import Settings

_POLICY = (
    "default-src 'none'; script-src 'self' '{import_map}'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What a call and a sign-in need; what else a browser could give a page is denied. Chromium warns of names that it does
# not know.
ALLOWED = (
    "autoplay",
    "camera",
    "clipboard-write",
    "display-capture",
    "fullscreen",
    "microphone",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "speaker-selection",
)
DENIED = (
    "accelerometer",
    "browsing-topics",
    "clipboard-read",
    "compute-pressure",
    "encrypted-media",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
HEADERS = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join([f"{name}=(self)" for name in ALLOWED] + [f"{name}=()" for name in DENIED]),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
# One year; only where the service is reached by TLS, and localhost is not.
TRANSPORT_SECURITY = "max-age=31536000"


AnyConnection = ASGIConnection[Any, Any, Any, Any]


def policy(import_map: str) -> str:
    """The Content-Security-Policy. The one thing that may stand in a page itself is the import map with that text."""
    total = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    return _POLICY.format(import_map=f"sha256-{total}")


class WrongOriginError(FolkmootError):
    """A page of somebody else asks."""

    code = "wrong_origin"
    sentence = "This may be asked by the service's own pages only."


class SecurityHeaders:
    """Adds the headers to whatever is about to be sent, errors and handshakes included."""

    def __init__(self, settings: Settings, import_map: str) -> None:
        headers = {**HEADERS, "content-security-policy": policy(import_map)}
        # Never beside a certificate that we made: a browser that remembers it forbids to accept that certificate.
        if settings.public_origin.startswith("https:") and not settings.lan:
            headers["strict-transport-security"] = TRANSPORT_SECURITY
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, message: Message, _scope: Scope) -> None:
        """Litestar's `before_send` hook."""
        if message["type"] in ("http.response.start", "websocket.accept"):
            # Both kinds have headers by the ASGI specification; Litestar's union of messages has kinds that have none.
            message["headers"] = [*message.get("headers", []), *self._headers]  # type: ignore[typeddict-unknown-key]


def is_own_page(connection: AnyConnection, settings: Settings) -> bool:
    """True when the `Origin` header names this service."""
    return connection.headers.get("origin") in settings.origins


def refuse_other_sites(connection: AnyConnection, settings: Settings) -> None:
    """For requests that programs without an origin may make too. Raises `WrongOriginError`."""
    if "origin" in connection.headers and not is_own_page(connection, settings):
        raise WrongOriginError


def refuse_other_forms(connection: AnyConnection, settings: Settings) -> None:
    """For forms that a page sends. Raises `WrongOriginError` unless the page is one of ours.

    Our pages name no referrer, and so a browser sends `Origin: null` with their forms (Fetch, "append a request Origin
    header"). `Sec-Fetch-Site` says what that hides, and no script can set it.
    """
    hidden = connection.headers.get("origin", "null") == "null"
    if not is_own_page(connection, settings) and not (
        hidden and connection.headers.get("sec-fetch-site") == "same-origin"
    ):
        raise WrongOriginError
