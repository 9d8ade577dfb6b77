"""Campaigns: the convenor's list and pages, and the one that the public reads."""

from typing import Any

from litestar import MediaType, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from folkmoot.base.clock import random_bytes
from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.ids import CampaignId
from folkmoot.campaigns import campaigns, permission, rules
from folkmoot.campaigns.campaigns import Campaign, phase
from folkmoot.campaigns.credentials import CODES_MAX
from folkmoot.campaigns.errors import CampaignUnknownError
from folkmoot.campaigns.permission import Action
from folkmoot.campaigns.publishing import Publisher
from folkmoot.campaigns.rules import Decision, Revision, Step
from folkmoot.web.desk import Desk, Guest, desk_of, new_id
from folkmoot.web.pages import campaign_form, codes, letter
from folkmoot.web.pages.campaign_form import Filled
from folkmoot.web.pages.dates import moment_text
from folkmoot.web.pages.forms import Fault, read_form
from folkmoot.web.pages.language import LANGUAGES, Language
from folkmoot.web.pages.signin import PRIVATE
from folkmoot.web.pages.site import AnyRequest, language_of, site_of
from folkmoot.web.pages.tongues import tongue
from folkmoot.web.state import record_of

_DECIDING: tuple[Action, ...] = ("change", "open", "close")


@get("/campaigns", include_in_schema=False)
async def list_page(request: AnyRequest) -> Response[Any]:
    """Those that the person has a part in."""
    desk = desk_of(request)
    guest = await desk.signed_in(request)
    async with desk.database.read() as reading:
        found = await campaigns.every(reading)
    now, zone, language = desk.clock.now(), desk.settings.zone, language_of(request)
    seen = [one for one in found if permission.may(guest.convenor, "view", one.id)]
    return site_of(request).page(
        request,
        "campaigns.html",
        cache=PRIVATE,
        person=guest.convenor,
        here="campaigns",
        may_make=permission.may(guest.convenor, "make"),
        rows=[letter.line(one, phase(one, now), zone, language) for one in seen],
    )


@get("/campaigns/new", include_in_schema=False)
async def new_page(request: AnyRequest) -> Response[Any]:
    """The one screen, empty."""
    guest = await desk_of(request).signed_in(request)
    permission.check(guest.convenor, "make")
    return _screen(request, guest, campaign_form.empty(_languages(language_of(request))))


@post("/campaigns/new", include_in_schema=False, status_code=200)
async def make(request: AnyRequest) -> Response[Any]:
    """Makes a draft of it."""
    desk = desk_of(request)
    form = await read_form(request, desk.settings)
    guest = await desk.signed_in(request)
    permission.check(guest.convenor, "make")
    filled = campaign_form.read(form)
    if form.line("do", 20) != "make":
        return _screen(request, guest, filled)
    written, faults = campaign_form.rules_of(filled, desk.settings.zone)
    if written is None:
        return _screen(request, guest, filled, faults)
    async with desk.database.write() as connection:
        campaign = CampaignId.of(new_id())
        made = await rules.make(connection, campaign, written, guest.convenor.id, desk.clock.now())
    return Redirect(f"/campaigns/{made.slug}", status_code=303)


