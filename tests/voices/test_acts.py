"""Signed acts: once, in the order of their numbers, by the voice itself."""

import asyncio
import os
from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.errors import FolkmootError, TooLargeError
from folkmoot.base.ids import CampaignId
from folkmoot.campaigns import acts
from folkmoot.campaigns.acts import Kind, Signed
from folkmoot.campaigns.errors import (
    ActInvalidError,
    ActReplayedError,
    CampaignClosedError,
    VoiceGivenUpError,
    VoiceUnknownError,
)
from folkmoot.record import entries
from folkmoot.record.receipts import Receipt
from tests.voices.scene import Scene


class Votes:
    """A kind of act as another part of the program adds one: what it says is kept where that part keeps it."""

    def __init__(self) -> None:
        self.applied: list[int] = []
        self.refuse: set[int] = set()

    def kind(self) -> Kind:
        return Kind("vote", 100, self.entry, self.apply)

    def entry(self, act: Signed, seal: str) -> entries.AnyEntry:
        return entries.Vote(at=act.at, campaign=str(act.campaign), seal=seal)

    async def apply(self, _connection: AsyncConnection, found: Sequence[Signed]) -> dict[int, FolkmootError]:
        self.applied += [act.seq for act in found if act.seq not in self.refuse]
        return {place: ActInvalidError() for place, act in enumerate(found) if act.seq in self.refuse}


@pytest.fixture
def votes(scene: Scene) -> Votes:
    made = Votes()
    scene.polling.acts.register(made.kind())
    return made


async def test_giving_up(scene: Scene, votes: Votes) -> None:
    (person,) = await scene.voices(await scene.campaign(), 1)
    act = person.act()
    done = await person.do(act)
    assert done.fresh
    assert scene.check(done.receipt)["kind"] == "given_up"
    opening = Receipt.parse(done.receipt.encode()).opening
    assert opening is not None
    assert opening.content == len(act[0]).to_bytes(4) + act[0] + act[1]
    with pytest.raises(VoiceGivenUpError):
        await person.do(person.act("vote", b"yes"))
    assert votes.applied == []
    again = await person.do(act)
    assert not again.fresh
    assert scene.check(again.receipt) == scene.check(done.receipt)
    assert len(await scene.entries("given_up")) == 1


async def test_the_same_again_does_nothing(scene: Scene, votes: Votes) -> None:
    (person,) = await scene.voices(await scene.campaign(), 1)
    first, second = person.act("vote", b"yes"), person.act("vote", b"no")
    receipt = (await person.do(first)).receipt
    await person.do(second)
    # Also the older of the two, whose receipt was lost.
    again = await person.do(first)
    assert scene.check(again.receipt) == scene.check(receipt)
    assert votes.applied == [1, 2]
    assert len(await scene.entries("vote")) == 2


async def test_an_older_number_or_another_act_of_the_same_number(scene: Scene, votes: Votes) -> None:
    (person,) = await scene.voices(await scene.campaign(), 1)
    await person.do(person.act("vote", b"yes", seq=7))
    for seq in (1, 6, 7):
        with pytest.raises(ActReplayedError):
            await person.do(person.act("vote", b"no", seq=seq))
    assert (await person.do(person.act("vote", b"no", seq=8))).fresh
    assert votes.applied == [7, 8]


async def test_many_at_once(scene: Scene, votes: Votes) -> None:
    first, second = await scene.voices(await scene.campaign(), 2)
    made = [first.act("vote", b"%d" % number) for number in range(10)]
    results = await asyncio.gather(
        *(first.do(act) for act in made), second.do(second.act("vote")), *(first.do(made[9]) for _ in range(3))
    )
    assert sum(one.fresh for one in results) == 11
    assert sorted(votes.applied) == [1, *range(1, 11)]


async def test_one_that_its_kind_refuses_fails_alone(scene: Scene, votes: Votes) -> None:
    (person,) = await scene.voices(await scene.campaign(), 1)
    votes.refuse = {2}
    made = [person.act("vote") for _ in range(3)]
    results = await asyncio.gather(*(person.do(act) for act in made), return_exceptions=True)
    assert [isinstance(one, ActInvalidError) for one in results] == [False, True, False]
    assert len(await scene.entries("vote")) == 2


async def test_acts_that_are_none(scene: Scene, votes: Votes) -> None:
    campaign = await scene.campaign()
    person, other = await scene.voices(campaign, 2)
    act, signature, content = person.act("vote", b"yes")
    elsewhere = CampaignId.of(os.urandom(16))
    wrong = [
        (b"", signature, content),
        (b"{}", signature, content),
        (act + b" ", signature, content),
        (act, signature[:-1] + bytes([signature[-1] ^ 1]), content),
        (act, b"", content),
        (act, signature, b"no"),
        (act, other.act("vote", b"yes")[1], content),
        person.act("nothing", b"yes"),
        person.act("vote", b"yes", v=2),
        person.act("vote", b"yes", seq=0),
        person.act("vote", b"yes", campaign=str(elsewhere)),
        person.act("vote", b"yes", more="fields"),
        (b"x" * (acts.ACT_MAX + 1), signature, content),
    ]
    for one in wrong:
        with pytest.raises(ActInvalidError):
            await person.do(one)
    with pytest.raises(TooLargeError):
        await person.do(person.act("vote", bytes(101)))
    with pytest.raises(TooLargeError):
        await person.do(person.act("give_up", b"x"))
    assert votes.applied == []
    assert await scene.entries("vote") == []


async def test_a_key_that_is_no_voice(scene: Scene, votes: Votes) -> None:
    campaign = await scene.campaign()
    (person,) = await scene.people(campaign, 1)
    with pytest.raises(VoiceUnknownError):
        await person.do(person.act("vote"))
    # A voice of one campaign is none of another.
    (voice,) = await scene.voices(campaign, 1)
    voice.campaign = await scene.campaign()
    with pytest.raises(VoiceUnknownError):
        await voice.do(voice.act("vote"))
    assert votes.applied == []


async def test_a_closed_campaign(scene: Scene, votes: Votes) -> None:
    (person,) = await scene.voices(await scene.campaign(), 1)
    early = person.act("vote")
    await person.do(early)
    await scene.change(person.campaign, state="closed")
    with pytest.raises(CampaignClosedError):
        await person.do(person.act("vote"))
    assert not (await person.do(early)).fresh
    assert votes.applied == [1]


async def test_one_kind_has_one_meaning(scene: Scene) -> None:
    with pytest.raises(AssertionError):
        scene.polling.acts.register(Kind("give_up", 0, Votes().entry, Votes().apply))
