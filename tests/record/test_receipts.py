"""Receipts: what each check finds, against the vectors that both languages share."""

import json
from base64 import b64decode
from typing import Any

import pytest

from folkmoot.record import merkle, receipts
from folkmoot.record.checkpoint import open_checkpoint
from folkmoot.record.errors import NoteError, ProofError
from folkmoot.record.note import SignedNote, VerifierKey
from folkmoot.record.receipts import CHECKS, Policy, Receipt, State, verify
from tests.vectors import make_receipts
from tests.vectors.make_receipts import GOOD, LOG, OPENING, POLICY, RECEIPT, VOICE, proof_of

VECTORS: dict[str, Any] = json.loads(make_receipts.PLACE.read_text())
RECEIPTS: list[dict[str, Any]] = VECTORS["receipts"]
# What each changed receipt must fail at, said here once more by hand.
FAILS = {
    "nobody countersigned": {"witnesses"},
    "only a stranger countersigned": {"witnesses"},
    "countersigned in a way of later only": {"witnesses"},
    "another content": {"opening"},
    "another salt": {"opening"},
    "no opening": {"opening"},
    "an opening where there is no seal": {"opening"},
    "another entry": {"inclusion"},
    "bytes that are no entry": {"opening", "inclusion"},
    "another place": {"inclusion"},
    "a place behind the end": {"inclusion"},
    "a step missing": {"inclusion"},
    "a step more": {"inclusion"},
    "a step changed": {"inclusion"},
    "somebody else's key": {"checkpoint", "witnesses"},
    "the log's signature changed": {"checkpoint", "witnesses"},
    "a witness's signature changed": {"checkpoint", "witnesses"},
    "the checkpoint changed": {"checkpoint", "witnesses"},
    "another log": {"checkpoint", "witnesses"},
}


def test_the_vectors_are_what_the_program_makes() -> None:
    assert make_receipts.PLACE.read_text() == make_receipts.text()


@pytest.mark.parametrize("line", RECEIPTS, ids=lambda line: line["why"])
def test_a_receipt_and_its_verdict(line: dict[str, Any]) -> None:
    receipt = Receipt.parse(line["text"].encode())
    assert receipt.serialise() == line["text"].encode()
    verdict = verify(receipt, POLICY)
    failed = {check.name for check in verdict.checks if check.state is State.fails}
    assert failed == FAILS.get(line["why"], set())
    assert verdict.holds == (not failed) == line["holds"]
    assert tuple(check.name for check in verdict.checks) == CHECKS
    assert {check.name: check.state for check in verdict.checks} == line["checks"]
    assert [key.name for key in verdict.witnesses] == line["witnesses"]
    assert all(check.reason for check in verdict.checks)


@pytest.mark.parametrize("line", VECTORS["no_receipts"], ids=lambda line: line["why"])
def test_what_is_no_receipt(line: dict[str, str]) -> None:
    with pytest.raises(ProofError):
        Receipt.parse(line["text"].encode())


def test_the_policy_says_how_many_witnesses_are_needed() -> None:
    for needed, holds in ((0, True), (2, True), (3, False)):
        assert verify(RECEIPT, Policy(POLICY.log, POLICY.witnesses, needed)).holds == holds
    assert verify(RECEIPT, Policy(POLICY.log)).checks[3].state is State.absent
    assert verify(RECEIPT, Policy(POLICY.log)).holds


def test_a_receipt_hides_its_opening_when_it_is_printed() -> None:
    assert repr(OPENING.content) not in repr(Receipt.make(proof_of(VOICE, GOOD), RECEIPT.entry, OPENING).opening)


@pytest.mark.parametrize("line", VECTORS["notes"], ids=lambda line: line["why"])
def test_notes(line: dict[str, str]) -> None:
    note = SignedNote.parse(line["note"].encode())
    assert note.serialise() == line["note"].encode()
    keys = [VerifierKey.parse(text) for text in (*VECTORS["witnesses"], VECTORS["again"])]
    opened = open_checkpoint(note, VerifierKey.parse(VECTORS["log"]), keys)
    assert len(opened.witnesses) <= 2
    assert opened.checkpoint.origin == LOG.verifier.name


@pytest.mark.parametrize("line", VECTORS["bad_notes"], ids=lambda line: line["why"])
def test_bad_notes(line: dict[str, str]) -> None:
    with pytest.raises(NoteError):
        open_checkpoint(SignedNote.parse(line["note"].encode()), POLICY.log, POLICY.witnesses)


@pytest.mark.parametrize("text", VECTORS["bad_keys"])
def test_bad_keys(text: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(text)


@pytest.mark.parametrize("line", VECTORS["consistency"])
def test_consistency(line: dict[str, Any]) -> None:
    roots = b64decode(line["old_root"]), b64decode(line["new_root"])
    merkle.verify_consistency(line["old"], line["new"], *roots, [b64decode(one) for one in line["path"]])


@pytest.mark.parametrize("line", VECTORS["inclusion"])
def test_inclusion(line: dict[str, Any]) -> None:
    leaf, top = b64decode(line["leaf"]), b64decode(line["root"])
    merkle.verify_inclusion(line["index"], line["size"], leaf, top, [b64decode(one) for one in line["path"]])


def test_a_large_content_is_refused() -> None:
    large = receipts.Receipt.make(
        proof_of(VOICE, GOOD), RECEIPT.entry, type(OPENING)(OPENING.salt, b"x" * (receipts.CONTENT_MAX + 1))
    )
    with pytest.raises(ProofError):
        Receipt.parse(large.serialise())
