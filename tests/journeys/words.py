"""The words on the pages, read from the same Fluent files as the pages do."""

from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

LOCALES = Path(__file__).parents[2] / "locales"


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((LOCALES / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text()))
    return bundle


class Words:
    """`Words("ar")("lobby-join")` is what the button says in Arabic."""

    def __init__(self, language: str) -> None:
        self._bundle = _bundle(language)

    def __call__(self, name: str, /, **given: Any) -> str:
        message = self._bundle.get_message(name)
        assert message.value is not None, name
        text, errors = self._bundle.format_pattern(message.value, given)
        assert not errors, (name, errors)
        return str(text)
