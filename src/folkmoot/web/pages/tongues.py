"""Languages that a campaign may be in: more than the pages are in, since its own words are written by the convenor."""

from dataclasses import dataclass
from functools import cache

from babel import Locale

# Those of the United Nations, and what is spoken most in Europe's cities. Tags of BCP 47.
OFFERED = (
    *("en", "de", "ar", "bg", "cs", "da", "el", "es", "fa", "fi", "fr", "hr", "hu", "it", "ku", "nb", "nl", "pl"),
    *("pt", "ro", "ru", "so", "sq", "sr", "sv", "ti", "tr", "uk", "ur", "vi", "zh"),
)


@dataclass(frozen=True)
class Tongue:
    """`own_name` is what its speakers call it."""

    code: str
    own_name: str
    direction: str


@cache
def tongue(code: str) -> Tongue:
    """The one of that tag."""
    locale = Locale.parse(code)
    return Tongue(code, locale.get_language_name(code) or code, locale.text_direction)
