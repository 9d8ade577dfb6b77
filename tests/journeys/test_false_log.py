"""A delivery service that shows people another log than was written: nothing leaves in clear, nothing foreign is shown, and it is told in words.

What is proven of whole sessions without a browser is in client/test/crypto/session.test.ts and client/test/crypto/moderation.test.ts.
"""

import asyncio
import contextlib
import json
import os
import shutil
from base64 import b64encode
from collections import defaultdict
from pathlib import Path

import pytest
from playwright.async_api import expect

from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet.charter import Charter
from tests.journeys.conftest import Arrive
from tests.journeys.evil import EvilServer
from tests.journeys.liar import (
    Dropping,
    Frame,
    Liar,
    Refusing,
    Reordering,
    Shifting,
    Swallowing,
    Twice,
    Welcoming,
    key_of,
    nonce_of,
    sealed_frames,
)
from tests.journeys.outsider import PAGE, link_parts
from tests.journeys.scene import GOSSIP_MS, Stage, comes_again, reads_badge, reads_dialog, reads_failure
from tests.journeys.service import Service
from tests.moderator import Key

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


async def test_entries_twice_out_of_order_and_missing(evil: EvilServer, stage: Stage) -> None:
    scene = await stage(2)
    ada, bo = scene.people
    victim = await bo.identity()
    evil.liar = Twice(victim)
    await scene.say(ada, "first heron")
    await bo.hears_of(scene.said)
    evil.liar = reordering = Reordering(victim)
    await scene.say(ada, "second heron")
    await scene.say(ada, "third heron")
    await bo.hears_of(scene.said)
    assert reordering.done
    evil.liar = dropping = Dropping(victim, always=False)
    await scene.say(ada, "fourth heron")
    await scene.say(ada, "fifth heron")
    await bo.hears_of(scene.said)
    assert dropping.dropped == 1
    for person in scene.people:
        await person.encrypted_for(2)
        await expect(person.page.get_by_text(person.words("room-dropped"))).to_have_count(0)
    await reads_badge(bo, "on", people=2)
    await scene.stays_closed()

    # One that never comes is told, and one can come in again.
    evil.liar = dropping = Dropping(victim, always=True)
    await scene.say(ada, "a heron that is kept back")
    await scene.say(ada, "a heron that follows")
    await reads_failure(bo, "e2e_log_forked")
    assert dropping.dropped > 3
    await scene.stays_closed()
    evil.liar = Liar()
    await comes_again(bo)
    await ada.encrypted_for(2)
    await scene.say(ada, "a heron for everybody")
    await bo.hears_of(["a heron for everybody"])
    await scene.stays_closed()


@pytest.mark.parametrize("lie", ["replayed", "swallowed"])
async def test_different_logs_are_noticed(evil: EvilServer, stage: Stage, lie: str) -> None:
    scene = await stage(2)
    ada, bo = scene.people
    victim = await bo.identity()
    await scene.say(ada, "only once")
    await bo.hears_of(scene.said)
    if lie == "replayed":
        last = next(frame for frame in reversed(evil.told[victim]) if frame.get("kind") == "message")
        await evil.tell(victim, last | {"seq": evil.seq(victim) + 1})
    else:
        evil.liar = swallowing = Swallowing(victim, evil.seq(victim))
        await scene.say(bo, "into the server's stomach")
        await expect(bo.page.get_by_text(bo.words("chat-sending"))).to_have_count(0)
        assert swallowing.swallowed == 1
    await scene.say(ada, "and something else")
    await asyncio.gather(*(reads_badge(person, "forked", GOSSIP_MS) for person in scene.people))
    for person in scene.people:
        await reads_dialog(person, "failure-e2e_log_forked", "forked-text")
    assert await ada.chat() == ["only once", "and something else"]
    await scene.stays_closed()


async def test_what_is_said_again_is_sealed_with_a_nonce_of_its_own(evil: EvilServer, stage: Stage) -> None:
    scene = await stage(2)
    ada, bo = scene.people
    identity = await ada.identity()
    evil.liar = refusing = Refusing(identity, times=4)
    await scene.say(ada, "a heron, told again and again")
    await ada.open_panel("chat")
    await expect(ada.page.get_by_text(ada.words("chat-sending"))).to_be_visible()
    await bo.hears_of(scene.said)
    # It is in the log, and Ada does not know; with the line broken she might say it once more.
    assert refusing.taken
    await evil.cut_delivery(identity)
    evil.barred = False
    await expect(ada.page.get_by_text(ada.words("chat-sending"))).to_have_count(0, timeout=15_000)
    await scene.say(ada, "and another")
    await bo.hears_of(scene.said)
    assert await ada.chat() == scene.said
    sealed: dict[bytes, set[bytes]] = defaultdict(set)
    for body in sealed_frames(evil.asked[identity]):
        sealed[nonce_of(body)].add(body)
    assert len(sealed) >= 6, "control: it was said again"
    assert all(len(bodies) == 1 for bodies in sealed.values())
    await reads_badge(bo, "on", people=2)
    await scene.stays_closed()


