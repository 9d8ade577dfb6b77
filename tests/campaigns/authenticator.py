"""A device that keeps passkeys: makes keys and signs with them as WebAuthn level 2 sections 6.3 and 6.5 say."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """One passkey for one service."""

    party: str
    origin: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    count: int = 0
    # Whether it has asked for finger, face or PIN.
    verified: bool = True

    def make(self, challenge: str) -> str:
        cose = {1: 1, 3: -8, -1: 6, -2: self.key.public_key().public_bytes_raw()}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        statement: dict[str, Any] = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        return self._answer(
            clientDataJSON=b64(self._client("webauthn.create", challenge)),
            attestationObject=b64(cbor2.dumps(statement)),
        )

    def sign(self, challenge: str) -> str:
        self.count += 1
        client, data = self._client("webauthn.get", challenge), self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest())
        return self._answer(clientDataJSON=b64(client), authenticatorData=b64(data), signature=b64(signature))

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        return hashlib.sha256(self.party.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, **response: Any) -> str:
        return json.dumps({"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response})
