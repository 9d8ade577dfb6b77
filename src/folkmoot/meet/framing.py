"""The little that the service reads of MLS: group id, epoch, content type, kind of sender (RFC 9420 section 6). Pure.

Everything behind these fields stays bytes. A browser checks what they mean; here only order matters.
"""

import enum
from dataclasses import dataclass
from typing import TypeVar

from folkmoot.base.errors import InvalidRequestError

Choice = TypeVar("Choice", bound=enum.IntEnum)

MLS10 = 1
GROUP_ID_MAX = 64
AUTHENTICATED_DATA_MAX = 64 * 1024


class WireFormat(enum.IntEnum):
    """RFC 9420 section 17.2."""

    public_message = 1
    group_info = 4


class ContentType(enum.IntEnum):
    """RFC 9420 section 6."""

    application = 1
    proposal = 2
    commit = 3


class SenderType(enum.IntEnum):
    """RFC 9420 section 6. The first two are followed by an index."""

    member = 1
    external = 2
    new_member_proposal = 3
    new_member_commit = 4


@dataclass(frozen=True, slots=True)
class Framed:
    """What a PublicMessage says about itself, unverified."""

    group_id: bytes
    epoch: int
    content_type: ContentType
    sender: SenderType


@dataclass(frozen=True, slots=True)
class Described:
    """What a GroupInfo says about its group, unverified."""

    group_id: bytes
    epoch: int


class MalformedError(InvalidRequestError):
    """The bytes are no such MLS message."""

    sentence = "The bytes are not the MLS message that they should be."


def parse_public_message(message: bytes) -> Framed:
    """The head of an MLSMessage that holds a PublicMessage. Raises `MalformedError`."""
    reader = _Reader(message)
    reader.expect_wire_format(WireFormat.public_message)
    group_id = reader.vector(GROUP_ID_MAX)
    epoch = reader.integer(8)
    sender = _member_of(SenderType, reader.integer(1))
    if sender in (SenderType.member, SenderType.external):
        reader.take(4)
    reader.vector(AUTHENTICATED_DATA_MAX)
    content_type = _member_of(ContentType, reader.integer(1))
    reader.expect_more()
    return Framed(group_id, epoch, content_type, sender)


def parse_group_info(message: bytes) -> Described:
    """The head of an MLSMessage that holds a GroupInfo. Raises `MalformedError`."""
    reader = _Reader(message)
    reader.expect_wire_format(WireFormat.group_info)
    if reader.integer(2) != MLS10:
        raise MalformedError
    reader.take(2)  # the cipher suite is for the clients to judge
    described = Described(reader.vector(GROUP_ID_MAX), reader.integer(8))
    reader.expect_more()
    return described


def _member_of(choices: type[Choice], value: int) -> Choice:
    try:
        return choices(value)
    except ValueError:
        raise MalformedError from None


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise MalformedError
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def integer(self, size: int) -> int:
        return int.from_bytes(self.take(size))

    def vector(self, most: int) -> bytes:
        """A `<V>` vector (RFC 9420 section 2.1.2): its length takes 1, 2 or 4 bytes, never more than needed."""
        first = self.integer(1)
        prefix = first >> 6
        if prefix == 3:
            raise MalformedError
        length = first & 0x3F
        for _ in range((1 << prefix) - 1):
            length = length << 8 | self.integer(1)
        if prefix and length < 1 << (8 * (1 << (prefix - 1)) - 2):
            raise MalformedError
        if length > most:
            raise MalformedError
        return self.take(length)

    def expect_wire_format(self, wire_format: WireFormat) -> None:
        if self.integer(2) != MLS10 or self.integer(2) != wire_format:
            raise MalformedError

    def expect_more(self) -> None:
        if self._at == len(self._data):
            raise MalformedError
