"""Moments as people read them, in the language of the page. All in UTC, which the pages say."""

from datetime import UTC, datetime

from babel.dates import format_date, format_datetime, format_time

from folkmoot.web.pages.language import Language
from folkmoot.web.pages.words import in_digits


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def moment(seconds: float, language: Language) -> str:
    """`seconds` since 1970 as "17 September 2026, 19:31:08"."""
    return f"{day(seconds, language)}, {clock(seconds, language)}"


def short(seconds: float, language: Language) -> str:
    """Without the year and the seconds, for tables."""
    return in_digits(format_datetime(_at(seconds), "d MMM, HH:mm", locale=language.code), language)


def day(seconds: float, language: Language) -> str:
    """The day alone."""
    return in_digits(format_date(_at(seconds), "d MMMM y", locale=language.code), language)


def clock(seconds: float, language: Language) -> str:
    """The time of day alone."""
    return in_digits(format_time(_at(seconds), "HH:mm:ss", locale=language.code), language)


def minute(seconds: float, language: Language) -> str:
    """The time of day without the seconds."""
    return in_digits(format_time(_at(seconds), "HH:mm", locale=language.code), language)


def iso(seconds: float) -> str:
    """For the `datetime` of a `time` element."""
    return _at(seconds).isoformat().replace("+00:00", "Z")
