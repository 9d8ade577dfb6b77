"""A new key for a log that is there, while nobody else writes it: the entry under both keys, then the new key alone.

It may end at any instruction and is begun again. The new key waits beside the old one until the entry is in the log,
and while it waits the service does not start (`identity.signer_of`): nothing is signed with a key that was replaced.
"""

import hashlib
from pathlib import Path

from folkmoot.record.identity import KEY, NEXT, before_rotation
from folkmoot.record.keys import open_or_make
from folkmoot.record.log import TICKET_BYTES, Log, Ticket
from folkmoot.record.note import Kind, SignerKey, VerifierKey
from folkmoot.record.succession import LABEL, Former, succeed
from folkmoot.store.database import Database
from folkmoot.store.folder import put


async def rotate(folder: Path, database: Database, at: int) -> tuple[Former, VerifierKey]:
    """Goes over to a new key; returns the old one with the index of the entry, and the new one.

    `database` is the log's own, `at` is in seconds since 1970. Raises as `Log.open` and `Log.append` do, and
    `KeyFileError` when there is no log, or its key is gone.
    """
    old = before_rotation(folder)
    log = await Log.open(folder, database, old)
    try:
        new = SignerKey(old.verifier.name, Kind.ed25519, open_or_make(folder / NEXT))
        [position] = await log.append([(_ticket(new.verifier), succeed(old, new, at).encode())])
    finally:
        await log.close()
    # The only copy of the old key in this folder goes with it.
    put(folder / NEXT, folder / KEY)
    # A start: it signs the tree that stands with the new key.
    await (await Log.open(folder, database, new)).close()
    return Former(old.verifier, position.index), new.verifier


def _ticket(key: VerifierKey) -> Ticket:
    """The same when it is begun again, so that the entry comes once."""
    return hashlib.sha256(LABEL + key.public).digest()[:TICKET_BYTES]
