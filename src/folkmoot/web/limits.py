"""How often one address may do what costs something. Keeps pseudonyms in memory, no addresses."""

import ipaddress
from contextlib import suppress

from folkmoot.base.clock import Clock
from folkmoot.base.errors import RateLimitedError
from folkmoot.base.ids import Address
from folkmoot.base.log import Pseudonyms
from folkmoot.base.settings import Settings
from folkmoot.meet.bucket import Bucket
from folkmoot.web.security import AnyConnection

SECONDS_PER_HOUR = 3600
SECONDS_PER_MINUTE = 60
BUCKETS_MAX = 10_000
MOVES_PER_MINUTE = 120
# One household or machine has a whole /64 of IPv6 addresses.
IPV6_PREFIX = 64


class Limit:
    """One kind of act: so many in a period, by whoever is named."""

    def __init__(self, clock: Clock, count: int, period: float) -> None:
        self._clock = clock
        self._rate = count / period
        self._burst = count
        self._buckets: dict[str, Bucket] = {}

    def take(self, who: str) -> None:
        """Raises `RateLimitedError`."""
        now = self._clock.monotonic()
        bucket = self._buckets.get(who)
        if bucket is None:
            if len(self._buckets) >= BUCKETS_MAX:
                self._sweep(now)
            bucket = self._buckets[who] = Bucket(self._rate, self._burst, now)
        wait = bucket.take(now)
        if wait:
            raise RateLimitedError(wait)

    def check(self, who: str) -> None:
        """Raises `RateLimitedError` when `take` would, and counts nothing."""
        now = self._clock.monotonic()
        bucket = self._buckets.get(who)
        wait = bucket.wait(now) if bucket is not None else 0.0
        if wait:
            raise RateLimitedError(wait)

    def _sweep(self, now: float) -> None:
        self._buckets = {who: bucket for who, bucket in self._buckets.items() if not bucket.is_full(now)}
        while len(self._buckets) >= BUCKETS_MAX:
            # More addresses than that at once are an attack; the longest known are the least likely part of it.
            del self._buckets[next(reversed(self._buckets))]


class Limits:
    """All limits by address."""

    def __init__(self, settings: Settings, clock: Clock, pseudonyms: Pseudonyms) -> None:
        self._settings = settings
        self._pseudonyms = pseudonyms
        self._making = Limit(clock, settings.rooms_per_hour, SECONDS_PER_HOUR)
        self._joining = Limit(clock, settings.joins_per_minute, SECONDS_PER_MINUTE)
        self._signalling = Limit(clock, settings.joins_per_minute * 2, SECONDS_PER_MINUTE)
        self._gate = Limit(clock, settings.gate_requests_per_minute, SECONDS_PER_MINUTE)
        self._collecting = Limit(clock, settings.gate_requests_per_minute * 4, SECONDS_PER_MINUTE)
        self._misses = Limit(clock, settings.gate_misses_per_hour, SECONDS_PER_HOUR)
        self._by_link = Limit(clock, settings.link_voices_per_hour, SECONDS_PER_HOUR)
        self._mails = Limit(clock, settings.mails_per_hour, SECONDS_PER_HOUR)
        self._acts = Limit(clock, settings.acts_per_minute, SECONDS_PER_MINUTE)
        self._moving = Limit(clock, MOVES_PER_MINUTE, SECONDS_PER_MINUTE)

    def make_room(self, connection: AnyConnection) -> None:
        """Raises `RateLimitedError`."""
        self._making.take(self._who(connection))

    def join(self, connection: AnyConnection) -> None:
        """Raises `RateLimitedError`."""
        self._joining.take(self._who(connection))

    def signal(self, connection: AnyConnection) -> None:
        """LiveKit connects, and asks again when that failed. Raises `RateLimitedError`."""
        self._signalling.take(self._who(connection))

    def gate(self, connection: AnyConnection, *, is_open: bool) -> None:
        """A request for a voice; `is_open` where nothing else keeps one person from asking twice.

        Raises `RateLimitedError`, also for who has tried too many codes that are none.
        """
        who = self._who(connection)
        self._misses.check(who)
        self._gate.take(who)
        if is_open:
            self._by_link.take(who)

    def missed(self, connection: AnyConnection) -> None:
        """A code was none."""
        with suppress(RateLimitedError):
            self._misses.take(self._who(connection))

    def collect(self, connection: AnyConnection) -> None:
        """Raises `RateLimitedError`."""
        self._collecting.take(self._who(connection))

    def mail(self, connection: AnyConnection, address: str) -> None:
        """Counts who asks as well as who gets the mail. Raises `RateLimitedError`."""
        self._mails.take(self._who(connection))
        self._mails.take(self._pseudonyms.of("mail", address.strip().lower()))

    def act(self, connection: AnyConnection) -> None:
        """Raises `RateLimitedError`."""
        self._acts.take(self._who(connection))

    def move(self, connection: AnyConnection) -> None:
        """Moving a voice asks every few seconds whether it has arrived. Raises `RateLimitedError`."""
        self._moving.take(self._who(connection))

    def _who(self, connection: AnyConnection) -> str:
        return self._pseudonyms.of("from", network_of(address_of(connection, self._settings)))


def address_of(connection: AnyConnection, settings: Settings) -> Address:
    """Who asks: the other end of the connection, or whom the one trusted proxy names last."""
    peer = connection.client.host if connection.client else ""
    if settings.trusted_proxy and peer == settings.trusted_proxy:
        forwarded = connection.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return Address(forwarded or peer)
    return Address(peer)


def network_of(address: Address) -> str:
    """What counts as one: an IPv4 address, or an IPv6 network."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))
