"""The words of the pages: Fluent files of `locales/`, the same that the browser's part reads."""

from functools import cache
from pathlib import Path
from typing import Any, cast

from babel import Locale
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentInt

from folkmoot.web.pages.language import LANGUAGES, Language

_PACKAGED = Path(__file__).resolve().parents[1] / "locales"
LOCALES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).resolve().parents[4] / "locales"

# FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX 9): a name or host in another script leaves the sentence around it in order.
_ISOLATE, _POP = "\u2068", "\u2069"


class _Number(FluentInt):
    """Written in the digits of its language; babel's own way from Fluent knows only the Latin ones."""

    def format(self, locale: Locale) -> str:
        digits = LANGUAGES[locale.language].digits
        return format_decimal(int(self), locale=locale, numbering_system=digits)


@cache
def source(language: str, *names: str) -> str:
    """The text of those Fluent files, for a page that hands it on to its script."""
    return "\n".join((LOCALES / language / f"{name}.ftl").read_text(encoding="utf-8") for name in names)


class Words:
    """`words("home-title")` in one language. A missing word or variable is a fault of ours and raises `KeyError`."""

    def __init__(self, language: Language) -> None:
        self._bundle = FluentBundle([language.code], use_isolating=False)
        self._bundle.add_resource(cast(Any, FluentResource(source(language.code, "pages"))))

    def __call__(self, name: str, **given: str | int) -> str:
        value = self._bundle.get_message(name).value
        if value is None:
            raise KeyError(name)
        arguments = {key: _Number(item) if isinstance(item, int) else isolated(item) for key, item in given.items()}
        text, errors = self._bundle.format_pattern(value, arguments)
        if errors:
            raise KeyError(name) from errors[0]
        return str(text)


def isolated(text: str) -> str:
    """The text, unable to turn the direction of what stands around it."""
    return f"{_ISOLATE}{text}{_POP}"


@cache
def words_of(language: Language) -> Words:
    """Parsed once a process."""
    return Words(language)
