"""Blind signatures against the vectors of RFC 9474, against another implementation, and under faults."""

import copy
import json
import os
import pickle
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa

from folkmoot.base.ids import CampaignId
from folkmoot.base.secret import Secret
from folkmoot.campaigns import blind
from folkmoot.campaigns.blind import BadBlindedError, BadKeyError, PublicKey, SigningError, SigningKey
from tests.voices.browser import Blinded, encode_pss, finalize
from tests.voices.browser import blind as blind_it

VECTORS: list[dict[str, str]] = json.loads((Path(__file__).parents[1] / "vectors" / "blindrsa.json").read_text())[
    "vectors"
]
NAMES = [vector["name"] for vector in VECTORS]


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.generate()


def numbers(vector: dict[str, str]) -> rsa.RSAPrivateNumbers:
    p, q, n, e, d = (int(vector[name], 16) for name in "pqned")
    dp, dq, inverse = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return rsa.RSAPrivateNumbers(p, q, d, dp, dq, inverse, rsa.RSAPublicNumbers(e, n))


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_vectors_of_the_rfc(vector: dict[str, str]) -> None:
    signer = SigningKey(numbers(vector))
    salt, prepared = bytes.fromhex(vector["salt"]), bytes.fromhex(vector["prepared_msg"])
    assert prepared == bytes.fromhex(vector["msg_prefix"] + vector["msg"])
    assert encode_pss(prepared, signer.public.modulus.bit_length() - 1, salt) == bytes.fromhex(vector["encoded_msg"])
    blinded = blind_it(signer.public, prepared, salt=salt, inverse=int(vector["inv"], 16))
    assert blinded.sent == bytes.fromhex(vector["blinded_msg"])
    signature = signer.sign(blinded.sent, os.urandom)
    assert signature == bytes.fromhex(vector["blind_sig"])
    assert finalize(signer.public, blinded, signature, salt) == bytes.fromhex(vector["sig"])


def test_the_tokens_of_the_rfc_hold_for_our_variant_only() -> None:
    # Ours is RSABSSA-SHA384-PSS: tokens with another salt are of another variant, and not taken.
    for vector in VECTORS:
        verifier = PublicKey(int(vector["n"], 16), int(vector["e"], 16)).verifier()
        holds = verifier.holds(bytes.fromhex(vector["prepared_msg"]), bytes.fromhex(vector["sig"]))
        assert holds == ("PSSZERO" not in vector["name"])


def test_from_gate_to_token(key: SigningKey) -> None:
    message = blind.prepared(os.urandom(32), CampaignId.of(os.urandom(16)), 1, os.urandom(32))
    blinded = blind_it(key.public, message)
    token = finalize(key.public, blinded, key.sign(blinded.sent, os.urandom))
    verifier = key.public.verifier()
    assert verifier.holds(message, token)
    assert not verifier.holds(message + b"\0", token)
    for place in (0, 17, 383):
        wrong = bytearray(token)
        wrong[place] ^= 1
        assert not verifier.holds(message, bytes(wrong))
    for length in (0, 383, 385):
        assert not verifier.holds(message, token[:length].ljust(length, b"\0"))


def test_a_token_is_for_one_campaign_round_and_key() -> None:
    prefix, voice, campaign = bytes(32), b"\1" * 32, CampaignId.of(b"\2" * 16)
    message = blind.prepared(prefix, campaign, 3, voice)
    assert message == prefix + b"folkmoot voice v1\0" + campaign.encode() + b"\0\0\0\3" + voice
    assert message not in (
        blind.prepared(prefix, CampaignId.of(b"\3" * 16), 3, voice),
        blind.prepared(prefix, campaign, 4, voice),
        blind.prepared(prefix, campaign, 3, b"\4" * 32),
    )


def test_the_same_number_gets_the_same_signature_whatever_blinds_it(key: SigningKey) -> None:
    blinded = blind_it(key.public, b"message")
    assert key.sign(blinded.sent, os.urandom) == key.sign(blinded.sent, lambda count: b"\7" * count)


@pytest.mark.parametrize("length", [0, 1, 383, 385])
def test_a_number_of_another_length_is_refused(key: SigningKey, length: int) -> None:
    with pytest.raises(BadBlindedError):
        key.sign(bytes(length), os.urandom)


def test_a_number_out_of_range_is_refused(key: SigningKey) -> None:
    for number in (0, key.public.modulus, key.public.modulus + 1, 2**3072 - 1):
        with pytest.raises(BadBlindedError):
            key.sign(number.to_bytes(384), os.urandom)


def test_chance_that_divides_the_modulus_is_drawn_again() -> None:
    vector = VECTORS[0]
    signer = SigningKey(numbers(vector))
    drawn: list[int] = []

    def chance(count: int) -> bytes:
        drawn.append(count)
        return (int(vector["p"], 16) if len(drawn) == 1 else 3).to_bytes(count)

    assert signer.sign(bytes.fromhex(vector["blinded_msg"]), chance) == bytes.fromhex(vector["blind_sig"])
    assert len(drawn) == 2


def test_a_faulty_half_does_not_leave() -> None:
    # A processor that is wrong once in one of the two halves would tell a factor of the key (RFC 9474 section 7.1).
    right = numbers(VECTORS[0])
    faulty = right.dmp1 ^ 2
    wrong = rsa.RSAPrivateNumbers(right.p, right.q, right.d, faulty, right.dmq1, right.iqmp, right.public_numbers)
    with pytest.raises(SigningError):
        SigningKey(wrong).sign(bytes.fromhex(VECTORS[0]["blinded_msg"]), os.urandom)


def test_a_signature_for_somebody_else_is_refused_by_the_browser(key: SigningKey) -> None:
    mine, other = blind_it(key.public, b"mine"), blind_it(key.public, b"other")
    with pytest.raises(InvalidSignature):
        finalize(key.public, Blinded(b"mine", mine.sent, mine.inverse), key.sign(other.sent, os.urandom))


def test_the_key_cannot_be_printed_or_copied(key: SigningKey) -> None:
    shown = f"{key!r} {key} {[key]} {key.pem}"
    assert "BEGIN" not in shown
    assert str(key.public.modulus) not in shown
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(key)


def test_the_key_is_the_same_from_its_file(key: SigningKey) -> None:
    again = SigningKey.from_pem(Secret(key.pem.reveal()))
    assert again.public == key.public
    blinded = blind_it(key.public, b"message")
    assert again.sign(blinded.sent, os.urandom) == key.sign(blinded.sent, os.urandom)


@pytest.mark.parametrize("text", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", b"\xff" * 99])
def test_a_file_that_holds_something_else(text: bytes) -> None:
    with pytest.raises(BadKeyError):
        SigningKey.from_pem(Secret(text))


def test_a_key_of_another_size_is_none() -> None:
    with pytest.raises(BadKeyError):
        SigningKey.from_pem(SigningKey(numbers(VECTORS[0])).pem)
