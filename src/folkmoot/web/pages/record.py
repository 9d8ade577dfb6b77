"""The record in plain words, one entry of it, and the check of a receipt. `web/ledger.py` says what stands in it."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.ids import CampaignId
from folkmoot.campaigns.campaigns import Campaign
from folkmoot.record import entries
from folkmoot.record.catalogue import GROUPS, Group, Page, Placed
from folkmoot.record.checkpoint import Opened
from folkmoot.record.note import VerifierKey
from folkmoot.web.ledger import Ledger, ledger_of
from folkmoot.web.pages.language import Language
from folkmoot.web.pages.moments import clock, iso, minute, moment, short
from folkmoot.web.pages.site import AnyRequest, language_of, site_of

PER_PAGE = 25
_LONGEST_NUMBER = 15
# For so many seconds a time of day alone says when something was.
_HOURS_AGO = 12 * 3600
ICONS: dict[Group, str] = {
    "rules": "scale",
    "voices": "users",
    "use": "key-round",
    "statements": "message-square",
    "answers": "receipt-text",
    "decisions": "x",
    "erased": "eye-off",
    "groups": "users",
    "reports": "file-check",
    "program": "lock",
    "key": "key-round",
}
_GROUP_OF: dict[str, Group] = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


class Row(msgspec.Struct, frozen=True):
    """One entry for the templates. `values` fill the sentence of its kind, `seal` is what it commits to."""

    index: int
    kind: str
    # Which sentence says it.
    said: str
    group: Group
    icon: str
    at: str
    when: str
    whole: str
    values: dict[str, str | int]
    seal: str
    campaign: str
    title: str
    erased_by: int | None


class Witness(msgspec.Struct, frozen=True):
    """Somebody outside. `at` is empty for one that is missing, `since` then when known, `size` what it signed last."""

    name: str
    at: str = ""
    iso: str = ""
    since: str = ""
    size: int = 0


class Asked(msgspec.Struct, frozen=True):
    """What of the record somebody wants to see."""

    group: Group | None
    campaign: str | None
    start: int | None

    def query(self, start: int) -> str:
        """The address of the page that goes on from there."""
        parts = {"kind": self.group or "", "campaign": self.campaign or "", "from": str(start)}
        return "?" + "&".join(f"{name}={value}" for name, value in parts.items() if value)


def _asked(given: Mapping[str, str]) -> Asked:
    """Whatever stands in the address: what is none of ours is as good as nothing."""
    group: Group | None = next((one for one in GROUPS if one == given.get("kind")), None)
    digits = "".join(one for one in given.get("from", "") if one.isdecimal())[:_LONGEST_NUMBER]
    try:
        campaign = str(CampaignId.parse(given.get("campaign", "")))
    except InvalidRequestError:
        campaign = None
    # int() reads the digits of other scripts too, which a page of ours may have shown.
    return Asked(group, campaign, int(digits) if digits else None)


@get("/record", include_in_schema=False)
async def record(request: AnyRequest) -> Response[str]:
    """The newest checkpoint, who countersigned it, and the entries."""
    site, ledger, language = site_of(request), ledger_of(request), language_of(request)
    asked = _asked(request.query_params)
    campaigns = await ledger.campaigns()
    page, counts, newest = await asyncio.to_thread(_look, ledger, asked)
    rows = _rows(ledger, page, campaigns, language)
    return site.page(
        request,
        "record.html",
        size=sum(counts.values()),
        root=newest.hex() if newest else "",
        last=_last(ledger, language),
        witnesses=_witnesses(ledger, language),
        needed=ledger.needed,
        cosigned=_size(ledger.cosigned),
        groups=[(group, counts[group]) for group in GROUPS],
        campaigns=[(str(one.id), one.main.question) for one in campaigns],
        asked=asked,
        rows=rows,
        older=None if page.older is None else asked.query(page.older),
        data=site.script_data(request, ("look",), **ledger.policy),
    )


def _look(ledger: Ledger, asked: Asked) -> tuple[Page, dict[Group, int], bytes | None]:
    page = ledger.catalogue.page(asked.group, asked.campaign, asked.start, PER_PAGE)
    newest = ledger.newest
    return page, ledger.catalogue.counts(), newest.root if newest else None


def _last(ledger: Ledger, language: Language) -> tuple[str, str] | None:
    """When the newest entry was made: for machines, and for people."""
    placed = ledger.catalogue.entry(ledger.catalogue.size - 1)
    return None if placed is None else (iso(placed.entry.at), moment(placed.entry.at, language))


def _size(opened: Opened | None) -> int:
    return opened.checkpoint.size if opened else 0


def _witnesses(ledger: Ledger, language: Language) -> list[Witness]:
    opened = ledger.cosigned
    signed = opened.witnesses if opened else {}
    return [
        Witness(key.name, clock(signed[key], language), iso(signed[key]))
        if key in signed and not ledger.standing(key).trouble
        else _missing(ledger, key, _size(opened) if key in signed else 0, language)
        for key in ledger.witnesses
    ]


def _missing(ledger: Ledger, key: VerifierKey, size: int, language: Language) -> Witness:
    standing = ledger.standing(key)
    since = standing.since
    today = ledger.clock.now() - since < _HOURS_AGO
    when = (minute if today else short)(since, language) if since else ""
    return Witness(key.name, iso=iso(since) if since else "", since=when, size=max(size, standing.size))


def _rows(ledger: Ledger, page: Page, campaigns: list[Campaign], language: Language) -> list[Row]:
    titles = {str(one.id): one.main.question for one in campaigns}
    return [_row(placed, titles, ledger.catalogue.erased_by(placed.index), language) for placed in page.entries]


def _row(placed: Placed, titles: Mapping[str, str], erased_by: int | None, language: Language) -> Row:
    fields = placed.entry.fields
    kind = entries.kind_of(placed.entry)
    group = _GROUP_OF[kind]
    campaign = str(fields.get("campaign", ""))
    return Row(
        index=placed.index,
        kind=kind.replace("_", "-"),
        said=_sentence(kind, fields),
        group=group,
        icon=ICONS[group],
        at=iso(placed.entry.at),
        when=short(placed.entry.at, language),
        whole=moment(placed.entry.at, language),
        values=_values(kind, fields, language),
        seal=str(fields.get("seal", "")),
        campaign=campaign,
        title=titles.get(campaign, ""),
        erased_by=erased_by,
    )


# What the sentence of each kind says, and the field that chooses among its sentences.
_SAID: dict[str, tuple[str, ...]] = {
    "program": ("version", "sum"),
    "campaign": ("revision", "opens", "closes"),
    "key": ("round",),
    "issued": ("count", "total", "used"),
    "moderation": ("entry",),
    "erasure": ("entry",),
    "forming": ("rooms", "people"),
    "publication": ("size",),
    "count": ("issued", "used"),
}
_CHOICE = {"state": "state", "moderation": "action", "erasure": "reason", "publication": "report"}
_MOMENTS = ("opens", "closes")


def _sentence(kind: str, fields: Mapping[str, Any]) -> str:
    if kind in _CHOICE:
        return f"{kind}-{fields[_CHOICE[kind]]}"
    return "voice-marked" if kind == "voice" and fields["marked"] else kind.replace("_", "-")


def _values(kind: str, fields: Mapping[str, Any], language: Language) -> dict[str, str | int]:
    return {name: short(fields[name], language) if name in _MOMENTS else fields[name] for name in _SAID.get(kind, ())}


@get("/record/entry/{index:int}", include_in_schema=False)
async def entry(request: AnyRequest, index: FromPath[int]) -> Response[str]:
    """One entry, opened."""
    site, ledger, language = site_of(request), ledger_of(request), language_of(request)
    placed = await asyncio.to_thread(ledger.catalogue.entry, index)
    if placed is None:
        raise NotFoundException
    titles = {str(one.id): one.main.question for one in await ledger.campaigns()}
    row = _row(placed, titles, ledger.catalogue.erased_by(index), language)
    return site.page(request, "entry.html", row=row, text=placed.entry.encode().decode())


@get("/record/check", include_in_schema=False, sync_to_thread=False)
def check(request: AnyRequest) -> Response[str]:
    """The check of a receipt, which needs no further request once the page is there."""
    site = site_of(request)
    data = site.script_data(request, ("look",), **ledger_of(request).policy)
    return site.page(request, "check.html", data=data)


@get("/receipts", include_in_schema=False, sync_to_thread=False)
def receipts(request: AnyRequest) -> Response[str]:
    """What this browser keeps: its voices and receipts. The server knows neither."""
    site = site_of(request)
    data = site.script_data(request, ("look",), **ledger_of(request).policy)
    return site.page(request, "receipts.html", data=data)


handlers: list[Any] = [record, entry, check, receipts]
