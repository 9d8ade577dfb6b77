"""Moderation in browsers, against the real service (docs/protocol.md section 9).

Who lies about it, on either side, is in client/test/crypto/moderation.test.ts.
"""

import pytest

from tests.crypto.conftest import Appear
from tests.crypto.lab import Someone
from tests.crypto.test_rooms import meet, names_of

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey]

KEPT = """() => new Promise((resolve, reject) => {
    const asked = indexedDB.open("folkmoot")
    asked.onerror = reject
    asked.onsuccess = () => {
        const stores = asked.result.transaction(["rooms", "history"])
        const counts = ["rooms", "history"].map(name => stores.objectStore(name).count())
        stores.oncomplete = () => { asked.result.close(); resolve(counts.map(count => count.result)) }
    }
})"""


async def failure(someone: Someone) -> str:
    return (await someone.event("failed"))["code"]


async def refused(appear: Appear, link: str) -> str:
    """What somebody reads who opens this link for the first time."""
    someone = await appear()
    await someone.keep(link)
    await someone.page.evaluate("room => window.lab.arrive(room)", someone.room)
    return await failure(someone)


async def test_who_is_removed_is_out_for_good_and_the_link_is_another(appear: Appear) -> None:
    alice, bob, carol = await meet(appear, "Alice", "Bob", "Carol")
    old = await alice.link()
    await alice.send(t="remove", identity=bob.identity)
    assert await failure(bob) == "removed"
    assert await bob.page.evaluate(KEPT) == [0, 0]
    links: list[str] = []
    for person in (alice, carol):
        gone = await person.event("epoch", lambda event: event["left"] != [])
        assert gone["left"] == [{"identity": bob.identity, "name": "Bob"}]
        links.append((await person.event("link"))["link"])
        await person.latest("roster", lambda event: names_of(event) == ["Alice", "Carol"])
    assert links[0] == links[1] != old
    assert await alice.keys(3) == await carol.keys(3)
    assert await refused(appear, old) == "link_changed"
    dave = await appear()
    await dave.keep(links[0])
    await dave.enter("Dave")
    await carol.latest("roster", lambda event: names_of(event) == ["Alice", "Dave", "Carol"])
    # With the old link in hand, who is inside comes back by the new one.
    await carol.reload()
    await carol.keep(old)
    await carol.enter("Carol")
    await carol.latest("roster", lambda event: sorted(map(str, names_of(event))) == ["Alice", "Carol", "Dave"])
    for person in (alice, carol, dave):
        assert not await person.events("mismatch")


async def test_a_locked_room_lets_in_who_knocks(appear: Appear) -> None:
    alice, bob = await meet(appear, "Alice", "Bob")
    link = await alice.link()
    await alice.send(t="appoint", identity=bob.identity)
    await bob.event("moderation", lambda event: event["may"] == "some")
    await bob.send(t="lock", on=True)
    await alice.event("moderation", lambda event: event["locked"])
    guest = await appear()
    await guest.keep(link)
    await guest.arrive()
    await guest.event("door", lambda event: event["state"] == "locked")
    await guest.send(t="knock", name="Carol")
    knock = {"identity": guest.identity, "name": "Carol"}
    await bob.event("knocks", lambda event: event["waiting"] == [knock])
    await alice.send(t="decline", identity=guest.identity)
    await guest.event("door", lambda event: event["state"] == "declined")
    await guest.send(t="knock", name="Carol")
    await bob.latest("knocks", lambda event: event["waiting"] == [knock])
    await bob.send(t="admit", identity=guest.identity)
    for person in (alice, bob, guest):
        await person.latest("roster", lambda event: names_of(event) == ["Alice", "Bob", "Carol"])
        assert not await person.events("mismatch")


async def test_an_ended_room_is_over_for_everybody(appear: Appear) -> None:
    alice, bob = await meet(appear, "Alice", "Bob")
    link = await alice.link()
    await alice.send(t="end")
    for person in (alice, bob):
        assert await failure(person) == "room_ended"
        assert await person.page.evaluate(KEPT) == [0, 0]
    assert await refused(appear, link) == "room_ended"


async def test_two_moderators_at_once_are_both_obeyed(appear: Appear) -> None:
    alice, bob, carol, dave = await meet(appear, "Alice", "Bob", "Carol", "Dave")
    await alice.send(t="appoint", identity=bob.identity)
    await bob.event("moderation", lambda event: event["may"] == "some")
    await alice.send(t="remove", identity=carol.identity)
    await bob.send(t="remove", identity=dave.identity)
    for person in (carol, dave):
        assert await failure(person) == "removed"
    links: list[str] = []
    for person in (alice, bob):
        await person.latest("roster", lambda event: names_of(event) == ["Alice", "Bob"])
        await person.send(t="chat", id=person.identity, text="Still here")
    for person in (alice, bob):
        await person.latest("chat", lambda event: len(event["lines"]) == 2)
        links.append((await person.events("link"))[-1]["link"])
        assert not await person.events("mismatch")
    assert links[0] == links[1]
