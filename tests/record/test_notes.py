"""Signed notes, keys and checkpoints against C2SP's examples and Go's own note."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.base.secret import Secret
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.errors import NoteError
from folkmoot.record.merkle import EMPTY_ROOT
from folkmoot.record.note import (
    NOTE_MAX,
    SIGNATURES_MAX,
    Kind,
    Signature,
    SignedNote,
    SignerKey,
    VerifierKey,
    decode,
    parse_cosignatures,
    verify,
)

# golang.org/x/mod/sumdb/note: the key and the note of its documentation.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
GO_NOTE = f"{GO_TEXT}\n— PeterNeumann {GO_SIGNATURE}\n".encode()
# A witness that runs, from the tests of transparency-dev/formats.
WITNESS_KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
# The example of tlog-cosignature.
EXAMPLE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo"
    "+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe"
    "+mbIUBkBIfZ+qnA==\n"
)
LOG = SignerKey("example.org/log", Kind.ed25519, Secret(bytes(32)))
WITNESSES = [SignerKey(f"w{at}.example", Kind.cosignature, Secret(bytes([at]) * 32)) for at in (1, 2)]
W1, W2 = WITNESSES
CHECKPOINT = Checkpoint("example.org/log", 7, hashlib.sha256(b"root").digest())


def cosigned(*at: int) -> SignedNote:
    note = CHECKPOINT.sign(LOG)
    return note.signed_by(*(key.sign(note.text, when) for key, when in zip(WITNESSES, at, strict=False)))


def test_go_and_we_write_the_same_note() -> None:
    signer = SignerKey("PeterNeumann", Kind.ed25519, Secret(base64.b64decode(GO_SEED)[1:]))
    assert str(signer.verifier) == GO_KEY
    assert VerifierKey.parse(GO_KEY) == signer.verifier
    note = SignedNote.parse(GO_NOTE)
    assert note == SignedNote(GO_TEXT, (signer.sign(GO_TEXT),))
    assert note.serialise() == GO_NOTE
    assert verify(note, [signer.verifier]) == {signer.verifier: 0}


def test_a_real_witness_key() -> None:
    key = VerifierKey.parse(WITNESS_KEY)
    assert (key.name, key.kind, str(key)) == ("remora.n621.de", Kind.cosignature, WITNESS_KEY)


def test_the_example_of_the_specification() -> None:
    note = SignedNote.parse(EXAMPLE.encode())
    assert note.serialise() == EXAMPLE.encode()
    found = Checkpoint.parse(note.text)
    assert (found.origin, found.size, found.extensions) == ("example.com/behind-the-sofa", 20852163, ())
    assert found.body == note.text
    log, witness = note.signatures
    assert (log.name, log.key_id.hex(), len(log.value)) == ("example.com/behind-the-sofa", "033de0ae", 64)
    assert int.from_bytes(witness.value[:8]) == 1679315147
    assert len(witness.value) == 72


def test_what_a_witness_signs() -> None:
    signature = W1.sign(CHECKPOINT.body, 1679315147)
    message = b"cosignature/v1\ntime 1679315147\n" + CHECKPOINT.body.encode()
    assert signature.value == (1679315147).to_bytes(8) + Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32).sign(
        message
    )
    assert signature.key_id == hashlib.sha256(b"w1.example\n\x04" + W1.verifier.public).digest()[:4]


def test_a_checkpoint_and_who_countersigned_it() -> None:
    keys = [key.verifier for key in WITNESSES]
    opened = open_checkpoint(SignedNote.parse(cosigned(10, 20).serialise()), LOG.verifier, keys)
    assert opened.checkpoint == CHECKPOINT
    assert opened.witnesses == {keys[0]: 10, keys[1]: 20}
    assert open_checkpoint(cosigned(10), LOG.verifier, keys).witnesses == {keys[0]: 10}
    assert open_checkpoint(cosigned(10, 20), LOG.verifier).witnesses == {}


def test_one_key_is_one_witness_under_whatever_names() -> None:
    again = SignerKey("another.example", Kind.cosignature, Secret(bytes([1]) * 32))
    log_itself = SignerKey("third.example", Kind.cosignature, Secret(bytes(32)))
    note = cosigned(10).signed_by(again.sign(CHECKPOINT.body, 11), log_itself.sign(CHECKPOINT.body, 12))
    opened = open_checkpoint(note, LOG.verifier, [W1.verifier, again.verifier, log_itself.verifier])
    assert opened.witnesses == {W1.verifier: 10}


def test_a_newer_signature_takes_the_place_of_an_older_one() -> None:
    note = cosigned(10).signed_by(W1.sign(CHECKPOINT.body, 30))
    assert len(note.signatures) == 2
    assert verify(note, [W1.verifier]) == {W1.verifier: 30}


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        (SignedNote(CHECKPOINT.body, (W1.sign(CHECKPOINT.body, 1),)), "not signed"),
        (SignedNote(CHECKPOINT.body, (W2.sign(CHECKPOINT.body, 1),)), "None of the known keys"),
        (SignedNote(CHECKPOINT.body.replace("\n7\n", "\n8\n"), cosigned().signatures), "does not hold"),
        (cosigned().signed_by(Signature("w1.example", W1.verifier.key_id, bytes(72))), "does not hold"),
        (cosigned().signed_by(Signature("w1.example", W1.verifier.key_id, bytes(71))), "wrong size"),
        (cosigned().signed_by(Signature("w1.example", W1.verifier.key_id, b"\x80" + bytes(71))), "wrong size"),
        (Checkpoint("example.org/other", 7, CHECKPOINT.root).sign(LOG), "another log"),
    ],
)
def test_a_note_that_is_not_the_logs_is_refused(note: SignedNote, reason: str) -> None:
    with pytest.raises(NoteError, match=reason):
        open_checkpoint(note, LOG.verifier, [W1.verifier])


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    strangers = (
        Signature("example.org/log", b"\0\0\0\0", b"x"),
        Signature("stranger", LOG.verifier.key_id, b"x"),
    )
    assert open_checkpoint(cosigned().signed_by(*strangers), LOG.verifier).checkpoint == CHECKPOINT
    many = tuple(Signature("stranger", at.to_bytes(4), b"x") for at in range(SIGNATURES_MAX - 1))
    whole = cosigned().signed_by(*many)
    assert verify(SignedNote.parse(whole.serialise()), [LOG.verifier])
    with pytest.raises(NoteError, match="more than"):
        SignedNote.parse(whole.signed_by(Signature("one more", b"\0\0\0\0", b"x")).serialise())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        GO_TEXT.encode(),
        GO_NOTE[:-1],
        GO_NOTE.replace(b"\n\n", b"\n"),
        GO_NOTE + b"\n",
        GO_NOTE + b"x\n",
        GO_NOTE.replace(b"If", b"\tIf"),
        GO_NOTE.replace(b"If", b"\xff"),
        GO_NOTE.replace("—".encode(), b"-"),
        GO_NOTE.replace(b"PeterNeumann", b""),
        GO_NOTE.replace(b"PeterNeumann", b"Peter+Neumann"),
        GO_NOTE.replace(b"PeterNeumann", "Peter\u2003Neumann".encode()),
        GO_NOTE.replace(b"PeterNeumann", b"P" * 256),
        GO_NOTE.replace(b"nAM=", b"nAN="),
        GO_NOTE.replace(b"nAM=", b"nAM"),
        GO_NOTE.replace(b"x08go", b"x0 8go"),
        f"{GO_TEXT}\n— PeterNeumann x08g\n".encode(),
        f"{GO_TEXT}\n— PeterNeumann\n".encode(),
        b"x" * NOTE_MAX + GO_NOTE,
    ],
)
def test_bytes_that_are_no_note(data: bytes) -> None:
    with pytest.raises(NoteError):
        SignedNote.parse(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY.replace("c74f20a3", "C74F20A3"),
        GO_KEY.replace("PeterNeumann", ""),
        GO_KEY.replace("PeterNeumann", "Peter Neumann"),
        GO_KEY[:-4],
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_texts_that_are_no_key(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n1\nAAAA\n",
        CHECKPOINT.body[:-1],
        CHECKPOINT.body.replace("\n7\n", "\n07\n"),
        CHECKPOINT.body.replace("\n7\n", "\n-7\n"),
        CHECKPOINT.body.replace("\n7\n", "\n\N{ARABIC-INDIC DIGIT SEVEN}\n"),
        CHECKPOINT.body.replace("\n7\n", f"\n{2**63}\n"),
        CHECKPOINT.body.replace("\n7\n", "\n0\n"),
        CHECKPOINT.body + "\n",
        "\n" + CHECKPOINT.body,
    ],
)
def test_texts_that_are_no_checkpoint(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


def test_an_empty_tree_and_extensions() -> None:
    empty = Checkpoint("example.org/log", 0, EMPTY_ROOT)
    assert Checkpoint.parse(empty.body) == empty
    extended = Checkpoint("example.org/log", 7, CHECKPOINT.root, ("one", "two"))
    assert Checkpoint.parse(extended.body) == extended
    assert Checkpoint.parse(CHECKPOINT.body.replace("\n7\n", f"\n{2**63 - 1}\n")).size == 2**63 - 1


def test_a_signer_does_not_print_its_key() -> None:
    seed = hashlib.sha256(b"seed").digest()
    signer = SignerKey("example.org/log", Kind.ed25519, Secret(seed))
    assert repr(signer) == f"SignerKey({signer.verifier})"
    assert seed.hex() not in repr(signer)
    assert not hasattr(signer, "__dict__")
    for text in ("no newline", "tab\t\n"):
        with pytest.raises(ValueError, match="newline"):
            signer.sign(text)


def test_what_a_witness_answers() -> None:
    lines = "".join(key.sign(CHECKPOINT.body, 5).line for key in WITNESSES)
    assert [one.name for one in parse_cosignatures(lines.encode())] == ["w1.example", "w2.example"]
    for data in (b"", b"\n", lines.encode()[:-1], lines.encode() + b"\n", b"\xff"):
        with pytest.raises(NoteError):
            parse_cosignatures(data)


@given(st.binary())
def test_base64_has_one_way(data: bytes) -> None:
    text = base64.b64encode(data).decode()
    assert decode(text) == data


@given(st.lists(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]))), st.binary(min_size=1))
def test_what_is_written_can_be_read(lines: list[str], value: bytes) -> None:
    text = "".join(f"{line}\n" for line in lines) or "\n"
    note = SignedNote(text, (LOG.sign(text), Signature("a", b"abcd", value)))
    assert SignedNote.parse(note.serialise()) == note
    assert verify(note, [LOG.verifier]) == {LOG.verifier: 0}
