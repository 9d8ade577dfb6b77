"""The one byte form of entries and acts (docs/protocol.md section 10.1): RFC 8785, restricted until it is simple. Pure.

A value that two programs could write differently (a float, an escape, a key twice) cannot be written at all, so two
implementations agree on the bytes that are hashed and signed. `client/src/crypto/canon.ts` is the other one.
"""

import re
from collections.abc import Iterable
from typing import Any, TypeAlias, cast

import msgspec

from folkmoot.record.errors import MalformedError

BYTES_MAX = 4096
# The largest integer that JavaScript's numbers hold exactly (RFC 8785 section 3.2.2.3, RFC 7493 section 2.2).
INTEGER_MAX = 2**53 - 1
# Objects and arrays in each other, the outermost counted.
DEPTH_MAX = 3
_KEY = re.compile(r"[a-z_]{1,32}")
# Printable ASCII but the two signs that JSON would escape.
_TEXT = re.compile(r"[ !#-\[\]-~]*")

Value: TypeAlias = "str | int | list[Value] | dict[str, Value]"


def encode(value: dict[str, Any]) -> bytes:
    """The bytes of an object. Raises `MalformedError` for one that has no such form, or more than `BYTES_MAX` bytes."""
    if type(value) is not dict:
        raise MalformedError
    _check(value, 1)
    data = msgspec.json.encode(value, order="sorted")
    if len(data) > BYTES_MAX:
        raise MalformedError
    return data


def decode(data: bytes) -> dict[str, Value]:
    """The object of bytes from outside. Raises `MalformedError` unless they are exactly what `encode` writes."""
    if len(data) > BYTES_MAX:
        raise MalformedError
    try:
        value: object = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # The second is for text that is not UTF-8, of which the decoder has no error of its own.
        raise MalformedError from None
    if not isinstance(value, dict):
        raise MalformedError
    found = cast("dict[str, Value]", value)
    if encode(found) != data:
        raise MalformedError
    return found


def _check(value: object, depth: int) -> None:
    # type(): True is an int to isinstance, and JSON would write it as a word.
    if type(value) is int:
        fits = 0 <= value <= INTEGER_MAX
    elif type(value) is str:
        fits = _TEXT.fullmatch(value) is not None
    else:
        fits = depth <= DEPTH_MAX and _is_container(value)
    if not fits:
        raise MalformedError
    inside: Iterable[object] = ()
    if type(value) is dict:
        inside = cast("dict[str, object]", value).values()
    elif type(value) is list:
        inside = cast("list[object]", value)
    for inner in inside:
        _check(inner, depth + 1)


def _is_container(value: object) -> bool:
    if type(value) is not dict:
        return type(value) is list
    keys = cast("dict[object, object]", value)
    return all(isinstance(key, str) and _KEY.fullmatch(key) is not None for key in keys)
