"""An engine that was started anew: everybody connected is told the way in, and it is open."""

import asyncio
import os
import signal
from pathlib import Path

from folkmoot.base.settings import Settings
from tests.meet.test_epochs import people_in
from tests.meet.test_media_access import connect
from tests.person import Person
from tests.service import make_settings, running_service


def engine_pid(settings: Settings) -> int:
    """The process that was started with this data folder's configuration."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and str(settings.data_dir / "engine.yaml").encode() in command_line(folder):
            return int(folder.name)
    raise AssertionError("no engine runs")


def command_line(folder: Path) -> bytes:
    try:
        return (folder / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


async def test_everybody_is_told_of_a_new_engine_and_gets_in(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with running_service(settings, with_engine=True) as service:
        first, second = await people_in(service, 2)
        lobby = await Person(service, first.link).connect()
        before = first.welcome["engine"]
        await first.send({"t": "token"})
        assert (await first.expect("token"))["run"] == before["run"]

        os.kill(engine_pid(settings), signal.SIGKILL)
        told = [await person.expect("engine", seconds=15) for person in (first, second, lobby)]
        assert {one["run"] for one in told} == {told[0]["run"]} != {before["run"]}
        for person, one in zip((first, second, lobby), told, strict=True):
            assert (one["path"], one["expires_in"]) == (before["path"], before["expires_in"])
            assert (await connect(service, one["token"])).join.participant.identity == person.identity
        # Nobody is told of what is known.
        late = await Person(service, first.link).connect()
        assert late.welcome["engine"]["run"] == told[0]["run"]
        for person in (first, second, lobby, late):
            await person.close()


async def test_nobody_is_told_of_an_engine_that_only_stopped_for_a_moment(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    async with running_service(settings, with_engine=True) as service:
        (person,) = await people_in(service, 1)
        pid = engine_pid(settings)
        os.kill(pid, signal.SIGSTOP)
        try:
            while await health(service.url, person) == 200:  # noqa: ASYNC110 - the server tells nobody of its health
                await asyncio.sleep(0.1)
        finally:
            os.kill(pid, signal.SIGCONT)
        async with asyncio.timeout(10):
            while await health(service.url, person) != 200:  # noqa: ASYNC110 - nor of that it is well again
                await asyncio.sleep(0.1)
        assert engine_pid(settings) == pid
        await person.quiet()
        await person.close()


async def health(url: str, person: Person) -> int:
    async with person.service.session.get(f"{url}/health") as answer:
        return answer.status


async def test_what_a_replaced_connection_still_says_does_not_count(tmp_path: Path) -> None:
    async with running_service(make_settings(tmp_path)) as service:
        stays, moves = await people_in(service, 2)
        old = Person(service, moves.link)
        old.key, old.public, old.identity = moves.key, moves.public, moves.identity
        # The same person by two ways: what the old one has sent comes to the server after the new one has resumed.
        old.seq, old.head = moves.seq, moves.head
        await old.connect(resume=True)
        await moves.closed()
        fresh = Person(service, moves.link)
        fresh.key, fresh.public, fresh.identity = moves.key, moves.public, moves.identity
        fresh.seq, fresh.head = moves.seq, moves.head
        await asyncio.gather(
            *(old.send({"t": "message", "id": str(n), "epoch": 1, "body": "AAAA"}) for n in range(40)),
            fresh.connect(resume=True),
        )
        end = await old.closed()
        assert end.error == "replaced"
        # What the new one was shown, and the log that the other has, are one: nothing was slipped in behind.
        shown = fresh.welcome["seq"]
        assert (await fresh.say(1, b"new"))["seq"] == shown + 1
        await stays.expect("entry", seq=shown + 1)
        for person in (stays, fresh, moves):
            await person.close()
