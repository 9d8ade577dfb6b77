"""The text of a proof, as tlog-proof has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.base.secret import Secret
from folkmoot.record import merkle
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.errors import ProofError
from folkmoot.record.note import Kind, SignerKey
from folkmoot.record.proof import PROOF_MAX, Proof

LEAVES = [merkle.leaf_hash(bytes([at])) for at in range(11)]
LOG = SignerKey("example.org/log", Kind.ed25519, Secret(bytes(32)))
NOTE = Checkpoint("example.org/log", 11, merkle.root_of(LEAVES)).sign(LOG)
PROOF = Proof(5, tuple(merkle.inclusion_proof(5, 11, merkle.subtrees(LEAVES))), NOTE, b"extra data")
TEXT = PROOF.serialise()


def test_the_lines_of_a_proof() -> None:
    lines = TEXT.decode().split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra ZXh0cmEgZGF0YQ==", "index 5"]
    assert lines[7:9] == ["", "example.org/log"]
    assert TEXT.endswith(NOTE.serialise())
    assert Proof.parse(TEXT) == PROOF


@given(st.integers(0, 2**63 - 1), st.lists(st.binary(min_size=32, max_size=32), max_size=63), st.none() | st.binary())
def test_what_is_written_can_be_read(index: int, path: list[bytes], extra: bytes | None) -> None:
    proof = Proof(index, tuple(path), NOTE, extra)
    assert Proof.parse(proof.serialise()) == proof


@pytest.mark.parametrize(
    "data",
    [
        b"",
        NOTE.serialise(),
        TEXT.replace(b"@v1", b"@v2"),
        TEXT.replace(b"\nindex 5", b""),
        TEXT.replace(b"index 5", b"index 05"),
        TEXT.replace(b"index 5", b"index -5"),
        TEXT.replace(b"index 5", b"index 9223372036854775808"),
        TEXT.replace(b"ZXh0cmEgZGF0YQ==", b"ZXh0cmEgZGF0YQ"),
        TEXT.replace(b"extra ", b"extra  "),
        TEXT.replace(b"index 5\n", b"index 5\nAAAA\n"),
        TEXT.replace(b"index 5\n", b"index 5\n" + b"A" * 43 + b"=\n" + (b"A" * 43 + b"=\n") * 63),
        TEXT.replace(b"index 5\n", b"index 5\n\n"),
        TEXT.replace(b"\n", b"\r\n"),
        TEXT[:-1],
        TEXT + b"x",
        b"\xff" + TEXT,
        TEXT + b" " * PROOF_MAX,
    ],
)
def test_bytes_that_are_no_proof(data: bytes) -> None:
    with pytest.raises(ProofError):
        Proof.parse(data)
