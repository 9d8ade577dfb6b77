"""The group worker in real browsers through the real delivery service."""

import asyncio

import pytest

from tests.crypto.conftest import Appear
from tests.crypto.intruder import post_false_commit
from tests.crypto.lab import Event, Someone
from tests.journeys.evil import EvilServer
from tests.journeys.service import Service

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey]


async def test_two_people_share_keys_names_and_words(appear: Appear) -> None:
    alice, bob = await appear(), await appear()
    link = await alice.make_room()
    ready = await alice.arrive()
    assert ready["people"] == 0
    assert ready["returning"] is None
    await alice.join("Alice")
    await bob.keep(link)
    assert (await bob.arrive())["people"] == 1
    joined = await bob.join("Bob")
    await alice.event("epoch", lambda event: event["epoch"] == joined["epoch"])
    assert await alice.keys(1) == await bob.keys(1)
    names = {"Alice", "Bob"}
    for person in (alice, bob):
        roster = await person.latest("roster", lambda event: {one["name"] for one in event["people"]} == names)
        assert [one["creator"] for one in roster["people"]] == [True, False]
    for person in (alice, bob):
        await person.send(t="words")
    words = [await person.event("words", lambda event: event["epoch"] == 1) for person in (alice, bob)]
    assert words[0]["words"] == words[1]["words"]


def names_of(event: Event) -> list[str | None]:
    return [one["name"] for one in event["people"]]


async def meet(appear: Appear, *names: str, **through: str) -> list[Someone]:
    """A room with these people in it, all of whom know each other's names."""
    people = [await appear(**through) for _ in names]
    link = await people[0].make_room()
    for person, name in zip(people, names, strict=True):
        if person is not people[0]:
            await person.keep(link)
        await person.enter(name)
    for person in people:
        await person.latest("roster", lambda event: sorted(map(str, names_of(event))) == sorted(names))
    return people


async def test_chat_hands_and_leaving_look_the_same_to_everybody(appear: Appear) -> None:
    people = alice, bob, carol = await meet(appear, "Alice", "Bob", "Carol")
    await carol.send(t="hand", up=True)
    await alice.latest("hands", lambda event: len(event["queue"]) == 1)
    await alice.send(t="hand", up=True)
    await bob.send(t="chat", id="one", text="First")
    await alice.send(t="chat", id="two", text="Second <b>")
    for person in people:
        hands = await person.latest("hands", lambda event: len(event["queue"]) == 2)
        assert hands["queue"] == [carol.identity, alice.identity]
        chat = await person.latest("chat", lambda event: len(event["lines"]) == 2 and not event["lines"][1]["pending"])
        assert sorted((line["name"], line["text"]) for line in chat["lines"]) == [
            ("Alice", "Second <b>"),
            ("Bob", "First"),
        ]
    order = [[line["id"] for line in (await person.events("chat"))[-1]["lines"]] for person in people]
    assert order[0] == order[1] == order[2]
    await carol.send(t="leave")
    await carol.event("closed")
    for person in (alice, bob):
        await person.latest("hands", lambda event: event["queue"] == [alice.identity])
        gone = await person.event("epoch", lambda event: event["left"] != [])
        assert gone["left"] == [{"identity": carol.identity, "name": "Carol"}]
        await person.latest("roster", lambda event: names_of(event) == ["Alice", "Bob"])
    assert await alice.keys(3) == await bob.keys(3)
    assert set(await alice.keys(3)) == {alice.identity, bob.identity}
    assert not await alice.events("mismatch")


async def test_a_reload_brings_the_same_person_back_with_the_chat(appear: Appear) -> None:
    alice, bob = await meet(appear, "Alice", "Bob")
    await alice.send(t="chat", id="one", text="Before")
    await bob.latest("chat", lambda event: len(event["lines"]) == 1)
    await bob.send(t="hand", up=True)
    await alice.latest("hands", lambda event: len(event["queue"]) == 1)
    await asyncio.sleep(0.5)
    identity = bob.identity
    await bob.reload()
    await alice.send(t="chat", id="two", text="Meanwhile")
    ready = await bob.arrive()
    assert ready["identity"] == identity
    assert ready["returning"] == {"name": "Bob"}
    back = await bob.join("Bob")
    chat = await bob.latest("chat", lambda event: len(event["lines"]) == 2)
    assert [line["text"] for line in chat["lines"]] == ["Before", "Meanwhile"]
    await bob.latest("hands", lambda event: event["queue"] == [identity])
    epoch = await alice.event("epoch", lambda event: event["epoch"] == back["epoch"])
    assert epoch["joined"] == epoch["left"] == []
    assert await alice.keys(back["epoch"]) == await bob.keys(back["epoch"])
    await bob.send(t="chat", id="three", text="After")
    await alice.latest("chat", lambda event: len(event["lines"]) == 3)
    await alice.latest("roster", lambda event: [one["presence"] for one in event["people"]] == ["here", "here"])
    assert not await alice.events("mismatch")


