"""The sequencer: the one writer of the log (docs/protocol.md section 10.3).

Entries become part of the log in one transaction, which also moves the head by compare-and-swap. Only a head that the
disk has is ever signed, so there are no two roots of one size. Everything after it (tiles, checkpoint) follows from the
database and is made again whenever it is not certain that it was made: after a crash, a full disk or a lost connection
the same code runs as at a start.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.log import logger
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.errors import (
    MalformedError,
    NoteError,
    RecordDamagedError,
    RecordUnavailableError,
    SecondWriterError,
    TileError,
)
from folkmoot.record.growth import Edge, Grown, edge_at, grow
from folkmoot.record.identity import FILES
from folkmoot.record.merkle import EMPTY_ROOT, Tree, root
from folkmoot.record.nodes import Nodes
from folkmoot.record.note import SignedNote, SignerKey
from folkmoot.record.proof import Proof
from folkmoot.record.shelf import Shelf
from folkmoot.record.tables import log_head, log_metadata, log_staged, log_tickets
from folkmoot.record.tiles import ENTRIES, ENTRY_MAX, WIDTH, Tile, split_bundle
from folkmoot.store.database import Database
from folkmoot.store.folder import held

# Beside it as long as the log has come back from a backup and has no database yet.
RESTORED = "restored"
TICKET_BYTES = 16
BATCH_MAX = 1024
RETRY_SECONDS = 2.0
REASON_MAX = 200

Ticket = bytes

_log = logger("record.log")


@dataclass(frozen=True, slots=True)
class Position:
    """Where an entry is: its index, and the size of a published tree that has it."""

    index: int
    size: int


@dataclass(frozen=True, slots=True)
class _Head:
    size: int
    root: bytes


@dataclass(slots=True, eq=False)
class _Request:
    items: list[tuple[Ticket, bytes]]
    answer: asyncio.Future[list[Position]]


class Log:
    """Made by `open`. One process has it; who else writes to the same database is noticed and stops one of the two."""

    def __init__(self, folder: Path, database: Database, signer: SignerKey) -> None:
        self._folder = folder
        self._database = database
        self._signer = signer
        self._shelf = Shelf(folder / FILES)
        self._nodes = Nodes(self._shelf.fetch)
        self._hold = ExitStack()
        self._head = _Head(0, EMPTY_ROOT)
        # What a transaction tried to make of it: after a failure, the head is one of the two.
        self._attempt = self._head
        self._edge = Edge()
        self._rest: tuple[bytes, ...] = ()
        self._tickets: dict[Ticket, int] = {}
        self._settled: set[Ticket] = set()
        self._shown = (Tree(0, self._nodes), Checkpoint(signer.verifier.name, 0, EMPTY_ROOT).sign(signer))
        self._waiting: deque[_Request] = deque()
        self._wake = asyncio.Event()
        self._uncertain = True
        # Gives the newest checkpoint that enough witnesses have countersigned, where somebody gathers that.
        self.cosigned: Callable[[], SignedNote | None] = lambda: None
        # The database may be of a moment before the log's end.
        self.restored = False
        self._closing = False
        self._stopped: SecondWriterError | None = None
        self._worker: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, folder: Path, database: Database, signer: SignerKey) -> Self:
        """The log in `folder`, published up to its last durable entry; its name is the signer's.

        `database` is not that of the rest: its transactions are the log's. The caller closes it after the log. Raises
        `DataInUseError`, `RecordDamagedError` and `OSError`.
        """
        log = cls(folder, database, signer)
        log._hold.enter_context(held(folder))
        try:
            async with database.write() as connection:
                await _prepare(connection)
            await log._adopt()
            await log._recover(first=True)
        except BaseException:
            log._hold.close()
            raise
        log._worker = asyncio.create_task(log._work())
        return log

    @property
    def checkpoint(self) -> SignedNote:
        """The newest checkpoint, with the log's own signature."""
        return self._shown[1]

    @property
    def size(self) -> int:
        """How many entries the newest checkpoint is of."""
        return self._shown[0].size

    async def append(self, items: Sequence[tuple[Ticket, bytes]]) -> list[Position]:
        """Appends entries in their order, and returns once they are durable and a checkpoint with them is published.

        At most 1,024 at once. A ticket is 16 bytes that stand for one entry: with a ticket that came before, nothing is
        appended and the old position returned. Raises `MalformedError`, `SecondWriterError`, and
        `RecordUnavailableError`: then the entries may be in the log or not, and the same tickets will tell.
        """
        if len(items) > BATCH_MAX:
            raise ValueError(f"at most {BATCH_MAX} entries are appended at once")
        for ticket, entry in items:
            if len(ticket) != TICKET_BYTES:
                raise ValueError("a ticket is 16 bytes")
            if len(entry) > ENTRY_MAX:
                raise MalformedError
        if self._stopped is not None:
            raise SecondWriterError
        if self._closing:
            raise RecordUnavailableError
        request = _Request(list(items), asyncio.get_running_loop().create_future())
        self._waiting.append(request)
        self._wake.set()
        return await request.answer

    def settle(self, tickets: Sequence[Ticket]) -> None:
        """Lets go of tickets with which nobody will come again."""
        self._settled.update(ticket for ticket in tickets if ticket in self._tickets)

    def unsettled(self) -> list[Ticket]:
        """The tickets that have not been let go of."""
        return [ticket for ticket in self._tickets if ticket not in self._settled]

    async def proof(self, index: int, checkpoint: SignedNote | None = None) -> Proof:
        """That the entry is in the tree of `checkpoint`, one that this log has published; without one, of the newest.

        Raises `ValueError` for an entry that is not in that tree, `RecordDamagedError` when a file of it is missing.
        """
        tree, note = self._shown
        try:
            if checkpoint is not None:
                tree, note = Tree(Checkpoint.parse(checkpoint.text).size, self._nodes), checkpoint
            return Proof(index, tuple(tree.inclusion_proof(index)), note)
        except TileError:
            raise RecordDamagedError from None

    async def later_proof(self, index: int) -> Proof:
        """Of an entry that has been there for a while: in the newest tree that witnesses know, if it is in it."""
        cosigned = self.cosigned()
        known = cosigned is not None and index < Checkpoint.parse(cosigned.text).size
        return await self.proof(index, cosigned if known else None)

    async def entry(self, index: int) -> bytes:
        """The bytes of a published entry. Raises `ValueError` for one that is not there, and `RecordDamagedError`."""
        if not 0 <= index < self.size:
            raise ValueError("the entry is not in the log")
        edge, rest = self._edge, self._rest
        if index >= edge.size:
            return rest[index - edge.size]
        bundle = Tile(ENTRIES, index // WIDTH).path
        try:
            return split_bundle(await asyncio.to_thread(self._shelf.fetch, bundle), WIDTH)[index % WIDTH]
        except TileError:
            raise RecordDamagedError from None

    async def close(self) -> None:
        """Writes what waits, then lets go of the folder."""
        self._closing = True
        self._wake.set()
        if self._worker is not None:
            await self._worker
        self._hold.close()

    async def _work(self) -> None:
        while not (self._closing and not self._waiting):
            await self._woken()
            requests = self._take()
            try:
                if self._uncertain:
                    await self._recover()
                await self._write(requests)
            except SecondWriterError as error:
                self._stopped = error
                self._fail([*requests, *self._waiting], error)
                self._waiting.clear()
                _log.critical("second_writer")
                return
            except Exception as error:  # noqa: BLE001 - those who wait are told, and the next try starts from the disk
                self._uncertain = True
                self._fail(requests, RecordUnavailableError())
                # No traceback: on a full disk this comes again and again.
                _log.error("record_not_written", error=type(error).__name__, reason=str(error)[:REASON_MAX])
                if self._closing:
                    self._fail(list(self._waiting), RecordUnavailableError())
                    return
            else:
                self._answer(requests)

    async def _woken(self) -> None:
        """Waits for something to do. What is durable and not published yet is something to do, too."""
        try:
            async with asyncio.timeout(RETRY_SECONDS if self._uncertain else None):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _take(self) -> list[_Request]:
        taken: list[_Request] = []
        count = 0
        while self._waiting and count < BATCH_MAX:
            request = self._waiting.popleft()
            count += len(request.items)
            taken.append(request)
        if not self._waiting and not self._closing:
            self._wake.clear()
        return taken

    def _answer(self, requests: list[_Request]) -> None:
        for request in requests:
            if not request.answer.done():
                positions = [Position(self._tickets[ticket], self.size) for ticket, _ in request.items]
                request.answer.set_result(positions)

    def _fail(self, requests: list[_Request], error: SecondWriterError | RecordUnavailableError) -> None:
        for request in requests:
            if not request.answer.done():
                request.answer.set_exception(error)

    async def _write(self, requests: list[_Request]) -> None:
        """One transaction for what is new in `requests`, and then its files."""
        fresh: dict[Ticket, bytes] = {}
        for request in requests:
            for ticket, entry in request.items:
                if ticket not in self._tickets:
                    fresh.setdefault(ticket, entry)
        if not fresh:
            return
        grown = grow(self._edge, [*self._rest, *fresh.values()])
        self._attempt = _Head(grown.size, grown.root)
        # From here on until all is published, an error or an end leaves it open how far we came.
        self._uncertain = True
        numbers = dict(zip(fresh, range(self._head.size, grown.size), strict=True))
        # Not those that somebody comes with at this very moment.
        asked = (ticket for request in (*requests, *self._waiting) for ticket, _ in request.items)
        settled = self._settled.difference(asked)
        async with self._database.write() as connection:
            await self._move_head(connection)
            await _stage(connection, numbers, fresh)
            await _forget(connection, settled, self._edge.size)
        self._head = self._attempt
        self._tickets.update(numbers)
        for ticket in settled:
            del self._tickets[ticket]
        self._settled -= settled
        await self._publish(grown)

    async def _move_head(self, connection: AsyncConnection) -> None:
        moved = await connection.execute(
            update(log_head)
            .where(log_head.c.id == 1, log_head.c.size == self._head.size, log_head.c.root == self._head.root)
            # All before the edge is in full tiles, which the disk has since they were published.
            .values(size=self._attempt.size, root=self._attempt.root, tiled=self._edge.size)
        )
        if moved.rowcount != 1:
            raise SecondWriterError

    async def _recover(self, *, first: bool = False) -> None:
        """Takes the state from the database and publishes it, whatever of it was published before."""
        async with self._database.read() as connection:
            size, top, tiled = (
                await connection.execute(select(log_head.c.size, log_head.c.root, log_head.c.tiled))
            ).one()
            staged = (
                await connection.execute(
                    select(log_staged.c.number, log_staged.c.entry)
                    .where(log_staged.c.number >= tiled)
                    .order_by(log_staged.c.number)
                )
            ).all()
            tickets = (await connection.execute(select(log_tickets.c.ticket, log_tickets.c.number))).all()
        head = _Head(size, top)
        if not first and head not in (self._head, self._attempt):
            raise SecondWriterError
        if [number for number, _ in staged] != list(range(tiled, size)):
            raise RecordDamagedError
        try:
            edge = await asyncio.to_thread(edge_at, tiled, self._shelf.fetch)
        except TileError:
            raise RecordDamagedError from None
        grown = grow(edge, [entry for _, entry in staged])
        if grown.root != top:
            raise RecordDamagedError
        self._head = self._attempt = head
        self._tickets = {row.ticket: row.number for row in tickets}
        self._settled &= self._tickets.keys()
        self._nodes.grown(grown)
        self._refuse_wound_back()
        await self._publish(grown)

    async def _adopt(self) -> None:
        """Takes over a log that has come back from a backup, as files: the database begins where they end."""
        restored = self._folder / RESTORED
        if not restored.exists():
            return
        try:
            shown = open_checkpoint(SignedNote.parse(self._shelf.shown()), self._signer.verifier).checkpoint
            tiled = shown.size - shown.size % WIDTH
            rest: list[bytes] = []
            if tiled < shown.size:
                tile = Tile(ENTRIES, tiled // WIDTH, shown.size - tiled)
                rest = split_bundle(self._shelf.fetch(tile.path), tile.width)
        except (NoteError, TileError):
            raise RecordDamagedError from None
        async with self._database.write() as connection:
            await connection.execute(delete(log_staged))
            await connection.execute(delete(log_tickets))
            if rest:
                staged = [{"number": tiled + at, "entry": entry} for at, entry in enumerate(rest)]
                await connection.execute(insert(log_staged), staged)
            await connection.execute(update(log_head).values(size=shown.size, root=shown.root, tiled=tiled))
        restored.unlink()
        self.restored = True

    async def _publish(self, grown: Grown) -> None:
        """Makes the files of the durable head, the checkpoint last. `grown` is that head's tree."""
        assert (grown.size, grown.root) == (self._head.size, self._head.root)
        await asyncio.to_thread(self._shelf.put, grown)
        self._nodes.grown(grown)
        note = Checkpoint(self._signer.verifier.name, grown.size, grown.root).sign(self._signer)
        await asyncio.to_thread(self._shelf.show, note.serialise())
        self._edge, self._rest, self._shown = grown.edge, grown.rest, (Tree(grown.size, self._nodes), note)
        self._uncertain = False

    def _refuse_wound_back(self) -> None:
        """What has been published is a beginning of what will be, or nothing is signed.

        It is not when the database has come back from an older copy than the files. A torn checkpoint says nothing.
        """
        try:
            shown = open_checkpoint(SignedNote.parse(self._shelf.shown()), self._signer.verifier).checkpoint
        except NoteError:
            return
        try:
            fits = shown.size <= self._head.size and root(shown.size, self._nodes) == shown.root
        except TileError:
            fits = False
        if not fits:
            raise RecordDamagedError


async def _prepare(connection: AsyncConnection) -> None:
    await connection.run_sync(log_metadata.create_all)
    if (await connection.execute(select(log_head.c.id))).one_or_none() is None:
        await connection.execute(insert(log_head).values(id=1, size=0, root=EMPTY_ROOT, tiled=0))


async def _stage(connection: AsyncConnection, numbers: dict[Ticket, int], entries: dict[Ticket, bytes]) -> None:
    staged = [{"number": numbers[ticket], "entry": entry} for ticket, entry in entries.items()]
    await connection.execute(insert(log_staged), staged)
    tickets = [{"ticket": ticket, "number": number} for ticket, number in numbers.items()]
    await connection.execute(insert(log_tickets), tickets)


async def _forget(connection: AsyncConnection, tickets: set[Ticket], tiled: int) -> None:
    await connection.execute(delete(log_staged).where(log_staged.c.number < tiled))
    if tickets:
        gone = delete(log_tickets).where(log_tickets.c.ticket == bindparam("gone"))
        await connection.execute(gone, [{"gone": ticket} for ticket in tickets])
