"""The words of the pages: Fluent files of `locales/`, the same that the browser's part reads."""

from functools import cache
from pathlib import Path
from typing import Any, cast

from babel import Locale
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.runtime.types import FluentInt

from folkmoot.web.pages.language import LANGUAGES, Language

_PACKAGED = Path(__file__).resolve().parents[1] / "locales"
LOCALES = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).resolve().parents[4] / "locales"

# Those that the server's own pages speak with; the others are for scripts.
FILES = ("pages", "protection", "signin", "campaigns", "record", "voice")

# FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX 9): a name in another script leaves the sentence in order.
_ISOLATE, _POP = "\u2068", "\u2069"


# babel knows the separators of numbering systems, not their digits.
_DIGITS: dict[str, dict[int, int]] = {"latn": {}, "arab": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")}


class _Number(FluentInt):
    """Written in the digits of its language, as the browser's part of the page writes them."""

    def format(self, locale: Locale) -> str:
        digits = LANGUAGES[locale.language].digits
        return format_decimal(int(self), locale=locale, numbering_system=digits).translate(_DIGITS[digits])


def in_digits(text: str, language: Language) -> str:
    """A text of Latin digits in those of the language."""
    return text.translate(_DIGITS[language.digits])


@cache
def source(language: str, *names: str) -> str:
    """The text of those Fluent files, for a page that hands it on to its script."""
    return "\n".join((LOCALES / language / f"{name}.ftl").read_text(encoding="utf-8") for name in names)


class Words:
    """`words("home-title")` in one language. A missing word or variable is a fault of ours and raises `KeyError`."""

    def __init__(self, language: Language) -> None:
        self._bundle = FluentBundle([language.code], use_isolating=False)
        self._bundle.add_resource(cast("Any", FluentResource(source(language.code, *FILES))))

    def __call__(self, name: str, /, **given: str | int) -> str:
        """The words of that id; strings among `given` are isolated, numbers get their plural form."""
        value = self._bundle.get_message(name).value
        if value is None:
            raise KeyError(name)
        arguments = {key: _Number(item) if isinstance(item, int) else isolated(item) for key, item in given.items()}
        # What `format_pattern` does, without its first step: that would make plain numbers of ours.
        errors: list[Exception] = []
        text = value(ResolverEnvironment(self._bundle, errors, CurrentEnvironment(args=arguments)))
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