async def test_another_secret_is_refused_by_name_and_splits_nothing(appear: Appear) -> None:
    alice, bob = await meet(appear, "Alice", "Bob")
    mallory = await appear()
    path, fragment = (await alice.link()).split("#")
    other = ("A" if fragment[0] != "A" else "B") + fragment[1:]
    await mallory.keep(f"{path}#{other}")
    await mallory.page.evaluate("room => window.lab.arrive(room)", mallory.room)
    assert (await mallory.event("failed"))["code"] == "wrong_link"
    await alice.send(t="chat", id="one", text="Still here")
    await bob.latest("chat", lambda event: len(event["lines"]) == 1)


async def test_who_lost_the_line_is_back_with_what_was_said_meanwhile(appear: Appear, line: EvilServer) -> None:
    alice, bob = await meet(appear, "Alice", "Bob", origin=line.origin)
    await line.cut_delivery(bob.identity)
    await bob.event("connection", lambda event: event["state"] == "reconnecting")
    await alice.latest("roster", lambda event: event["people"][1]["presence"] == "away")
    await bob.send(t="chat", id="one", text="Into the void")
    await alice.send(t="chat", id="two", text="Are you there")
    line.barred = False
    for person in (alice, bob):
        await person.latest("chat", lambda event: [line["pending"] for line in event["lines"]] == [False, False])
    assert not await bob.events("mismatch")


async def test_who_was_away_too_long_is_removed_and_comes_in_again(appear: Appear, line: EvilServer) -> None:
    alice, bob = await meet(appear, "Alice", "Bob", origin=line.origin)
    await line.cut_delivery(bob.identity)
    await alice.event("epoch", lambda event: [one["name"] for one in event["left"]] == ["Bob"], within=20)
    await alice.send(t="chat", id="one", text="Without Bob")
    line.barred = False
    again = await bob.latest("epoch", lambda event: event["epoch"] > 2, within=30)
    assert again["first"]
    await alice.latest("roster", lambda event: names_of(event) == ["Alice", "Bob"])
    await alice.send(t="chat", id="two", text="With Bob")
    chat = await bob.latest("chat", lambda event: event["lines"] != [] and event["lines"][-1]["text"] == "With Bob")
    # What was said while they were not in the group is not for them.
    assert [line["text"] for line in chat["lines"]] == ["With Bob"]


async def test_a_false_commit_from_a_holder_of_the_link_is_undone(appear: Appear, service: Service) -> None:
    alice, bob = await meet(appear, "Alice", "Bob")
    link = await alice.link()
    said = await post_false_commit(service.origin, link)
    # The service cannot judge it.
    assert said["t"] == "committed"
    await alice.send(t="chat", id="one", text="Still here")
    await bob.latest("chat", lambda event: len(event["lines"]) == 1)
    carol = await appear()
    await carol.keep(link)
    await carol.enter("Carol")
    for person in (alice, bob, carol):
        await person.latest("roster", lambda event: names_of(event) == ["Alice", "Bob", "Carol"])
    assert not await alice.events("mismatch")


async def test_who_reloads_alone_comes_back(appear: Appear) -> None:
    (alice,) = await meet(appear, "Alice")
    await alice.send(t="chat", id="one", text="To myself")
    await alice.latest("chat", lambda event: not event["lines"][0]["pending"])
    await asyncio.sleep(0.5)
    await alice.reload()
    assert (await alice.arrive())["returning"] == {"name": "Alice"}
    await alice.join("Alice")
    await alice.latest("chat", lambda event: [line["text"] for line in event["lines"]] == ["To myself"])


async def test_a_second_window_takes_the_place_of_the_first(appear: Appear) -> None:
    (alice,) = await meet(appear, "Alice")
    second = Someone(alice.origin, alice.room, alice.context, await alice.context.new_page())
    await second.load()
    await second.arrive()
    assert (await alice.event("failed"))["code"] == "replaced"
    await second.join("Alice")
