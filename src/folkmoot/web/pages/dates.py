"""Days as forms write them, as the database keeps them, and as people read them."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from babel.dates import format_date, format_datetime

from folkmoot.web.pages.language import Language
from folkmoot.web.pages.words import in_digits

# "3 September 2026"; plain English would be American to babel.
_LOCALES = {"en": "en_GB"}
# `fromisoformat` reads weeks too.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_DAY = timedelta(days=1)


def parse_day(text: str) -> date | None:
    """A day as `<input type=date>` sends it, in the four digits of years that people live in."""
    if _DAY.fullmatch(text) is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2199 else None


def begins(day: date, zone: tzinfo) -> int:
    """When the day begins there, in seconds since 1970."""
    return round(datetime.combine(day, time(), zone).timestamp())


def ends(day: date, zone: tzinfo) -> int:
    """When the day is over there, in seconds since 1970."""
    return begins(day + _ONE_DAY, zone)


def first_day(opens: int, zone: tzinfo) -> date:
    """The day on which something begins that begins then."""
    return datetime.fromtimestamp(opens, zone).date()


def last_day(closes: int, zone: tzinfo) -> date:
    """The last day of something that is over then."""
    return datetime.fromtimestamp(closes - 1, zone).date()


def day_text(day: date, language: Language) -> str:
    """Such as `3 September 2026`."""
    return in_digits(format_date(day, "long", locale=_LOCALES.get(language.code, language.code)), language)


def moment_text(at: float, zone: tzinfo, language: Language) -> str:
    """Day and time there of `at`, seconds since 1970, such as `3 September 2026 at 16:40`."""
    moment = datetime.fromtimestamp(at, UTC).astimezone(zone)
    locale = _LOCALES.get(language.code, language.code)
    day = format_date(moment.date(), "long", locale=locale)
    return in_digits(f"{day}, {format_datetime(moment, 'HH:mm', locale=locale)}", language)
