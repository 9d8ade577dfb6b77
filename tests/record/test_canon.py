"""The one byte form: what has it, what has not, and that both directions agree."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record import canon
from folkmoot.record.errors import MalformedError
from tests.vectors import make_record

VECTORS: dict[str, Any] = json.loads(make_record.PLACE.read_text())

KEYS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=32)
TEXTS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters='"\\'), max_size=40)
PLAIN = st.integers(0, canon.INTEGER_MAX) | TEXTS
INNER = st.lists(PLAIN, max_size=4) | st.dictionaries(KEYS, PLAIN, max_size=4)
OBJECTS = st.dictionaries(KEYS, PLAIN | INNER, max_size=6)


def test_the_committed_file_is_what_the_program_makes() -> None:
    assert make_record.PLACE.read_text() == make_record.text()


@pytest.mark.parametrize("line", VECTORS["canon"]["valid"], ids=lambda line: line["bytes"][:30])
def test_valid(line: dict[str, Any]) -> None:
    assert canon.encode(line["value"]) == line["bytes"].encode()
    assert canon.decode(line["bytes"].encode()) == line["value"]


@pytest.mark.parametrize("line", VECTORS["canon"]["invalid"], ids=lambda line: line["why"])
def test_invalid(line: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        canon.decode(line["bytes"].encode())


@pytest.mark.parametrize("value", [{"a": 1.0}, {"a": True}, {"a": None}, {1: 1}, {"a": (1,)}, [1], {"a": b"x"}])
def test_what_has_no_form_is_not_written(value: Any) -> None:
    with pytest.raises(MalformedError):
        canon.encode(value)


@pytest.mark.parametrize("data", [b'{"a":"\xff"}', b"\xff", b"[" * 4000, b'{"a":' * 800])
def test_bytes_that_are_no_text(data: bytes) -> None:
    with pytest.raises(MalformedError):
        canon.decode(data)


@given(OBJECTS)
def test_there_and_back(value: dict[str, Any]) -> None:
    data = canon.encode(value)
    assert canon.decode(data) == value
    # As any other program writes it that sorts and leaves no space (RFC 8785 for what is allowed here).
    assert data == json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


@given(OBJECTS, st.data())
def test_one_byte_changed_is_another_value_or_none(value: dict[str, Any], chosen: st.DataObject) -> None:
    data = bytearray(canon.encode(value))
    place = chosen.draw(st.integers(0, len(data) - 1))
    data[place] ^= chosen.draw(st.integers(1, 255))
    try:
        found = canon.decode(bytes(data))
    except MalformedError:
        return
    assert found != value
