"""The parser of MLS heads against whatever bytes come: a result or `MalformedError`, nothing else."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from folkmoot.meet.framing import (
    ContentType,
    Described,
    Framed,
    MalformedError,
    SenderType,
    parse_group_info,
    parse_public_message,
)
from tests import mls
from tests.fuzz.heads import GROUP, seeds

ACCEPTED = {
    "commit-external": Framed(GROUP.encode(), 7, ContentType.commit, SenderType.new_member_commit),
    "commit-member": Framed(GROUP.encode(), 7, ContentType.commit, SenderType.member),
    "commit-epoch-max": Framed(GROUP.encode(), 2**64 - 1, ContentType.commit, SenderType.new_member_commit),
    "commit-group-empty": Framed(b"", 0, ContentType.commit, SenderType.new_member_commit),
    "commit-group-64": Framed(b"g" * 64, 0, ContentType.commit, SenderType.new_member_commit),
    "commit-proposal": Framed(GROUP.encode(), 7, ContentType.proposal, SenderType.new_member_commit),
    "group-info": Described(GROUP.encode(), 8),
}


def parse(message: bytes) -> Framed | Described | None:
    parsers: list[Callable[[bytes], Framed | Described]] = [parse_public_message, parse_group_info]
    found: list[Framed | Described] = []
    for parser in parsers:
        with contextlib.suppress(MalformedError):
            found.append(parser(message))
    assert len(found) <= 1, "no bytes are both"
    return found[0] if found else None


@pytest.mark.parametrize("name", sorted(seeds()))
def test_seeds(name: str) -> None:
    assert parse(seeds()[name]) == ACCEPTED.get(name)


@given(st.binary(max_size=300))
@example(b"\x00\x01\x00\x01")
def test_any_bytes(message: bytes) -> None:
    parse(message)


@given(st.sampled_from(sorted(seeds())), st.data())
def test_changed_seeds(name: str, data: st.DataObject) -> None:
    message = bytearray(seeds()[name])
    for _ in range(data.draw(st.integers(1, 4))):
        if message:
            message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    parse(bytes(message))
    parse(bytes(message[: data.draw(st.integers(0, len(message)))]))


@given(
    group=st.binary(max_size=64).map(lambda raw: raw.hex()[:64]),
    epoch=st.integers(0, 2**64 - 1),
    member=st.none() | st.integers(0, 2**32 - 1),
    content_type=st.sampled_from(ContentType),
    tail=st.binary(min_size=1, max_size=100),
)
def test_what_is_written_is_read(
    group: str, epoch: int, member: int | None, content_type: ContentType, tail: bytes
) -> None:
    message = mls.commit(group, epoch, tail=tail, member=member, content_type=content_type)
    sender = SenderType.new_member_commit if member is None else SenderType.member
    assert parse(message) == Framed(group.encode(), epoch, content_type, sender)
    assert parse(mls.group_info(group, epoch, tail=tail)) == Described(group.encode(), epoch)
