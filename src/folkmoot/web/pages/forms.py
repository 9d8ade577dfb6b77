"""Forms as pages send them: read with limits, and what is wrong with them told at its field."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.settings import Settings
from folkmoot.web.pages.site import AnyRequest
from folkmoot.web.security import refuse_other_forms

FIELDS_MAX = 200
KIND = "application/x-www-form-urlencoded"
# What has no place in a text: control characters but for tab and line feed, and halves of characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Fault(NamedTuple):
    """What is wrong with a field: its id in the page, the words that say so, and what they need."""

    field: str
    word: str
    given: Mapping[str, Any] = MappingProxyType({})


class Form:
    """What was filled in. A field that is not there is empty."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def line(self, name: str, most: int) -> str:
        """One line, without spaces around it, cut at `most` characters."""
        return " ".join(self.text(name, most).split())

    def text(self, name: str, most: int) -> str:
        """Several lines, cut at `most` characters."""
        value = next((value for key, value in self._pairs if key == name), "")
        return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()[:most]

    def secret(self, name: str) -> str:
        """As it was typed."""
        return next((value for key, value in self._pairs if key == name), "")

    def every(self, name: str) -> list[str]:
        """All values of that name, such as of check boxes."""
        return [value for key, value in self._pairs if key == name]


async def read_form(request: AnyRequest, settings: Settings) -> Form:
    """The form of one of our own pages. Raises `WrongOriginError` and `InvalidRequestError`."""
    refuse_other_forms(request, settings)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != KIND:
        raise InvalidRequestError
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError:
        raise InvalidRequestError from None
    return Form(pairs)
