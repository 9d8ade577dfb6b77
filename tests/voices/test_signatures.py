"""Signatures of voices: what holds, and what OpenSSL would let through."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from folkmoot.campaigns import signatures

ORDER = 2**252 + 27742317777372353535851937790883648493


def test_a_signature_holds_for_its_key_and_data() -> None:
    signer = Ed25519PrivateKey.generate()
    key, signature = signer.public_key().public_bytes_raw(), signer.sign(b"data")
    assert signatures.holds(key, signature, b"data")
    assert not signatures.holds(key, signature, b"other data")
    assert not signatures.holds(key, signature[:-1], b"data")
    assert not signatures.holds(key[:-1], signature, b"data")
    assert not signatures.holds(bytes(31) + b"\x7f", signature, b"data")
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert not signatures.holds(other, signature, b"data")


def test_a_key_of_small_order_signs_nothing() -> None:
    neutral = b"\1" + bytes(31)
    signature = neutral + bytes(32)
    Ed25519PublicKey.from_public_bytes(neutral).verify(signature, b"whatever is said")
    assert not signatures.holds(neutral, signature, b"whatever is said")


def test_a_signature_has_one_form() -> None:
    signer = Ed25519PrivateKey.generate()
    signature = signer.sign(b"data")
    number = int.from_bytes(signature[32:], "little") + ORDER
    again = signature[:32] + number.to_bytes(32, "little")
    assert not signatures.holds(signer.public_key().public_bytes_raw(), again, b"data")