async def test_what_nobody_entitled_has_decided_changes_nothing(evil: EvilServer, stage: Stage) -> None:
    """Somebody who is no moderator ends the room, removes a person, appoints themselves; the server puts it into everybody's log."""
    scene = await stage(2)
    ada, bo = scene.people
    insiders = [await ada.identity(), await bo.identity()]
    victim = Identity(insiders[1])
    room = RoomId(link_parts(scene.link)[0])
    creator = key_of(next(frame for frame in evil.asked[""] if frame["t"] == "hello"))
    eve = Key.of(room, os.urandom(32))
    none: tuple[Identity, ...] = ()
    own = (eve.appoint(eve.identity),)
    decided = [
        (Charter(1, 1, locked=True, ended=True, admitted=none, removed=none, moderators=()), creator),
        (Charter(1, 2, locked=False, ended=False, admitted=none, removed=(victim,), moderators=()), creator),
        (Charter(1, 1, locked=True, ended=False, admitted=none, removed=none, moderators=own), creator),
        (Charter(1, 1, locked=True, ended=True, admitted=none, removed=none, moderators=()), eve.public),
    ]
    evil.liar = shifting = Shifting()
    for charter, stated in decided:
        for signer in (eve.identity, insiders[0]):
            seq = shifting.by + evil.seq(insiders[0])
            assert seq == shifting.by + evil.seq(insiders[1]), "control: both are at the same place of the log"
            body = b64encode(eve.sign(charter, stated)).decode()
            entry: Frame = {"t": "entry", "seq": seq + 1, "kind": "charter", "epoch": 1}
            shifting.by += 1
            for identity in insiders:
                await evil.tell(identity, entry | {"from": str(signer), "body": body})
    await scene.say(ada, "nobody has decided that")
    await bo.hears_of(scene.said)
    await scene.say(bo, "and nobody obeys")
    await ada.hears_of(scene.said)
    for person in scene.people:
        await person.encrypted_for(2)
        await person.sees({"red", "green"})
    await reads_badge(bo, "on", people=2)
    await scene.stays_closed()


async def test_garbage_and_too_much_end_the_call_by_name(evil: EvilServer, stage: Stage) -> None:
    scene = await stage(1)
    (ada,) = scene.people
    identity = await ada.identity()
    # Bytes that only claim to be somebody's are nobody's concern.
    await evil.tell(identity, {"t": "signal", "from": identity, "epoch": 0, "body": "AAAA"})
    await ada.encrypted_for(1)
    for noise in (os.urandom(64), json.dumps({"t": "pong", "padding": "x" * 3 * 1024 * 1024})):
        await evil.tell(identity, noise)
        await reads_failure(ada, "server_garbled")
        await scene.stays_closed()
        await comes_again(ada)
        await ada.encrypted_for(1)


async def test_a_welcome_that_lies(evil: EvilServer, arrive: Arrive) -> None:
    """Under another name, and to another host: where a path is put after a host, `@` makes the host a user name."""
    ada = await arrive("Ada Quetzal", colour="red")
    await ada.start_conversation(evil.origin)
    elsewhere: Frame = {"path": "@127.0.0.1:9/engine", "token": "t", "expires_in": 600, "run": "1"}
    lies: list[tuple[Frame, str]] = [
        ({"identity": "A" * 22}, "e2e_identity_changed"),
        ({"engine": elsewhere}, "server_garbled"),
    ]
    for change, code in lies:
        evil.liar = Welcoming(change)
        await ada.page.reload()
        await reads_failure(ada, code)


async def test_a_server_put_back_to_an_older_state(
    tmp_path: Path, stage: Stage, closing: contextlib.AsyncExitStack
) -> None:
    """To have something happen again: the people come together in a new epoch, and nothing is lost or doubled."""
    own = Service(tmp_path / "var", settings={"FOLKMOOT_AWAY_SECONDS": "10"})
    await own.start()
    closing.push_async_callback(own.stop)
    evil = await closing.enter_async_context(EvilServer(own, extra={"/outsider": PAGE}))
    scene = await stage(2, through=evil)
    ada, bo = scene.people
    await scene.say(ada, "before the copy")
    await bo.hears_of(scene.said)
    shutil.copytree(own.data_dir, tmp_path / "copy")
    # More than their coming back puts in its place: who finds another log where theirs was, is told of a fork instead.
    for line in range(10):
        await scene.say(bo, f"after the copy, {line}")
    await ada.hears_of(scene.said)
    await own.stop()
    for person in scene.people:
        await expect(person.page.get_by_text(person.words("room-dropped"), exact=True)).to_be_visible(timeout=10_000)
    shutil.rmtree(own.data_dir)
    shutil.copytree(tmp_path / "copy", own.data_dir)
    await own.start()
    for person in scene.people:
        await expect(person.page.get_by_text(person.words("room-dropped"), exact=True)).to_have_count(0, timeout=30_000)
        await person.encrypted_for(2)
        await person.sees({"red", "green"})
    await scene.say(ada, "after the return")
    for person in scene.people:
        await person.hears_of(scene.said)
    await scene.stays_closed()
