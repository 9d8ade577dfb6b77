"""Signing in, signing out, and the one-time links that make convenors."""

import hashlib
import re
from typing import Any, NamedTuple

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from folkmoot.base.clock import random_bytes
from folkmoot.base.errors import FolkmootError, RateLimitedError
from folkmoot.base.ids import ID_BYTES, CampaignId, ConvenorId
from folkmoot.base.secret import Secret
from folkmoot.campaigns import convenors, invitations, passkeys, passphrases, recovery, sessions
from folkmoot.campaigns.convenors import Convenor, Role
from folkmoot.campaigns.errors import (
    BadPasskeyError,
    BadSignInNameError,
    LinkSpentError,
    SignInNameTakenError,
    WeakPassphraseError,
    WrongWayInError,
)
from folkmoot.campaigns.invitations import Invitation
from folkmoot.campaigns.passkeys import MAKE, SIGN_IN, Passkey
from folkmoot.campaigns.tables import NAME_MAX
from folkmoot.web.desk import Desk, desk_of
from folkmoot.web.pages.dates import moment_text
from folkmoot.web.pages.forms import Fault, Form, read_form
from folkmoot.web.pages.site import AnyRequest, language_of, site_of

PRIVATE = "no-store"
# Where to go after it; nothing that could lead out of this service.
_INSIDE = re.compile(r"/(?:campaigns|account|convenors)(?:/[a-z0-9-]+)*")
# Not a secret; it keeps the id of a new convenor from being the hash that the link is known by.
_LABEL = b"folkmoot convenor v1\0"


class _WayIn(NamedTuple):
    """What somebody will sign in with from now on."""

    passkey: Passkey | None
    passphrase: str | None


@get("/signin", include_in_schema=False)
async def sign_in_page(request: AnyRequest) -> Response[Any]:
    """Three ways in."""
    if await desk_of(request).guest(request) is not None:
        return Redirect(_inside(request.query_params.get("to", "")), status_code=303)
    return _page(request, "choose")


@post("/signin", include_in_schema=False, status_code=200)
async def sign_in(request: AnyRequest) -> Response[Any]:
    """By one of them."""
    desk = desk_of(request)
    form = await read_form(request, desk.settings)
    way = form.line("with", 20)
    if way == "passkey":
        return await _by_passkey(request, desk, form)
    name = form.line("user", NAME_MAX)
    left = 0
    try:
        left = desk.attempt(request, name.casefold())
        prove = _by_code if way == "code" else _by_passphrase
        person = await prove(desk, name, form)
    except RateLimitedError as error:
        return _page(request, _mode(way), status=429, name=name, minutes=round(error.retry_after / 60 + 0.5))
    except WrongWayInError:
        return _page(request, _mode(way), status=403, name=name, wrong=True, left=left)
    desk.succeeded(request, name.casefold())
    return await _welcome(request, desk, person, "/account" if way == "code" else _inside(form.line("to", 200)))


@post("/signout", include_in_schema=False, status_code=200)
async def sign_out(request: AnyRequest) -> Response[Any]:
    """Ends this browser's session."""
    desk = desk_of(request)
    await read_form(request, desk.settings)
    guest = await desk.guest(request)
    if guest is not None:
        async with desk.database.write() as connection:
            await sessions.end(connection, guest.convenor.id, guest.session.id)
    return Redirect("/signin", status_code=303, cookies=[desk.session_cookie(None)])


