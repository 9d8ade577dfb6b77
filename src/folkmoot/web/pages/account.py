"""What a person who is signed in sees of themselves: their ways in, their recovery codes, their sessions."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.errors import InvalidRequestError
from folkmoot.campaigns import convenors, passkeys, passphrases, recovery, sessions
from folkmoot.campaigns.errors import BadPasskeyError, LastWayInError, WeakPassphraseError
from folkmoot.campaigns.passkeys import MAKE
from folkmoot.web.desk import Desk, Guest, NotSignedInError, desk_of
from folkmoot.web.pages.dates import moment_text
from folkmoot.web.pages.forms import Fault, Form, read_form
from folkmoot.web.pages.signin import PRIVATE, codes_page, hashed_codes, new_codes
from folkmoot.web.pages.site import AnyRequest, language_of, site_of


@get("/account", include_in_schema=False)
async def account_page(request: AnyRequest) -> Response[Any]:
    """Ways in, codes, sessions."""
    return await _page(request, await desk_of(request).signed_in(request), [])


@post("/account", include_in_schema=False, status_code=200)
async def change_account(request: AnyRequest) -> Response[Any]:
    """Changes one of them; `do` says which."""
    desk = desk_of(request)
    form = await read_form(request, desk.settings)
    guest = await desk.signed_in(request)
    if form.line("do", 20) == "codes":
        return await _renew_codes(request, desk, guest)
    change = _CHANGES.get(form.line("do", 20))
    if change is None:
        raise InvalidRequestError
    try:
        await change(desk, guest, form)
    except WeakPassphraseError:
        return await _page(request, guest, [Fault("pass", "signin-passphrase-weak")])
    except LastWayInError:
        return await _page(request, guest, [Fault("ways", "account-last-way")])
    except BadPasskeyError:
        return await _page(request, guest, [Fault("make", "signin-passkey-failed")])
    return Redirect("/account", status_code=303)


def to_sign_in(request: AnyRequest, _error: NotSignedInError) -> Response[Any]:
    """For who is not signed in, or not any more; back to where they wanted to go."""
    return Redirect(f"/signin?to={request.url.path}", status_code=303)


async def _page(request: AnyRequest, guest: Guest, faults: list[Fault]) -> Response[Any]:
    desk, site = desk_of(request), site_of(request)
    now, zone, language = desk.clock.now(), desk.settings.zone, language_of(request)
    async with desk.database.read() as reading:
        keys = await passkeys.of(reading, guest.convenor.id)
        has_passphrase = await convenors.has_passphrase(reading, guest.convenor.id)
        codes = await recovery.left(reading, guest.convenor.id)
        open_sessions = await sessions.of(reading, guest.convenor.id, now)
    return site.page(
        request,
        "account.html",
        status=400 if faults else 200,
        cache=PRIVATE,
        person=guest.convenor,
        faults=faults,
        possible=desk.party.possible,
        has_passphrase=has_passphrase,
        codes=codes,
        keys=[
            {
                "id": base64.urlsafe_b64encode(key.id).rstrip(b"=").decode(),
                "made": moment_text(key.made_at, zone, language),
                "used": None if key.used_at is None else moment_text(key.used_at, zone, language),
            }
            for key in keys
        ],
        sessions=[
            {
                "id": one.id,
                "agent": one.agent,
                "own": one.id == guest.session.id,
                "since": moment_text(one.made_at, zone, language),
                "seen": moment_text(one.last_seen, zone, language),
            }
            for one in open_sessions
        ],
        data=site.script_data(
            request,
            ("passkeys",),
            challenge=desk.challenge(MAKE),
            party=desk.party.id,
            person=guest.convenor.id,
            name=guest.convenor.name,
            user=guest.convenor.sign_in,
        ),
    )


async def _renew_codes(request: AnyRequest, desk: Desk, guest: Guest) -> Response[Any]:
    codes = new_codes()
    hashes = await hashed_codes(desk, guest.convenor, codes)
    async with desk.database.write() as connection:
        await recovery.keep(connection, guest.convenor.id, hashes)
    return codes_page(request, guest.convenor, codes, step=False)


async def _add_passkey(desk: Desk, guest: Guest, form: Form) -> None:
    passkey = desk.party.made(form.secret("answer"), desk.clock.now())
    async with desk.database.write() as connection:
        await passkeys.keep(connection, guest.convenor.id, passkey)


async def _remove_passkey(desk: Desk, guest: Guest, form: Form) -> None:
    text = form.line("passkey", 2000)
    try:
        passkey = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise InvalidRequestError from None
    async with desk.database.write() as connection:
        await passkeys.remove(connection, guest.convenor.id, passkey)
        await _still_in(connection, guest)


async def _set_passphrase(desk: Desk, guest: Guest, form: Form) -> None:
    passphrase = form.secret("pass")
    passphrases.check(passphrase)
    hashed = await desk.slowly(passphrases.hashed, passphrase)
    async with desk.database.write() as connection:
        await convenors.set_passphrase(connection, guest.convenor.id, hashed)
        # Whoever knew the old one should not stay.
        await sessions.end_others(connection, guest.convenor.id, guest.session.id)


async def _remove_passphrase(desk: Desk, guest: Guest, _form: Form) -> None:
    async with desk.database.write() as connection:
        await convenors.set_passphrase(connection, guest.convenor.id, None)
        await _still_in(connection, guest)


async def _end_session(desk: Desk, guest: Guest, form: Form) -> None:
    async with desk.database.write() as connection:
        await sessions.end(connection, guest.convenor.id, form.line("session", 22))


async def _end_sessions(desk: Desk, guest: Guest, _form: Form) -> None:
    async with desk.database.write() as connection:
        await sessions.end_others(connection, guest.convenor.id, guest.session.id)


async def _still_in(connection: AsyncConnection, guest: Guest) -> None:
    """Raises `LastWayInError`, which undoes the transaction."""
    person = guest.convenor.id
    if not await passkeys.count(connection, person) and not await convenors.has_passphrase(connection, person):
        raise LastWayInError


_CHANGES: dict[str, Callable[[Desk, Guest, Form], Awaitable[None]]] = {
    "passkey": _add_passkey,
    "passkey-remove": _remove_passkey,
    "passphrase": _set_passphrase,
    "passphrase-remove": _remove_passphrase,
    "session-end": _end_session,
    "sessions-end": _end_sessions,
}

handlers: list[Any] = [account_page, change_account]
