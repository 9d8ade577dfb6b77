"""Opaque ids that domains share (docs/protocol.md sections 1 and 2): 16 bytes as 22 characters of base64url.

They are strings on the wire, but their `repr` hides them: an id in a log would say who spoke to whom. `base.log`
replaces them by pseudonyms.
"""

import base64
import binascii
import re
from typing import Self

from folkmoot.base.errors import InvalidRequestError

ID_BYTES = 16
ID_LENGTH = 22
# 16 bytes fill 21 characters and two bits of the 22nd, which can therefore only be one of four.
ID_PATTERN = r"[A-Za-z0-9_-]{21}[AQgw]"
_WHOLE = re.compile(ID_PATTERN)


class _Opaque(str):
    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises `InvalidRequestError` unless `text` is the one way to write 16 bytes."""
        if len(text) != ID_LENGTH or _WHOLE.fullmatch(text) is None:
            raise InvalidRequestError(f"A {cls.__name__} is 22 characters of base64url.")
        return cls(text)

    @classmethod
    def of(cls, value: bytes) -> Self:
        """The id of 16 bytes."""
        if len(value) != ID_BYTES:
            raise ValueError("an id is 16 bytes")
        return cls(encode_base64url(value))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hidden)"


class RoomId(_Opaque):
    """A room. Unguessable; nothing lists them."""

    __slots__ = ()


class Identity(_Opaque):
    """A person in one room: a fingerprint of their key, without meaning elsewhere."""

    __slots__ = ()


class CampaignId(_Opaque):
    """A campaign: a question put to a public. Stands in the public record, and is no secret."""

    __slots__ = ()


class ConvenorId(_Opaque):
    """Somebody who runs campaigns. Stands in no entry and no address."""

    __slots__ = ()


class Address(str):
    """A network address of somebody. Only ever compared and pseudonymised."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Address(hidden)"


def decode_base64(text: str, length: int | None = None) -> bytes:
    """Standard base64 with padding, as the protocol's `b64`.

    Raises `InvalidRequestError` when it is something else, or has not `length` bytes where a length is given.
    """
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidRequestError("A byte string is not base64.") from None
    if length is not None and len(value) != length:
        raise InvalidRequestError(f"A byte string has {len(value)} bytes where {length} are due.")
    return value


def encode_base64(value: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(value).decode()


def decode_base64url(text: str, length: int | None = None) -> bytes:
    """Base64url without padding (RFC 4648 section 5), as the protocol's `b64url`; only the one way to write the bytes.

    Raises `InvalidRequestError` when it is something else, or has not `length` bytes where a length is given.
    """
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidRequestError("A byte string is not base64url.") from None
    # The check is for the bits that the last character has over, and for the other alphabet.
    if encode_base64url(value) != text:
        raise InvalidRequestError("A byte string is not base64url.")
    if length is not None and len(value) != length:
        raise InvalidRequestError(f"A byte string has {len(value)} bytes where {length} are due.")
    return value


def encode_base64url(value: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
