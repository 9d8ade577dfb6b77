"""Seals: what stands in the log in place of a content (docs/protocol.md section 10.2). Pure.

The salt makes that nobody can guess a short content by trying, and that nothing can be said about it any more once salt
and content are erased.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

LABEL = b"folkmoot seal v1\0"
SALT_BYTES = 16
SEAL_BYTES = 32


@dataclass(frozen=True, slots=True)
class Opening:
    """What shows that a seal is of a content. Lives in the database, where it can be erased."""

    salt: bytes = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def seal(self) -> bytes:
        """The 32 bytes that stand in the log."""
        return seal(self.salt, self.content)

    def opens(self, value: bytes) -> bool:
        """Whether `value` is the seal of this content."""
        return hmac.compare_digest(self.seal, value)


def seal(salt: bytes, content: bytes) -> bytes:
    """The seal of `content`; `salt` is 16 bytes that nobody has used before."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt is 16 bytes")
    return hashlib.sha256(LABEL + salt + content).digest()
