"""Ids have one way to be written, and hide in representations."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.ids import Identity, RoomId, decode_base64, encode_base64


@given(st.binary(min_size=16, max_size=16))
def test_sixteen_bytes_and_back(value: bytes) -> None:
    room = RoomId.of(value)
    assert RoomId.parse(str(room)) == room
    assert base64.urlsafe_b64decode(room + "==") == value
    assert repr(room) == "RoomId(hidden)"
    assert str(room) not in repr([room])


@given(st.text(max_size=30))
def test_anything_else_is_refused(text: str) -> None:
    try:
        Identity.parse(text)
    except InvalidRequestError:
        return
    assert Identity.of(base64.urlsafe_b64decode(text + "==")) == text


@pytest.mark.parametrize("end", ["", "AA", "B", "=", "+", "é", "A\n"])
def test_refused(end: str) -> None:
    with pytest.raises(InvalidRequestError):
        RoomId.parse("A" * 21 + end)


@given(st.binary(max_size=100))
def test_base64(value: bytes) -> None:
    assert decode_base64(encode_base64(value), len(value)) == value
    with pytest.raises(InvalidRequestError):
        decode_base64(encode_base64(value), len(value) + 1)


@pytest.mark.parametrize("text", ["A", "AAA", "AA=A", "AAAA\n", "-_-_", "é"])
def test_no_base64(text: str) -> None:
    with pytest.raises(InvalidRequestError):
        decode_base64(text)
