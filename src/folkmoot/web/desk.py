"""Where campaigns are run from: who is signed in, how often somebody may try, and what sign-in needs."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from litestar.datastructures import Cookie

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.ids import ID_BYTES
from folkmoot.base.log import Pseudonyms
from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings
from folkmoot.campaigns import convenors, sessions
from folkmoot.campaigns.attempts import Attempts
from folkmoot.campaigns.challenges import RANDOM_BYTES, Challenges
from folkmoot.campaigns.convenors import Convenor
from folkmoot.campaigns.passkeys import Party
from folkmoot.campaigns.rules import Decision
from folkmoot.campaigns.sessions import SEEN_SECONDS, Session
from folkmoot.record.errors import RecordUnavailableError
from folkmoot.record.outbox import Outbox
from folkmoot.store.database import Database
from folkmoot.web.agents import browser_of
from folkmoot.web.limits import address_of, network_of
from folkmoot.web.security import AnyConnection

# One name from one address; one address with whatever names.
TRIES, TRIES_OF_ADDRESS = 5, 30
WAIT_SECONDS = 15 * 60.0
# Each takes 64 MiB and a core for a tenth of a second.
SLOW_AT_ONCE = 2
_COOKIE = "folkmoot_session"

T = TypeVar("T")


class Guest(msgspec.Struct, frozen=True):
    """Who asks: a person who is signed in, by which session."""

    convenor: Convenor
    session: Session


class NotSignedInError(Exception):
    """The page is for people who have signed in; answered with the way to do that."""


class Desk:
    """Made once by the assembly point; pages find it in the application's state as `desk`."""

    def __init__(self, settings: Settings, database: Database, clock: Clock, pseudonyms: Pseudonyms) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.party = Party(settings, Challenges(random_bytes(32)))
        self._pseudonyms = pseudonyms
        self._slow = asyncio.Semaphore(SLOW_AT_ONCE)
        self._by_name = Attempts(TRIES, WAIT_SECONDS)
        self._by_address = Attempts(TRIES_OF_ADDRESS, WAIT_SECONDS)
        self._secure = settings.public_origin.startswith("https:")
        # The way into the record; there while the application runs.
        self.outbox: Outbox | None = None
        # A browser takes such a cookie only from this very host, over TLS (RFC 6265bis section 4.1.3.2).
        self.cookie = f"__Host-{_COOKIE}" if self._secure else _COOKIE

    async def slowly(self, function: Callable[..., T], *arguments: Any) -> T:
        """Runs what is slow on purpose beside the event loop, and never many at once."""
        async with self._slow:
            return await asyncio.to_thread(function, *arguments)

    async def say(self, decision: Decision) -> None:
        """Brings to the record what a decision has put into the outbox, and waits until it stands there.

        What was decided holds also when the record cannot be written now: the outbox brings it later by itself.
        """
        if self.outbox is not None:
            with contextlib.suppress(RecordUnavailableError):
                await self.outbox.deliver(decision.said)

    def challenge(self, purpose: str) -> str:
        """For a passkey to sign."""
        return self.party.challenge(purpose, self.clock.now(), random_bytes(RANDOM_BYTES))

    def attempt(self, connection: AnyConnection, name: str) -> int:
        """Counts a try at signing in; returns how many are left. Raises `RateLimitedError`."""
        now, address = self.clock.monotonic(), self._address(connection)
        self._by_address.take(address, now)
        return self._by_name.take(f"{address} {self._pseudonyms.of('name', name)}", now)

    def succeeded(self, connection: AnyConnection, name: str) -> None:
        """Whoever signs in has all their tries again."""
        address = self._address(connection)
        self._by_address.forget(address)
        self._by_name.forget(f"{address} {self._pseudonyms.of('name', name)}")

    async def guest(self, connection: AnyConnection) -> Guest | None:
        """Who asks, when they are signed in."""
        token = self._token(connection)
        if token is None:
            return None
        now = self.clock.now()
        async with self.database.read() as reading:
            session = await sessions.find(reading, token, now)
            convenor = None if session is None else await convenors.find(reading, session.convenor)
        if session is None or convenor is None:
            return None
        if now - session.last_seen > SEEN_SECONDS:
            async with self.database.write() as writing:
                await sessions.seen(writing, session, now)
        return Guest(convenor, session)

    async def signed_in(self, connection: AnyConnection) -> Guest:
        """Who asks. Raises `NotSignedInError`."""
        guest = await self.guest(connection)
        if guest is None:
            raise NotSignedInError
        return guest

    def new_session(self, connection: AnyConnection, convenor: Convenor) -> tuple[Secret, Session]:
        """A session to keep, and its token for `session_cookie`."""
        now = self.clock.now()
        agent = browser_of(connection.headers.get("user-agent", ""))
        return new_token(), Session(new_id().hex()[:22], convenor.id, now, now, agent)

    def session_cookie(self, token: Secret | None) -> Cookie:
        """The cookie that carries a token; None takes it away."""
        return Cookie(
            key=self.cookie,
            value="" if token is None else token.reveal_text(),
            max_age=0 if token is None else round(sessions.LIFE_SECONDS),
            path="/",
            samesite="strict",
            httponly=True,
            secure=self._secure,
        )

    def _token(self, connection: AnyConnection) -> Secret | None:
        text = connection.cookies.get(self.cookie, "")
        return Secret(text) if text else None

    def _address(self, connection: AnyConnection) -> str:
        return self._pseudonyms.of("from", network_of(address_of(connection, self.settings)))


def new_token() -> Secret:
    """For a session or a one-time link."""
    return sessions.token_text(random_bytes(sessions.TOKEN_BYTES))


def new_id() -> bytes:
    """For an id of `base.ids`."""
    return random_bytes(ID_BYTES)


def desk_of(connection: AnyConnection) -> Desk:
    """Of the application that the connection came to."""
    desk: Desk = connection.app.state.desk
    return desk
