"""A campaign as the public reads it: for its own page, and beside the form that it is written in."""

from datetime import date, tzinfo
from typing import NamedTuple

from folkmoot.campaigns.campaigns import GATES, Campaign, Phase, Rules, Wording
from folkmoot.web.pages.campaign_form import Filled
from folkmoot.web.pages.dates import day_text, first_day, last_day, parse_day
from folkmoot.web.pages.language import Language
from folkmoot.web.pages.tongues import Tongue, tongue


class Letter(NamedTuple):
    """`tongue` is the language of its own words; days are written out, or empty where there are none yet."""

    words: Wording
    tongue: Tongue
    phase: Phase
    opens: str
    closes: str
    report: str
    tongues: tuple[Tongue, ...]
    gate: str
    # The reader's language is one of them.
    fits: bool


def of_campaign(rules: Rules, found: Phase, zone: tzinfo, language: Language) -> Letter:
    """In the reader's language where it has been written in it, else in its main one."""
    fits = language.code in rules.languages
    own = language.code if fits else rules.languages[0]
    words = rules.document.wordings.get(own) or Wording("", "")
    return Letter(
        words,
        tongue(own),
        found,
        day_text(first_day(rules.opens, zone), language),
        day_text(last_day(rules.closes, zone), language),
        _day(parse_day(rules.document.report), language),
        tuple(map(tongue, rules.languages)),
        rules.gate,
        fits,
    )


def of_form(filled: Filled, language: Language) -> Letter:
    """As it is filled in so far."""
    chosen = filled.chosen or (filled.main,)
    return Letter(
        filled.wording(filled.main),
        tongue(filled.main),
        "before",
        _day(parse_day(filled.opens), language),
        _day(parse_day(filled.closes), language),
        _day(parse_day(filled.report), language),
        tuple(map(tongue, chosen)),
        filled.gate if filled.gate in GATES else "",
        fits=True,
    )


def line(campaign: Campaign, found: Phase, zone: tzinfo, language: Language) -> tuple[Campaign, Letter]:
    """For a list of campaigns."""
    return campaign, of_campaign(campaign.rules, found, zone, language)


def _day(day: date | None, language: Language) -> str:
    return day_text(day, language) if day else ""
