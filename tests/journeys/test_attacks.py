"""A server that attacks the media and the group, with the help of somebody who has the link.

Each case asks three things: what left in clear (nothing), what of the attacker's was shown (nothing), and what the people read. In every room
one person's frames go by insertable streams and another's by script transforms. docs/threat-model.md names all attacks, and the tests of each.
"""

import asyncio
import os
from base64 import b64decode, b64encode

import pytest
from playwright.async_api import Browser, expect

from folkmoot.base.ids import RoomId
from folkmoot.meet.charter import Charter
from tests.journeys.conftest import Arrive
from tests.journeys.evil import EvilServer
from tests.journeys.holder import Way
from tests.journeys.liar import Frame, Insisting, Offering, Swapping, Welcoming, key_of
from tests.journeys.outsider import Outsider, link_parts
from tests.journeys.person import Person
from tests.journeys.scene import GOSSIP_MS, Hold, Stage, reads_badge, reads_dialog, reads_failure
from tests.moderator import Key

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


# -- the media server --------------------------------------------------------------------------------------------------


async def test_a_ghost_in_the_sfu_gets_ciphertext_and_is_named(stage: Stage, watching: Browser) -> None:
    scene = await stage(2)
    for person in scene.people:
        await person.sees({"red", "green"})
        outside = person.page.locator('.tile[data-state="not_in_group"]')
        await expect(outside).to_have_count(1, timeout=10_000)
        for word in ("tile-outside", "tile-outside-text"):
            await expect(outside).to_contain_text(person.words(word))
        await person.encrypted_for(2)
    await scene.stays_closed()
    # The control of the tap, and of what is shown: a ghost that sends a picture in clear.
    origin = scene.evil.origin
    ghost = await Outsider.open(watching, scene.evil.service.origin, scene.link, page_origin=origin, publish="#ffff00")
    for _ in range(100):
        if (await scene.tap.frames())[1] > 5:
            break
        await asyncio.sleep(0.1)
    else:
        raise AssertionError("the tap does not see frames in clear")
    for person in scene.people:
        assert set((await person.pictures()).values()) <= {"red", "green"}
        await expect(person.page.locator('.tile[data-state="not_in_group"]')).to_have_count(2, timeout=10_000)
    await ghost.page.close()


async def test_a_join_response_of_the_servers_choosing(evil: EvilServer, stage: Stage) -> None:
    """What marks frames as the server's own is chosen so that it marks everybody's; a server to ask for one's address; then noise."""
    evil.sif_trailer = bytes([12, 1])  # how every frame of epoch 1 ends: nonce length, key index
    evil.ice_server = "turn:127.0.0.1:9"
    scene = await stage(2)
    for person in scene.people:
        await person.sees({"red", "green"})
        asked = await person.page.evaluate("testPeers.map(peer => peer.getConfiguration().iceServers.length)")
        assert set(asked) == {0}, asked
    for noise in (os.urandom(300), bytes(3 * 1024 * 1024), b"\x08\x96\x01"):
        await evil.babble(noise)
    # And all begin anew in the same epoch, with the same keys.
    await scene.evil.force_full_reconnect()
    await asyncio.sleep(2)
    for person in scene.people:
        await person.sees({"red", "green"})
        await person.encrypted_for(2)
    await reads_badge(scene.people[1], "on", people=2)
    await scene.stays_closed()


# -- the group ---------------------------------------------------------------------------------------------------------


async def test_commits_that_break_the_rules_count_for_nobody(stage: Stage, hold: Hold) -> None:
    """A ghost without the link's key, somebody who evicts another from outside or comes in their name, and one who throws out from inside."""
    scene = await stage(2)
    ada, bo = scene.people
    moderator = await ada.identity()
    ways: list[Way] = ["without_psk", "other_psk", "other_secret", "evicts", "poses"]
    for way in ways:
        holder = await hold(scene.link)
        answer = await holder.enter(way, moderator)
        assert answer["t"] == "committed", "the service cannot judge it"
        await holder.hears("reopen")
        for person in scene.people:
            await person.encrypted_for(2)
    await reads_badge(bo, "on", people=2)
    insider = await hold(scene.link)
    assert (await insider.enter("honest"))["t"] == "committed"
    await ada.encrypted_for(3)
    assert (await insider.remove(await bo.identity()))["t"] == "committed"
    await insider.hears("reopen")
    await scene.say(ada, "still the same three")
    await bo.hears_of(["still the same three"])
    for person in scene.people:
        await person.encrypted_for(3)
        # Who never says a name stays nobody.
        await expect(person.page.locator('.tile[data-state="joining"]')).to_contain_text(
            person.words("tile-joining-unnamed")
        )
        await person.sees({"red", "green"})
    await scene.stays_closed()


