"""Structured logs without surveillance.

Two nets, because one will have a hole some day. By type and key: ids and addresses become pseudonyms, secrets and
whatever stands under a forbidden key are dropped. By pattern, on the finished line and so on tracebacks and on other
libraries' messages too: whatever looks like an id, an address or a token is replaced.

A pseudonym is an HMAC under a key that is made at start, changes with the UTC day and is never written anywhere: lines
of one day can be read together, lines of two days cannot, and nobody can get from a pseudonym to the id.
"""

import hashlib
import hmac
import ipaddress
import logging
import re
import sys
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any, TextIO, cast

import structlog
from structlog.typing import WrappedLogger

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.ids import ID_PATTERN, Address, ConvenorId, Identity, RoomId
from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings

SECONDS_PER_DAY = 86_400
OURS = "folkmoot"
REFUSED = "[refused]"
FORBIDDEN_KEYS = frozenset(
    [
        "name",
        "display_name",
        "token",
        "access_token",
        "secret",
        "api_secret",
        "password",
        "auth",
        "authorization",
        "cookie",
        "body",
        "message",
        "payload",
        "query",
        "query_string",
        "link",
        "fragment",
        "key",
        "signature",
        "user_agent",
        "url",
    ]
)
_STRUCTURE = frozenset(
    ["event", "exc_info", "exception", "stack_info", "level", "timestamp", "logger", "_record", "_from_structlog"]
)
_KINDS: dict[Any, str] = {RoomId: "room", Identity: "who", ConvenorId: "who", Address: "from"}
_TOKEN = re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*")
_QUERY = re.compile(r"(?<=[A-Za-z0-9_/-])\?[^\s\"'\\]*=[^\s\"'\\]*")
_BYTES = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_ID = re.compile(rf"(?<![A-Za-z0-9_-]){ID_PATTERN}(?![A-Za-z0-9_-])")
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_IPV6 = re.compile(r"(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")


class Pseudonyms:
    """Names for one day. The key lives here only."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._day = -1
        self._key = b""

    def of(self, kind: str, value: str) -> str:
        """Such as `room-5d41402a`: the same for the same value on the same UTC day, in this process."""
        day = int(self._clock.now() // SECONDS_PER_DAY)
        if day != self._day:
            self._day, self._key = day, random_bytes(32)
        digest = hmac.new(self._key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()
        return f"{kind}-{digest[:8]}"


def scrub(line: str, pseudonyms: Pseudonyms) -> str:
    """Replaces in a finished line what looks like a token, a query, long bytes, an id or an address."""
    line = _TOKEN.sub("[token]", line)
    line = _QUERY.sub("?[query]", line)
    line = _BYTES.sub("[bytes]", line)
    line = _ID.sub(lambda found: pseudonyms.of("id", found.group()), line)
    line = _IPV4.sub(lambda found: _address(found.group(), pseudonyms), line)
    return _IPV6.sub(lambda found: _address(found.group(), pseudonyms), line)


def _address(text: str, pseudonyms: Pseudonyms) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    # Loopback and "any" are this machine, not a person; which of our ports is bound where is worth reading.
    return text if address.is_loopback or address.is_unspecified else pseudonyms.of("from", text)


def safe_value(key: str, value: Any, pseudonyms: Pseudonyms) -> Any:
    """What may be logged in place of `value` under `key`."""
    if isinstance(value, Secret) or key in FORBIDDEN_KEYS:
        return REFUSED
    kind = _KINDS.get(type(value))
    if kind is not None:
        return pseudonyms.of(kind, value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        items = cast("Iterable[Any]", value)
        return [safe_value(key, item, pseudonyms) for item in items]
    # The type says enough about anything else; what it holds might say too much.
    return f"[{type(value).__name__}]"


def refuse_identities(pseudonyms: Pseudonyms) -> Callable[..., MutableMapping[str, Any]]:
    """The structlog processor of the first net."""

    def process(_logger: WrappedLogger, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key in event:
            if key not in _STRUCTURE:
                event[key] = safe_value(key, event[key], pseudonyms)
        return event

    return process


class _ScrubbingFormatter(structlog.stdlib.ProcessorFormatter):
    def __init__(self, pseudonyms: Pseudonyms, **options: Any) -> None:
        super().__init__(**options)
        self._pseudonyms = pseudonyms

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record), self._pseudonyms)


def configure(settings: Settings, clock: Clock, stream: TextIO | None = None) -> Pseudonyms:
    """Sends everything that is logged, by us and by any library, through both nets to `stream` (standard error).

    Returns the pseudonyms, which the rate limits use as well so as not to keep addresses.
    """
    pseudonyms = Pseudonyms(clock)
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        refuse_identities(pseudonyms),
    ]
    target = stream or sys.stderr
    # Locals of a frame would show in a traceback what must not be shown, so both renderers leave them out.
    if settings.log_format == "json":
        finish: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        plain = structlog.dev.plain_traceback
        finish = [structlog.dev.ConsoleRenderer(colors=target.isatty(), exception_formatter=plain)]
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        _ScrubbingFormatter(
            pseudonyms,
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *finish],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    # Libraries tell at lower levels what they carry: statements with their rows, addresses, queries.
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[settings.log_level.upper()]))
    logging.getLogger(OURS).setLevel(settings.log_level.upper())
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    return pseudonyms


def logger(area: str) -> structlog.stdlib.BoundLogger:
    """A logger for one part of the program, such as `meet.delivery`."""
    return structlog.stdlib.get_logger(f"{OURS}.{area}")
