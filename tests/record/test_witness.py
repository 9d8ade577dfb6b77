"""A witness over HTTP, as C2SP tlog-witness has it, and the gathering of countersignatures by an instance."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from folkmoot.base.clock import Clock
from folkmoot.base.errors import BadSettingError
from folkmoot.base.secret import Secret
from folkmoot.record import merkle
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.cosigning import Cosigning, Target, listed
from folkmoot.record.note import Kind, SignedNote, SignerKey, VerifierKey, parse_cosignatures
from folkmoot.record.witness import Alarm, Submission, Witness
from folkmoot.web.witness import Door, serving
from tests.record.published import ORIGIN, SIGNER, Published, encoded, honest
from tests.vectors.make_delivery import some_bytes

LEAVES = encoded(honest(300))
OTHER = SignerKey("other.example/log", Kind.ed25519, Secret(some_bytes("another log", 32)))
LIAR = SignerKey(ORIGIN, Kind.ed25519, Secret(some_bytes("somebody else's key", 32)))
Answer = tuple[int, bytes, str]


def signer(name: str) -> SignerKey:
    return SignerKey(name, Kind.cosignature, Secret(some_bytes(name, 32)))


class Served:
    """A witness that takes checkpoints at an address."""

    def __init__(self, witness: Witness, session: aiohttp.ClientSession) -> None:
        self.witness = witness
        self.alarms: list[Alarm] = []
        self.address = ""
        self._session = session

    @property
    def target(self) -> Target:
        return Target(self.witness.verifier, self.address)

    async def submit(self, body: bytes) -> Answer:
        async with self._session.post(f"{self.address}/add-checkpoint", data=body) as answer:
            return answer.status, await answer.read(), answer.headers["Content-Type"]


@asynccontextmanager
async def served(
    folder: Path,
    name: str = "watch.example",
    port: int = 0,
    logs: Sequence[VerifierKey] = (SIGNER.verifier, OTHER.verifier),
) -> AsyncGenerator[Served]:
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        found = Served(Witness(folder, signer(name), logs, Clock()), session)
        taken = await stack.enter_async_context(serving(Door(found.witness, found.alarms.append), "127.0.0.1", port))
        found.address = f"http://127.0.0.1:{taken}"
        yield found


def submission(log: Published, old: int, note: SignedNote, path: tuple[bytes, ...] | None = None) -> bytes:
    checkpoint = Checkpoint.parse(note.text)
    proof = log.path(old, checkpoint.size) if path is None else path
    return Submission(old, proof, note, checkpoint).serialise()


@pytest.fixture
def log(tmp_path: Path) -> Published:
    return Published(tmp_path / "log")


async def test_a_witness_follows_a_log_that_grows(log: Published, tmp_path: Path) -> None:
    async with served(tmp_path / "watch") as witness:
        old = 0
        for size in (1, 2, 200, 256, 300, 300, len(LEAVES)):
            note = log.publish(LEAVES[:size])
            status, lines, _ = await witness.submit(submission(log, old, note))
            assert status == 200
            cosigned = note.signed_by(*parse_cosignatures(lines))
            opened = open_checkpoint(cosigned, SIGNER.verifier, [witness.witness.verifier])
            assert abs(opened.witnesses[witness.witness.verifier] - Clock().now()) < 60
            old = size
        assert witness.alarms == []
    # The same folder, another process: it stands where it stood.
    async with served(tmp_path / "watch") as again:
        status, size, kind = await again.submit(submission(log, 0, note))
        assert (status, size, kind) == (409, f"{len(LEAVES)}\n".encode(), "text/x.tlog.size")


async def test_what_is_refused(log: Published, tmp_path: Path) -> None:
    note = log.publish(LEAVES[:100])
    checkpoint = Checkpoint.parse(note.text)
    async with served(tmp_path / "watch") as witness:
        submit = witness.submit
        good = submission(log, 0, note)
        assert (await submit(good))[0] == 200
        later = log.publish(LEAVES)
        unsigned = Checkpoint(ORIGIN, 100, checkpoint.root).sign(LIAR)
        unknown = Checkpoint("unknown.example/log", 100, checkpoint.root).sign(
            SignerKey("unknown.example/log", Kind.ed25519, Secret(bytes(32)))
        )
        cases: list[tuple[int, bytes]] = [
            (400, b""),
            (400, good.replace(b"old 0", b"old 00")),
            (400, good.replace(b"old 0", b"old 101")),
            (400, good.replace(b"old 0", b"new 0")),
            (400, submission(log, 100, later, (bytes(32),) * 64)),
            (400, good[:-1]),
            (400, b"old 100\nAAAA\n\n" + later.serialise().replace(b"\n", b"\r\n")),
            (403, submission(log, 0, unsigned)),
            (403, submission(log, 0, SignedNote(checkpoint.body.replace("100", "101"), note.signatures))),
            (404, submission(log, 0, unknown)),
            (409, submission(log, 50, later)),
            (422, submission(log, 100, later, (bytes(32),))),
            (422, submission(log, 100, later, ())),
        ]
        for expected, body in cases:
            assert (await submit(body))[0] == expected, body[:60]
        assert (await submit(b"x" * 1_000_000))[0] == 413
        assert (await submit(submission(log, 100, later)))[0] == 200
        # An origin that it watches too does not stand where another one does.
        empty = Checkpoint(OTHER.verifier.name, 0, merkle.EMPTY_ROOT).sign(OTHER)
        assert (await submit(submission(log, 0, empty)))[0] == 200


async def test_of_many_at_once_one_moves_it(log: Published, tmp_path: Path) -> None:
    first = log.publish(LEAVES[:10])
    async with served(tmp_path / "watch") as one, served(tmp_path / "watch") as two:
        assert (await one.submit(submission(log, 0, first)))[0] == 200
        bodies = [submission(log, 10, log.publish(LEAVES[:size])) for size in range(11, 31)]
        answers = await asyncio.gather(*((one, two)[at % 2].submit(body) for at, body in enumerate(bodies)))
        taken = [size for size, (status, _, _) in enumerate(answers, start=11) if status == 200]
        assert len(taken) == 1
        state = one.witness.state(ORIGIN)
        assert state is not None
        assert state.size == taken[0]


def cosigning(log: Published, session: aiohttp.ClientSession, targets: list[Target], needed: int = 1) -> Cosigning:
    return Cosigning(log.folder, SIGNER.verifier, targets, needed, Clock(), session)


async def test_an_instance_gathers_countersignatures(log: Published, tmp_path: Path) -> None:
    async with (
        served(tmp_path / "one", "one.example") as one,
        served(tmp_path / "two", "two.example") as two,
        aiohttp.ClientSession() as session,
    ):
        gone = Target(signer("gone.example").verifier, "http://127.0.0.1:1")
        gathering = cosigning(log, session, [one.target, two.target, gone], needed=2)
        for size in (5, 5, 290, len(LEAVES)):
            note = log.publish(LEAVES[:size])
            await gathering.gather(note)
            assert gathering.newest is not None
            assert gathering.newest.note.text == note.text
            assert set(gathering.newest.witnesses) == {one.target.key, two.target.key}
        kept = SignedNote.parse((log.folder / "cosigned").read_bytes())
        assert kept == gathering.newest.note
        silent = gathering.standings[gone.key]
        assert (silent.size, silent.trouble) == (0, "unreachable")
        # Since the first time, however often it was asked since.
        assert abs(silent.since - Clock().now()) < 60
        assert gathering.standings[one.target.key].trouble == ""
        assert gathering.standings[one.target.key].size == len(LEAVES)
        # After a restart it is there again, and the witnesses are asked from where they stand.
        again = cosigning(log, session, [one.target, two.target], needed=2)
        assert again.newest == gathering.newest
        more = log.publish([*LEAVES, LEAVES[0]])
        await again.gather(more)
        assert again.newest is not None
        assert again.newest.note.text == more.text


async def test_too_few_countersignatures_change_nothing(log: Published, tmp_path: Path) -> None:
    async with served(tmp_path / "one") as one, aiohttp.ClientSession() as session:
        gone = Target(signer("gone.example").verifier, "http://127.0.0.1:1")
        gathering = cosigning(log, session, [one.target, gone], needed=2)
        await gathering.gather(log.publish(LEAVES))
        assert gathering.newest is None
        assert not (log.folder / "cosigned").exists()
        alone = cosigning(log, session, [gone], needed=5)
        assert alone.needed == 1


async def test_a_witness_that_answers_for_somebody_else_counts_nothing(log: Published, tmp_path: Path) -> None:
    async with served(tmp_path / "one", "one.example") as one, aiohttp.ClientSession() as session:
        other = Target(signer("two.example").verifier, one.address)
        gathering = cosigning(log, session, [other])
        await gathering.gather(log.publish(LEAVES))
        assert gathering.newest is None
        assert gathering.standings[other.key].trouble == "bad_answer"


async def test_the_loop_follows_the_log(log: Published, tmp_path: Path) -> None:
    async with served(tmp_path / "one") as one, aiohttp.ClientSession() as session:
        gathering = cosigning(log, session, [one.target])
        notes = [log.publish(LEAVES[:1])]
        asked = asyncio.Event()

        def newest() -> SignedNote:
            asked.set()
            return notes[-1]

        running = asyncio.create_task(gathering.run(newest, 0.01))
        try:
            for size in (9, 100):
                notes.append(log.publish(LEAVES[:size]))
                # When it asks for the next one, it is done with this one.
                for _ in range(2):
                    asked.clear()
                    async with asyncio.timeout(20):
                        await asked.wait()
                assert gathering.newest is not None
                assert gathering.newest.checkpoint.size == size
        finally:
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running


def test_the_setting() -> None:
    key = signer("watch.example").verifier
    assert listed("") == []
    assert listed(f" {key}@https://watch.example/x/ \n{key}@http://127.0.0.1:1") == [
        Target(key, "https://watch.example/x"),
        Target(key, "http://127.0.0.1:1"),
    ]
    for text in (
        "x",
        str(key),
        f"{key}@ftp://x",
        f"{key}@https://user@x",
        f"{key}@https://x?y",
        f"{SIGNER.verifier}@https://x",
    ):
        with pytest.raises(BadSettingError):
            listed(text)