@get("/campaigns/{slug:str}", include_in_schema=False)
async def campaign_page(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """For whoever runs it."""
    desk = desk_of(request)
    guest = await desk.signed_in(request)
    return await _campaign(request, desk, guest, await _found(desk, guest, slug, "view"))


@post("/campaigns/{slug:str}", include_in_schema=False, status_code=200)
async def decide(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Opens or closes it."""
    desk = desk_of(request)
    form = await read_form(request, desk.settings)
    guest = await desk.signed_in(request)
    if form.line("do", 20) == "open":
        campaign = await _found(desk, guest, slug, "open")
        faults = _unfinished(desk, campaign)
        if faults:
            return await _campaign(request, desk, guest, campaign, faults)
        decision = rules.publish
    elif form.line("do", 20) == "close":
        campaign = await _found(desk, guest, slug, "close")
        decision = rules.close
    else:
        raise InvalidRequestError
    async with desk.database.write() as connection:
        decided = await decision(connection, campaign, _step(desk, guest))
    await desk.say(decided)
    return Redirect(f"/campaigns/{slug}", status_code=303)


@get("/campaigns/{slug:str}/change", include_in_schema=False)
async def change_page(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """The one screen, as it stands."""
    desk = desk_of(request)
    guest = await desk.signed_in(request)
    campaign = await _found(desk, guest, slug, "change")
    filled = campaign_form.of_rules(campaign.rules, desk.settings.zone, _languages(language_of(request)))
    return _screen(request, guest, filled, campaign=campaign)


@post("/campaigns/{slug:str}/change", include_in_schema=False, status_code=200)
async def change(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Changes a draft, or, with a reason, the rules of an open one."""
    desk = desk_of(request)
    form = await read_form(request, desk.settings)
    guest = await desk.signed_in(request)
    campaign = await _found(desk, guest, slug, "change")
    filled = campaign_form.read(form)
    if form.line("do", 20) != "make":
        return _screen(request, guest, filled, campaign=campaign)
    written, faults = campaign_form.rules_of(filled, desk.settings.zone)
    if written is not None and campaign.state != "draft":
        faults = _faults(desk, written)
        if not filled.reason:
            faults.append(Fault("reason", "campaign-reason-missing"))
    if written is None or faults:
        return _screen(request, guest, filled, faults, campaign=campaign)
    await _rewrite(desk, guest, campaign, written, filled.reason)
    return Redirect(f"/campaigns/{slug}", status_code=303)


@get("/c/{slug:str}", include_in_schema=False)
async def public_page(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """What everybody reads; a draft only who runs it."""
    desk = desk_of(request)
    guest = await desk.guest(request)
    async with desk.database.read() as reading:
        campaign = await campaigns.by_slug(reading, slug)
        history = await rules.history(reading, campaign.id)
    if campaign.state == "draft" and not (guest and permission.may(guest.convenor, "view", campaign.id)):
        raise CampaignUnknownError
    language = language_of(request)
    return site_of(request).page(
        request,
        "campaign-public.html",
        cache=PRIVATE if guest else "no-cache",
        person=guest.convenor if guest else None,
        campaign=campaign,
        letter=letter.of_campaign(campaign.rules, phase(campaign, desk.clock.now()), desk.settings.zone, language),
        changes=_changes(history, desk, language),
    )


@get("/c/{slug:str}/rules/{revision:int}", include_in_schema=False)
async def rules_receipt(request: AnyRequest, slug: FromPath[str], revision: FromPath[int]) -> Response[str]:
    """The receipt of rules that were in force, for anybody to check: what they were, and that the record has them."""
    desk, record = desk_of(request), record_of(request)
    async with desk.database.read() as reading:
        campaign = await campaigns.by_slug(reading, slug)
        sealed = await rules.sealed(reading, campaign.id, revision)
    publisher = Publisher(desk.database, record.outbox, record.log)
    text = await publisher.receipt(sealed.ticket, sealed.entry, sealed.opening, fresh=False)
    name = f"{slug}-rules-{revision}.tlog-proof"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(text, media_type=MediaType.TEXT, headers=headers)


async def listed(request: AnyRequest) -> list[tuple[Campaign, letter.Letter]]:
    """For the home page: those that have been opened."""
    desk = desk_of(request)
    async with desk.database.read() as reading:
        found = await campaigns.published(reading)
    now, zone, language = desk.clock.now(), desk.settings.zone, language_of(request)
    return [letter.line(one, phase(one, now), zone, language) for one in found]


async def _found(desk: Desk, guest: Guest, slug: str, action: Action) -> Campaign:
    async with desk.database.read() as reading:
        campaign = await campaigns.by_slug(reading, slug)
    if not permission.may(guest.convenor, "view", campaign.id):
        # As for one that is not there: a draft is nobody else's business.
        raise CampaignUnknownError
    permission.check(guest.convenor, action, campaign.id)
    return campaign


async def _rewrite(desk: Desk, guest: Guest, campaign: Campaign, written: campaigns.Rules, reason: str) -> None:
    if campaign.rules == written:
        return
    decided: Decision | None = None
    async with desk.database.write() as connection:
        if campaign.state == "draft":
            await rules.redraft(connection, campaign, written)
        else:
            decided = await rules.change(connection, campaign, written, reason, _step(desk, guest))
    if decided is not None:
        await desk.say(decided)


async def _campaign(
    request: AnyRequest, desk: Desk, guest: Guest, campaign: Campaign, faults: list[Fault] | None = None
) -> Response[Any]:
    async with desk.database.read() as reading:
        history = await rules.history(reading, campaign.id)
        made = await codes.counts(reading, campaign)
    language, found = language_of(request), phase(campaign, desk.clock.now())
    return site_of(request).page(
        request,
        "campaign.html",
        status=409 if faults else 200,
        cache=PRIVATE,
        person=guest.convenor,
        here="campaigns",
        campaign=campaign,
        phase=found,
        letter=letter.of_campaign(campaign.rules, found, desk.settings.zone, language),
        changes=_changes(history, desk, language),
        unfinished=_unfinished(desk, campaign) if campaign.state == "draft" else [],
        faults=faults or [],
        codes=made,
        codes_max=CODES_MAX,
        may={action: permission.may(guest.convenor, action, campaign.id) for action in _DECIDING},
        data=site_of(request).script_data(request, ("drafts",)),
    )


def _screen(
    request: AnyRequest,
    guest: Guest,
    filled: Filled,
    faults: list[Fault] | None = None,
    *,
    campaign: Campaign | None = None,
) -> Response[Any]:
    site = site_of(request)
    return site.page(
        request,
        "campaign-form.html",
        status=400 if faults else 200,
        cache=PRIVATE,
        person=guest.convenor,
        here="campaigns",
        campaign=campaign,
        opened=campaign is not None and campaign.state != "draft",
        filled=filled,
        faults=faults or [],
        tongue=tongue,
        letter=letter.of_form(filled, language_of(request)),
        data=site.script_data(request, ("drafts",), main=filled.main, kept="" if faults else "yes"),
    )


def _unfinished(desk: Desk, campaign: Campaign) -> list[Fault]:
    return _faults(desk, campaign.rules)


def _faults(desk: Desk, written: campaigns.Rules) -> list[Fault]:
    faults = campaign_form.unfinished(written, rules.missing(written), desk.clock.now())
    settings = desk.settings
    # Gates that nobody could pass.
    if written.gate == "mail" and not settings.smtp_host:
        faults.append(Fault("gate", "campaign-gate-no-mail"))
    if written.gate == "login" and not settings.login_issuer:
        faults.append(Fault("gate", "campaign-gate-no-login"))
    return faults


def _changes(history: list[Revision], desk: Desk, language: Language) -> list[dict[str, Any]]:
    zone = desk.settings.zone
    return [{"revision": one, "when": moment_text(one.at, zone, language)} for one in history]


def _languages(language: Language) -> tuple[str, ...]:
    """Those of the pages, that of this page first."""
    return tuple(dict.fromkeys((language.code, *LANGUAGES)))


def _step(desk: Desk, guest: Guest) -> Step:
    return Step(guest.convenor.id, desk.clock.now(), random_bytes(rules.RANDOM_BYTES))


handlers: list[Any] = [
    *(list_page, new_page, make, campaign_page, decide, change_page, change),
    *(public_page, rules_receipt),
    *codes.handlers,
]
