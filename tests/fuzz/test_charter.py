"""The parser of charters against whatever bytes come: a valid charter or `NotAllowedError`, nothing else."""

from base64 import b64decode
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet import charter
from folkmoot.meet.charter import Signed
from folkmoot.meet.errors import NotAllowedError
from folkmoot.meet.frames import CHARTER_MAX
from tests.vectors.make_charter import CREATOR, ROOM, vectors

MADE = vectors()
VALID = [b64decode(line["envelope"]) for line in MADE["valid"][:-1]]
SEEDS = [*VALID, *(b64decode(line["envelope"]) for line in MADE["invalid"])]
SMALL = [seed for seed in SEEDS if len(seed) < 4096]

plain = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=30)
fields = st.sampled_from(["n", "version", "locked", "ended", "admitted", "removed", "moderators", "more"])
values: st.SearchStrategy[Any] = plain | st.lists(plain, max_size=3) | st.dictionaries(st.text(max_size=9), plain)


def read(envelope: bytes) -> Signed | None:
    try:
        return charter.read(envelope, ROOM, CREATOR.identity)
    except NotAllowedError:
        return None


@given(st.binary(max_size=400))
def test_any_bytes(envelope: bytes) -> None:
    assert read(envelope) is None


@given(st.sampled_from(SMALL), st.data())
def test_a_changed_envelope_is_nobodys(seed: bytes, data: st.DataObject) -> None:
    envelope = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 4))):
        if envelope:
            envelope[data.draw(st.integers(0, len(envelope) - 1))] = data.draw(st.integers(0, 255))
    changed = bytes(envelope)
    assert (read(changed) is not None) == (changed in VALID)
    cut = changed[: data.draw(st.integers(0, len(changed)))]
    assert (read(cut) is not None) == (cut in VALID)


@given(st.dictionaries(fields, values, max_size=8))
def test_any_object_that_the_creator_signs(body: dict[str, Any]) -> None:
    written = msgspec.json.encode(msgspec.json.decode(charter.write(make_plain())) | body)
    found = read(CREATOR.seal(written, CREATOR.public))
    # What is read is written the same way again: no two programs can differ about it.
    assert found is None or charter.write(found.charter) == written


def make_plain() -> charter.Charter:
    return msgspec.structs.replace(charter.NONE, n=1)


@given(st.text(max_size=40))
def test_any_text_as_an_identity(text: str) -> None:
    written = charter.write(make_plain())
    body = written.replace(b'"admitted":[]', b'"admitted":[' + msgspec.json.encode(text) + b"]")
    found = read(CREATOR.seal(body, CREATOR.public))
    assert found is None or found.charter.admitted == (Identity.parse(text),)


@settings(max_examples=10)
@given(st.integers(1, 3))
def test_size_is_looked_at_first(times: int) -> None:
    nested = b"[" * CHARTER_MAX * times
    for envelope in (nested, b'{"body":"' + b"A" * CHARTER_MAX * times + b'"}', VALID[0] + b" " * CHARTER_MAX):
        with pytest.raises(NotAllowedError):
            charter.read(envelope, RoomId(ROOM), CREATOR.identity)
