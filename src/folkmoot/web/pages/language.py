"""Which language a page is in, and which way it is written."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language of the pages. `own_name` is what its speakers call it; `digits` is a CLDR numbering system."""

    code: str
    own_name: str
    direction: str = "ltr"
    digits: str = "latn"


LANGUAGES: dict[str, Language] = {
    "en": Language("en", "English"),
    "de": Language("de", "Deutsch"),
    "ar": Language("ar", "العربية", "rtl", "arab"),
}
DEFAULT = "en"

_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")
# A header longer than any browser sends is not worth reading to its end.
_LONGEST = 1000


def negotiate(asked: str | None, remembered: str | None, accept: str | None) -> Language:
    """The language asked for in the address, else the remembered, else the best of RFC 9110's `Accept-Language`."""
    for choice in (asked, remembered):
        if choice in LANGUAGES:
            return LANGUAGES[choice]
    return LANGUAGES[_preferred(accept or "")]


def _preferred(accept: str) -> str:
    best, weight = DEFAULT, 0.0
    for part in accept[:_LONGEST].split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        code, quality = match[1].lower(), float(match[2] or 1)
        code = DEFAULT if code == "*" else code
        if code in LANGUAGES and quality > weight:
            best, weight = code, quality
    return best
