"""The institution's own login: OpenID Connect Core 1.0, authorization code flow with PKCE, state and nonce.

The only scope is `openid`, and of what comes back two values are read, issuer and subject (section 5.7), which name an
account. Requests go to the issuer of the settings and to the addresses that it names for itself, without redirects.
"""

import asyncio
import json
from collections.abc import Awaitable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote_plus, urlsplit

import aiohttp
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from folkmoot.base.answers import body_of
from folkmoot.base.clock import Clock
from folkmoot.base.log import logger
from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings
from folkmoot.campaigns.departures import Departure
from folkmoot.campaigns.errors import (
    LoginDoubtfulError,
    LoginExpiredError,
    LoginRefusedError,
    LoginUnavailableError,
)

SECONDS = 10.0
ANSWER_MAX = 256 * 1024
SUBJECT_MAX = 255
LEEWAY_SECONDS = 60
# How long what the login says of itself is believed; its keys are asked anew when one is not among them.
FRESH_SECONDS = 600.0
RETURN_PATH = "/login/return"
# OpenID Connect Core section 9.
BASIC, IN_BODY = "client_secret_basic", "client_secret_post"
# Signatures that only the login can make: none by a secret that this service has too, and never `none`.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# RFC 6749 section 4.1.2.1 and OpenID Connect Core section 3.1.2.6: the person or their account; all others are faults.
_REFUSALS = frozenset(
    {"access_denied", "login_required", "consent_required", "interaction_required", "account_selection_required"}
)

_log = logger("campaigns.provider")

