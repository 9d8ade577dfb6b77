"""Following a log that is signed with another key than the one that is known, if that one has signed for it."""

from dataclasses import replace

from folkmoot.record import tiles
from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.entries import LogKey
from folkmoot.record.errors import NoteError, TileError
from folkmoot.record.note import SignedNote
from folkmoot.record.receipts import Policy
from folkmoot.record.slices import read
from folkmoot.record.sources import Source, tile_of
from folkmoot.record.succession import formers, heir

_MARK = b'"kind":"log_key"'


async def follow(source: Source, policy: Policy, *, back: bool) -> Policy:
    """The same policy with the key that the log has now, and those that it had.

    Only when the known key did not sign the newest checkpoint, or when earlier ones are asked for (`back`), all entries
    are read; that they are those of the signed tree is the audit's to find. Raises `NoteError` when the known key has
    not signed for the one that signs now, and the source's errors.
    """
    note = SignedNote.parse(await source.get(tiles.CHECKPOINT))
    own = policy.log.named_in(note)
    if own and not back:
        return policy
    successions = await _successions(source, Checkpoint.parse(note.text).size)
    now = policy.log if own else heir(policy.log, successions)
    if not now.named_in(note):
        raise NoteError("It is signed with another key, and the one that you know has not signed for it.")
    return replace(policy, log=now, formers=formers(now, successions))


async def _successions(source: Source, size: int) -> list[tuple[int, LogKey]]:
    found: list[tuple[int, LogKey]] = []
    for tile in tiles.bundles(0, size):
        try:
            entries = tiles.split_bundle(await tile_of(source, tile), tile.width)
        except TileError:
            # The audit says which file is not there; what cannot be read here hands nothing over.
            return found
        for index, data in enumerate(entries, start=tile.index * tiles.WIDTH):
            entry = read(data) if _MARK in data else None
            if isinstance(entry, LogKey):
                found.append((index, entry))
    return found