@get("/signin/link/{token:str}", include_in_schema=False)
async def link_page(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """What a one-time link is for. To look at it does not use it: programs that check mails do that too."""
    return await _link(request, token)


@post("/signin/link/{token:str}", include_in_schema=False, status_code=200)
async def take_link(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """Becomes a convenor, or gets a new way in."""
    desk = desk_of(request)
    form = await read_form(request, desk.settings)
    try:
        return await _take(request, desk, token, form)
    except LinkSpentError:
        return _spent(request)
    except FolkmootError as error:
        fault = _FAULTS.get(type(error))
        if fault is None:
            raise
        return await _link(request, token, form=form, faults=[fault])


async def _take(request: AnyRequest, desk: Desk, token: str, form: Form) -> Response[Any]:
    secret, now = Secret(token), desk.clock.now()
    async with desk.database.read() as reading:
        invitation = await invitations.find(reading, secret, now)
        known = None if invitation.convenor is None else await convenors.find(reading, invitation.convenor)
    person = known or _new(invitation, token, form)
    way = await _way(desk, form, now)
    codes = new_codes()
    hashes = await hashed_codes(desk, person, codes)
    session_token, session = desk.new_session(request, person)
    async with desk.database.write() as connection:
        await invitations.spend(connection, secret, now)
        if known is None:
            await convenors.make(connection, person, way.passphrase, now)
        else:
            # What was lost may be in somebody else's hands.
            await passkeys.remove_all(connection, person.id)
            await sessions.end_others(connection, person.id, None)
            await convenors.set_passphrase(connection, person.id, way.passphrase)
        if way.passkey is not None:
            await passkeys.keep(connection, person.id, way.passkey)
        await recovery.keep(connection, person.id, hashes)
        await sessions.begin(connection, session_token, session)
    response = codes_page(request, person, codes, step=True)
    response.set_cookie(desk.session_cookie(session_token))
    return response


def _new(invitation: Invitation, token: str, form: Form) -> Convenor:
    name = form.line("name", NAME_MAX)
    if not name:
        raise _NameMissingError
    roles: dict[CampaignId, frozenset[Role]] = {}
    if invitation.campaign is not None and invitation.role is not None:
        roles = {invitation.campaign: frozenset({invitation.role})}
    sign_in = convenors.sign_in_name(form.line("user", NAME_MAX))
    return Convenor(_id(token), name, sign_in, not roles, roles)


class _NameMissingError(FolkmootError):
    code = "name_missing"
    sentence = "A convenor needs a name."


class _PasskeyMissingError(FolkmootError):
    code = "passkey_missing"
    sentence = "A passkey needs JavaScript."


_FAULTS: dict[type[FolkmootError], Fault] = {
    _NameMissingError: Fault("name", "signin-name-missing"),
    BadSignInNameError: Fault("user", "signin-user-wrong"),
    SignInNameTakenError: Fault("user", "signin-user-taken"),
    WeakPassphraseError: Fault("pass", "signin-passphrase-weak"),
    _PasskeyMissingError: Fault("make", "signin-passkey-script"),
    BadPasskeyError: Fault("make", "signin-passkey-failed"),
}


async def _way(desk: Desk, form: Form, now: float) -> _WayIn:
    if form.line("with", 20) == "passphrase":
        passphrase = form.secret("pass")
        passphrases.check(passphrase)
        return _WayIn(None, await desk.slowly(passphrases.hashed, passphrase))
    answer = form.secret("answer")
    if not answer:
        raise _PasskeyMissingError
    return _WayIn(desk.party.made(answer, now), None)


async def _by_passkey(request: AnyRequest, desk: Desk, form: Form) -> Response[Any]:
    answer = form.secret("answer")
    try:
        desk.attempt(request, "")
        person = await _signed(desk, answer)
    except RateLimitedError as error:
        return _page(request, "choose", status=429, minutes=round(error.retry_after / 60 + 0.5))
    except BadPasskeyError:
        word = "signin-passkey-unknown" if answer else "signin-passkey-script"
        return _page(request, "choose", status=403, problem=word)
    desk.succeeded(request, "")
    return await _welcome(request, desk, person, _inside(form.line("to", 200)))


async def _signed(desk: Desk, answer: str) -> Convenor:
    """Whose passkey has signed that. Raises `BadPasskeyError`."""
    named, now = desk.party.named(answer), desk.clock.now()
    async with desk.database.read() as reading:
        owner, passkey = await passkeys.find(reading, named)
        person = await convenors.find(reading, owner)
    sign_count = desk.party.check(answer, passkey, now)
    async with desk.database.write() as connection:
        await passkeys.used(connection, passkey, sign_count, now)
    if person is None:
        raise BadPasskeyError
    return person


async def _by_passphrase(desk: Desk, name: str, form: Form) -> Convenor:
    person, kept = await _named(desk, name)
    # As slow for a name that is not there.
    right = await desk.slowly(passphrases.matches, kept, form.secret("pass"))
    if person is None or not right:
        raise WrongWayInError
    return person


async def _by_code(desk: Desk, name: str, form: Form) -> Convenor:
    person, _ = await _named(desk, name)
    owner = person.id if person else ConvenorId.of(random_bytes(ID_BYTES))
    given = await desk.slowly(recovery.hashed, owner, form.secret("code"))
    async with desk.database.write() as connection:
        right = await recovery.spend(connection, owner, given)
    if person is None or not right:
        raise WrongWayInError
    return person


async def _named(desk: Desk, name: str) -> tuple[Convenor | None, str | None]:
    try:
        sign_in = convenors.sign_in_name(name)
    except BadSignInNameError:
        return None, None
    async with desk.database.read() as reading:
        found = await convenors.by_sign_in(reading, sign_in)
    return found or (None, None)


async def _welcome(request: AnyRequest, desk: Desk, person: Convenor, to: str) -> Response[Any]:
    token, session = desk.new_session(request, person)
    async with desk.database.write() as connection:
        await sessions.begin(connection, token, session)
    return Redirect(to, status_code=303, cookies=[desk.session_cookie(token)])


def _page(request: AnyRequest, mode: str, *, status: int = 200, **given: Any) -> Response[Any]:
    desk, site = desk_of(request), site_of(request)
    shown: dict[str, Any] = {"name": "", "wrong": False, "left": 0, "minutes": None, "problem": None, **given}
    challenge = desk.challenge(SIGN_IN)
    data = site.script_data(request, ("passkeys",), challenge=challenge, party=desk.party.id)
    to = _inside(request.query_params.get("to", ""))
    return site.page(
        request,
        "signin.html",
        status=status,
        cache=PRIVATE,
        mode=mode,
        to=to,
        possible=desk.party.possible,
        data=data,
        **shown,
    )


async def _link(
    request: AnyRequest, token: str, *, form: Form | None = None, faults: list[Fault] | None = None
) -> Response[Any]:
    desk, site = desk_of(request), site_of(request)
    async with desk.database.read() as reading:
        try:
            invitation = await invitations.find(reading, Secret(token), desk.clock.now())
        except LinkSpentError:
            return _spent(request)
        known = None if invitation.convenor is None else await convenors.find(reading, invitation.convenor)
        first = not await convenors.any_there(reading)
        host = None if invitation.made_by is None else await convenors.find(reading, invitation.made_by)
    owner = known.id if known else _id(token)
    data = site.script_data(
        request,
        ("passkeys",),
        challenge=desk.challenge(MAKE),
        party=desk.party.id,
        person=owner,
        name=known.name if known else "",
        user=known.sign_in if known else "",
    )
    given = form or Form([])
    until = moment_text(invitation.expires, desk.settings.zone, language_of(request))
    return site.page(
        request,
        "signin-link.html",
        status=400 if faults else 200,
        cache=PRIVATE,
        known=known,
        first=first,
        host=host,
        until=until,
        faults=faults or [],
        name=given.line("name", NAME_MAX),
        user=given.line("user", NAME_MAX),
        with_passphrase=given.line("with", 20) == "passphrase" or not desk.party.possible,
        possible=desk.party.possible,
        data=data,
    )


def _spent(request: AnyRequest) -> Response[Any]:
    return site_of(request).page(request, "signin-spent.html", status=410, cache=PRIVATE, code=LinkSpentError.code)


def new_codes() -> list[str]:
    """Eight recovery codes."""
    return [recovery.code(random_bytes(recovery.RANDOM_BYTES)) for _ in range(recovery.COUNT)]


async def hashed_codes(desk: Desk, person: Convenor, codes: list[str]) -> list[bytes]:
    """What is kept of them."""
    return [await desk.slowly(recovery.hashed, person.id, code) for code in codes]


def codes_page(request: AnyRequest, person: Convenor, codes: list[str], *, step: bool) -> Response[str]:
    """The page that shows them, this once. `step`: it is the second of two."""
    site = site_of(request)
    data = site.script_data(request, ("passkeys",))
    return site.page(request, "codes.html", cache=PRIVATE, person=person, codes=codes, step=step, data=data)


def _id(token: str) -> ConvenorId:
    """The same for one link, so that the passkey that its page makes can name whom it is for."""
    return ConvenorId.of(hashlib.sha256(_LABEL + token.encode()).digest()[:ID_BYTES])


def _inside(to: str) -> str:
    return to if _INSIDE.fullmatch(to) else "/campaigns"


def _mode(way: str) -> str:
    return "code" if way == "code" else "passphrase"


handlers: list[Any] = [sign_in_page, sign_in, sign_out, link_page, take_link]
