"""Who runs campaigns here: seeing them, inviting further ones, a new way in for who has lost theirs, removing."""

from typing import Any

from litestar import Response, get, post

from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.ids import ConvenorId
from folkmoot.campaigns import campaigns, convenors, invitations, permission
from folkmoot.campaigns.convenors import ROLES, Convenor
from folkmoot.campaigns.errors import LastWayInError
from folkmoot.campaigns.invitations import INVITATION_SECONDS, PATH, Invitation
from folkmoot.web.desk import Desk, Guest, desk_of, new_token
from folkmoot.web.pages.dates import moment_text
from folkmoot.web.pages.forms import Fault, Form, read_form
from folkmoot.web.pages.signin import PRIVATE
from folkmoot.web.pages.site import AnyRequest, language_of, site_of


@get("/convenors", include_in_schema=False)
async def people_page(request: AnyRequest) -> Response[Any]:
    """All of them."""
    guest = await desk_of(request).signed_in(request)
    permission.check(guest.convenor, "people")
    return await _page(request, guest, [])


@post("/convenors", include_in_schema=False, status_code=200)
async def change_people(request: AnyRequest) -> Response[Any]:
    """Invites, renews or removes somebody; `do` says which."""
    desk = desk_of(request)
    form = await read_form(request, desk.settings)
    guest = await desk.signed_in(request)
    permission.check(guest.convenor, "people")
    what = form.line("do", 20)
    if what == "remove":
        return await _remove(request, desk, guest, form)
    now = desk.clock.now()
    if what == "invite":
        invitation = await _invitation(desk, guest, form, now)
    elif what == "renew":
        person = await _person(desk, form)
        invitation = Invitation(now + INVITATION_SECONDS, guest.convenor.id, convenor=person.id)
    else:
        raise InvalidRequestError
    token = new_token()
    async with desk.database.write() as connection:
        await invitations.make(connection, token, invitation, now)
    link = f"{desk.settings.public_origin}{PATH}{token.reveal_text()}"
    until = moment_text(invitation.expires, desk.settings.zone, language_of(request))
    return await _page(request, guest, [], link=link, until=until)


async def _invitation(desk: Desk, guest: Guest, form: Form, now: float) -> Invitation:
    until, role, slug = now + INVITATION_SECONDS, form.line("role", 20), form.line("campaign", 80)
    if role == "everywhere":
        return Invitation(until, guest.convenor.id)
    if role not in ROLES:
        raise InvalidRequestError
    async with desk.database.read() as reading:
        campaign = await campaigns.by_slug(reading, slug)
    return Invitation(until, guest.convenor.id, campaign=campaign.id, role=role)


async def _remove(request: AnyRequest, desk: Desk, guest: Guest, form: Form) -> Response[Any]:
    person = await _person(desk, form)
    try:
        async with desk.database.write() as connection:
            await convenors.remove(connection, person.id)
    except LastWayInError:
        return await _page(request, guest, [Fault("people", "people-last")])
    return await _page(request, guest, [], removed=person.name)


async def _person(desk: Desk, form: Form) -> Convenor:
    async with desk.database.read() as reading:
        person = await convenors.find(reading, ConvenorId.parse(form.line("person", 22)))
    if person is None:
        raise InvalidRequestError
    return person


async def _page(request: AnyRequest, guest: Guest, faults: list[Fault], **given: Any) -> Response[Any]:
    desk = desk_of(request)
    async with desk.database.read() as reading:
        everybody = await convenors.every(reading)
        known = {one.id: one for one in await campaigns.every(reading)}
    rows = [
        {
            "person": one,
            "own": one.id == guest.convenor.id,
            "roles": [(role, known[place]) for place, roles in one.roles.items() for role in sorted(roles)],
        }
        for one in everybody
    ]
    shown: dict[str, Any] = {"link": None, "until": None, "removed": None, **given}
    return site_of(request).page(
        request,
        "convenors.html",
        status=409 if faults else 200,
        cache=PRIVATE,
        person=guest.convenor,
        rows=rows,
        campaigns=list(known.values()),
        roles=ROLES,
        faults=faults,
        **shown,
    )


handlers: list[Any] = [people_page, change_people]