Account = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the login says of itself, until when that is believed (monotonic)."""

    metadata: OpenIDProviderMetadata
    keys: KeySet
    until: float


def host_of(settings: Settings) -> str:
    """Where people go to; empty when no login is named."""
    return urlsplit(settings.login_issuer).netloc


class Provider:
    """The login that the settings name, if they name one."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._known: _Known | None = None
        self._asking = asyncio.Lock()

    async def way(self, departure: Departure, state: str) -> str:
        """The address that a browser goes to. Raises `LoginUnavailableError`."""
        known = await self._know()
        client = OAuth2Client(
            None,
            client_id=self._settings.login_client_id,
            scope="openid",
            redirect_uri=self._return,
            code_challenge_method="S256",
        )
        url, _ = client.create_authorization_url(
            known.metadata["authorization_endpoint"],
            state=state,
            code_verifier=departure.verifier,
            nonce=departure.nonce,
        )
        return url

    async def account(self, departure: Departure, *, code: str, error: str, issuer: str) -> Account:
        """Issuer and subject of who has come back; `code`, `error` and `issuer` as the login handed them back.

        Raises `LoginRefusedError`, `LoginExpiredError`, `LoginUnavailableError` and `LoginDoubtfulError`.
        """
        if issuer and issuer != self._settings.login_issuer:
            # RFC 9207: the answer of another login, mixed up with ours.
            raise self._doubtful("other_issuer")
        if error in _REFUSALS:
            raise LoginRefusedError
        if error or not code:
            raise self._unavailable("error_answer")
        known = await self._know()
        token = await self._exchange(known.metadata, departure, code)
        claims = await self._checked(known, token, departure)
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_MAX:
            raise self._doubtful("subject")
        return self._settings.login_issuer, subject

    @property
    def _return(self) -> str:
        return f"{self._settings.public_origin}{RETURN_PATH}"

    async def _exchange(self, metadata: OpenIDProviderMetadata, departure: Departure, code: str) -> dict[str, Any]:
        """The token response (RFC 6749 section 4.1.4)."""
        # In a thread: a file that a person keeps may lie on a disk that is slow.
        secret = await asyncio.to_thread(self._secret)
        client = _Client(
            None,
            client_id=self._settings.login_client_id,
            client_secret=secret.reveal_text(),
            redirect_uri=self._return,
            token_endpoint_auth_method=_method(metadata),
        )
        status, body = await self._reached(
            client.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=departure.verifier,
            )
        )
        token = _object(body)
        if status == 400 and token is not None and token.get("error") == "invalid_grant":
            # The code was taken up before, or too late.
            raise LoginExpiredError
        if status != 200 or token is None:
            raise self._unavailable("token_endpoint")
        return token

    async def _checked(self, known: _Known, token: dict[str, Any], departure: Departure) -> CodeIDToken:
        """The claims of an ID token that holds (OpenID Connect Core section 3.1.3.7)."""
        text = token.get("id_token")
        if not isinstance(text, str):
            raise self._doubtful("no_id_token")
        try:
            opened = jwt.decode(text, known.keys, algorithms=ALGORITHMS)
        except (JoseError, ValueError):
            # Signed, perhaps, with a key that is newer than what is known of it.
            known = await self._know(anew=True)
            try:
                opened = jwt.decode(text, known.keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                raise self._doubtful("signature") from None
        settings = self._settings
        claims = CodeIDToken(
            opened.claims,
            opened.header,
            options={
                "iss": {"essential": True, "value": settings.login_issuer},
                "aud": {"essential": True, "value": settings.login_client_id},
            },
            params={
                "nonce": departure.nonce,
                "client_id": settings.login_client_id,
                "access_token": token.get("access_token"),
            },
        )
        try:
            claims.validate(now=int(self._clock.now()), leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError):
            raise self._doubtful("claims") from None
        return claims

    async def _know(self, *, anew: bool = False) -> _Known:
        """What the login says of itself. Raises `LoginUnavailableError`."""
        if not self._settings.login_issuer:
            raise LoginUnavailableError
        before = self._known
        async with self._asking:
            known, now = self._known, self._clock.monotonic()
            if known is not None and known.until > now and not (anew and known is before):
                return known
            metadata = OpenIDProviderMetadata(await self._get(get_well_known_url(self._settings.login_issuer, True)))
            self._check(metadata)
            try:
                keys = KeySet.import_key_set(cast("Any", await self._get(metadata["jwks_uri"])))
            except (JoseError, ValueError, KeyError, TypeError):
                raise self._unavailable("keys") from None
            self._known = _Known(metadata, keys, self._clock.monotonic() + FRESH_SECONDS)
            return self._known

    def _check(self, metadata: OpenIDProviderMetadata) -> None:
        """OpenID Connect Discovery section 4.3: it is the one that was asked, and all of it is reached by TLS."""
        over_tls = self._settings.login_issuer.startswith("https:")
        addresses = [metadata.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if metadata.get("issuer") != self._settings.login_issuer or not all(
            _is_address(one, over_tls) for one in addresses
        ):
            raise self._unavailable("metadata")

    async def _get(self, url: str) -> dict[str, Any]:
        status, body = await self._reached(_send("GET", url, {"Accept": "application/json"}))
        found = _object(body)
        if status != 200 or found is None:
            raise self._unavailable("discovery")
        return found

    async def _reached(self, asking: Awaitable[tuple[int, bytes]]) -> tuple[int, bytes]:
        try:
            return await asking
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise self._unavailable(type(error).__name__) from None

    def _secret(self) -> Secret:
        if not self._settings.login_client_secret_file:
            return self._settings.login_client_secret
        try:
            return Secret(Path(self._settings.login_client_secret_file).read_bytes().strip())
        except OSError as error:
            raise self._unavailable(type(error).__name__) from None

    def _unavailable(self, reason: str) -> LoginUnavailableError:
        # Never what the login said: it may name who has signed in.
        _log.error("login_unavailable", reason=reason)
        return LoginUnavailableError()

    def _doubtful(self, reason: str) -> LoginDoubtfulError:
        _log.error("login_doubtful", reason=reason)
        return LoginDoubtfulError()


class _Client(OAuth2Client):
    """Authlib's client over the HTTP library that the rest of Folkmoot has."""

    async def _fetch_token(
        self, url: str, body: str, auth: ClientAuth, method: str, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        if self.token_endpoint_auth_method == BASIC:
            # RFC 6749 section 2.3.1: both are encoded as in a form before they are joined.
            auth = ClientAuth(quote_plus(self.client_id), quote_plus(self.client_secret), BASIC)
        url, headers, body = auth.prepare(method, url, dict(headers), body)
        return await _send(method, url, headers, body)


async def _send(method: str, url: str, headers: dict[str, str], body: str | None = None) -> tuple[int, bytes]:
    """Raises `aiohttp.ClientError`, `TimeoutError`, and `ValueError` when the answer is too large."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.request(method, url, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        content = await body_of(answer, ANSWER_MAX)
        if content is None:
            raise ValueError("The answer is too large")
        return answer.status, content


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _method(metadata: OpenIDProviderMetadata) -> str:
    """How this service shows that it is itself."""
    offered = metadata.get("token_endpoint_auth_methods_supported")
    known = cast("Collection[str]", offered) if isinstance(offered, list) else (BASIC,)
    return IN_BODY if BASIC not in known and IN_BODY in known else BASIC


def _is_address(value: object, over_tls: bool) -> bool:
    return isinstance(value, str) and value.startswith("https://" if over_tls else ("https://", "http://"))