@pytest.mark.parametrize("attack", ["from outside", "from inside"])
async def test_members_leave_rather_than_follow_a_server_that_insists(
    evil: EvilServer, stage: Stage, hold: Hold, attack: str
) -> None:
    scene = await stage(2)
    holder = await hold(scene.link)
    victim = await scene.people[1].identity()
    if attack == "from inside":
        await holder.enter("honest")
        await scene.people[0].encrypted_for(3)
    evil.liar = insisting = Insisting()
    answer = await (holder.remove(victim) if attack == "from inside" else holder.enter("other_secret"))
    assert answer["t"] == "committed"
    for person in scene.people:
        await reads_failure(person, "e2e_group_failed")
        assert await person.page.locator(".tile").count() == 0
    assert insisting.refusals >= 2
    await scene.stays_closed()


async def test_two_winners_of_one_epoch_are_noticed(evil: EvilServer, stage: Stage, hold: Hold, arrive: Arrive) -> None:
    """Two people press at once; half of the room is shown one of them and half the other."""
    scene = await stage(2)
    ada, bo = scene.people
    dan = await hold(scene.link)
    message, _ = await dan.made("honest")
    evil.liar = swapping = Swapping(await bo.identity(), dan.epoch, message, dan.identity)
    carim = await arrive("Carim Quoll", colour="blue")
    scene.people.append(carim)
    await carim.enter(scene.link)
    await asyncio.gather(*(reads_badge(person, "differ", GOSSIP_MS) for person in scene.people))
    assert swapping.swapped >= 1
    for person in scene.people:
        await reads_dialog(person, "differ-title", "differ-text", "differ-leave")
    assert set((await bo.pictures()).values()) == set()
    assert "green" not in (await ada.pictures()).values()
    await scene.stays_closed()


def invented_moderators(link: str, founding: Frame) -> Frame:
    """Somebody unknown, appointed in the creator's name by themselves, has locked the room: what a welcome says of it."""
    room, creator_key = RoomId(link_parts(link)[0]), key_of(founding)
    eve = Key.of(room, os.urandom(32))
    decided = Charter(1, 1, locked=True, ended=False, admitted=(), removed=(), moderators=(eve.appoint(eve.identity),))
    return {"charter": b64encode(eve.sign(decided, creator_key)).decode()}


async def test_a_joiner_who_is_handed_another_room(evil: EvilServer, stage: Stage, hold: Hold, arrive: Arrive) -> None:
    """Invented moderators; a group that never was; one that is over, for ever and then only once."""
    scene = await stage(2)
    insiders = {await person.identity() for person in scene.people}
    carim = await arrive("Carim Quoll", colour="blue")

    founding = next(frame for frame in evil.asked[""] if frame["t"] == "hello")
    evil.liar = Welcoming(invented_moderators(scene.link, founding))
    await carim.page.goto(scene.link)
    await reads_failure(carim, "e2e_log_forked")

    holder = await hold(scene.link)
    evil.liar = lie = Offering(holder.epoch, await holder.invented(holder.epoch), insiders)
    await presses_join(carim, scene.link)
    await reads_failure(carim, "e2e_group_failed")
    assert lie.offered > 0

    founder = evil.asked[await scene.people[0].identity()]
    first: Frame = next(frame for frame in founder if frame["t"] == "commit" and frame["epoch"] is None)
    over = b64decode(first["group_info"])
    evil.liar = lie = Offering(0, over, insiders, lasting=True)
    await presses_join(carim, scene.link)
    await reads_failure(carim, "e2e_group_failed")
    assert lie.offered > 0
    for person in scene.people:
        await person.encrypted_for(2)

    evil.liar = lie = Offering(0, over, insiders)
    await presses_join(carim, scene.link)
    await carim.in_room()
    scene.people.append(carim)
    assert lie.offered > 0
    for person in scene.people:
        await person.encrypted_for(3)
        await person.sees({"red", "green", "blue"})
    await reads_badge(carim, "on", people=3)
    await scene.stays_closed()


async def presses_join(person: Person, link: str) -> None:
    """Opens the link anew, whatever the page shows, and wants to come in."""
    await person.page.goto("about:blank")
    await person.page.goto(link)
    await person.fill_name()
    await person.press_join()
