"""The gate of a campaign, where somebody gets a voice, and the moving of a voice to another device."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from folkmoot.campaigns import campaigns
from folkmoot.campaigns.provider import host_of
from folkmoot.web.ledger import ledger_of
from folkmoot.web.pages.moments import day
from folkmoot.web.pages.site import AnyRequest, language_of, site_of


@get("/c/{slug:str}/voice", include_in_schema=False)
async def gate(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Where somebody gets their one voice. With JavaScript the browser blinds it; without, the form is posted."""
    site, ledger, language = site_of(request), ledger_of(request), language_of(request)
    found = await ledger.campaign(slug)
    wording = found.rules.document.wordings.get(language.code, found.main)
    phase = campaigns.phase(found, ledger.clock.now())
    given = {"campaign": str(found.id), "slug": slug, "title": wording.question, "gate": found.rules.gate}
    data = site.script_data(request, ("asking",), **given, **ledger.policy)
    return site.page(
        request,
        "gate.html",
        cache="no-store",
        campaign=found,
        question=wording.question,
        phase=phase,
        opens=day(found.rules.opens, language),
        closes=day(found.rules.closes, language),
        provider=host_of(site.settings),
        data=data,
    )


@get("/voice", include_in_schema=False, sync_to_thread=False)
def move(request: AnyRequest) -> Response[str]:
    """Moving a voice: here it leaves, and on the other device it arrives."""
    site = site_of(request)
    return site.page(request, "move.html", cache="no-store", data=site.script_data(request, ("moving",)))


handlers: list[Any] = [gate, move]
