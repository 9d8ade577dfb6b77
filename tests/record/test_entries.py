"""Entries: every kind there and back, as in the vectors, and nothing else; seals hide and bind."""

import json
from base64 import b64decode
from typing import Any, get_args

import pytest

from folkmoot.base.errors import InvalidRequestError
from folkmoot.record import entries, seals
from folkmoot.record.entries import AnyEntry, kind_of, seal_bytes, seal_text
from folkmoot.record.errors import MalformedError
from folkmoot.record.seals import Opening
from tests.vectors import make_record

VECTORS: dict[str, Any] = json.loads(make_record.PLACE.read_text())


def test_every_kind_has_a_vector() -> None:
    kinds = {kind.__struct_config__.tag for kind in get_args(AnyEntry)}
    assert {line["kind"] for line in VECTORS["entries"]} == kinds


@pytest.mark.parametrize("line", VECTORS["entries"], ids=lambda line: line["kind"])
def test_there_and_back(line: dict[str, Any]) -> None:
    entry = entries.parse(line["bytes"].encode())
    assert kind_of(entry) == line["kind"]
    assert entry.fields == line["fields"]
    assert entry.encode() == line["bytes"].encode()
    assert make_record.leaf(entry.encode()) == line["leaf"]


@pytest.mark.parametrize("line", VECTORS["broken"], ids=lambda line: line["why"])
def test_broken(line: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        entries.parse(line["bytes"].encode())


@pytest.mark.parametrize(
    "entry",
    [
        entries.Program(at=-1, version="0.1.0", sum=make_record.SUM),
        entries.Program(at=1, version="0.1.0\n", sum=make_record.SUM),
        entries.Program(at=1, version="0.1.0", sum=make_record.SUM.upper()),
        entries.Voice(at=1, campaign="somebody@example.org", round=1, marked=0, seal=seal_text(make_record.SEAL)),
        entries.Vote(at=1, campaign=make_record.CAMPAIGN, seal="I agree, says Anna."),
    ],
)
def test_a_wrong_field_is_not_written(entry: AnyEntry) -> None:
    with pytest.raises(MalformedError):
        entry.encode()


@pytest.mark.parametrize("line", VECTORS["seals"])
def test_seals(line: dict[str, str]) -> None:
    opening = Opening(b64decode(line["salt"]), b64decode(line["content"]))
    assert seal_text(opening.seal) == line["seal"]
    assert opening.opens(seal_bytes(line["seal"]))
    assert not Opening(opening.salt, opening.content + b"x").opens(opening.seal)
    assert not Opening(opening.salt[::-1], opening.content).opens(opening.seal)
    assert line["content"] == "" or line["content"] not in repr(opening)


def test_salts_and_seals_have_one_length() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        seals.seal(b"short", b"content")
    with pytest.raises(ValueError, match="32 bytes"):
        seal_text(b"short")
    with pytest.raises(InvalidRequestError):
        seal_bytes("A" * 42)
