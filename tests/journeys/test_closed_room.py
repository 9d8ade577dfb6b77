"""The room stays closed: what somebody without keys gets from it. docs/threat-model.md names each of these."""

import asyncio
import contextlib

import pytest
from livekit.protocol.models import Encryption
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import expect

from tests.journeys.conftest import Arrive, Intrude
from tests.journeys.evil import EvilServer
from tests.journeys.outsider import Hello, link_parts
from tests.journeys.person import SCRIPT_TRANSFORM, Person
from tests.journeys.service import Service
from tests.journeys.test_journey import FRAMES_IN_3_S

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(150)]

WAYS = [pytest.param((), id="insertable-streams"), pytest.param((SCRIPT_TRANSFORM,), id="script-transform")]


async def meet(people: list[Person], origin: str) -> str:
    link = await people[0].start_conversation(origin)
    await people[0].enter()
    for person in people[1:]:
        await person.enter(link)
    for person in people:
        await person.encrypted_for(len(people))
    return link


async def frames(person: Person, seconds: float = 3.0) -> list[int]:
    grown, _ = await person.growth(seconds)
    return sorted(grown.values(), reverse=True)


@pytest.mark.parametrize("scripts", WAYS)
async def test_keyless_observer_decodes_nothing(
    evil: EvilServer, arrive: Arrive, intrude: Intrude, scripts: tuple[str, ...]
) -> None:
    people = [await arrive("Ada", colour="red", scripts=scripts), await arrive("Bo", colour="green", scripts=scripts)]
    link = await meet(people, evil.origin)
    for person in people:
        await person.sees({"red", "green"})
    observer = await intrude(link)
    await asyncio.sleep(2)
    before = await observer.decoded()
    packets = await observer.received()
    await asyncio.sleep(3)
    assert await observer.received() - packets > 50, "the control: ciphertext does reach the observer"
    assert await observer.decoded() - before < 8
    # And the people are told: somebody is connected without the keys.
    for person in people:
        await expect(person.page.locator('.tile[data-state="not_in_group"]')).to_have_count(1, timeout=10_000)
        await person.encrypted_for(2)


@pytest.mark.parametrize("scripts", WAYS)
@pytest.mark.parametrize("declared", [Encryption.NONE, Encryption.GCM, "no codec"])
async def test_plaintext_under_a_members_name_is_not_shown(
    evil: EvilServer, arrive: Arrive, intrude: Intrude, scripts: tuple[str, ...], declared: int | str
) -> None:
    """Row 1 and its sisters: the SFU gives a member's name to somebody who sends plaintext, and says what it likes of the track."""
    ada = await arrive("Ada", colour="red", scripts=scripts)
    link = await ada.start_conversation(evil.origin)
    await ada.enter()
    bo = await arrive("Bo", colour="green", scripts=scripts)
    await bo.enter(link)
    for person in (ada, bo):
        await person.encrypted_for(2)
        await person.sees({"red", "green"})
    name = await bo.identity()
    await bo.page.locator("[data-control=camera]").click()
    await ada.sees({"red"})
    if declared == "no codec":
        evil.no_mime = True
    else:
        evil.declare = int(declared)
    own = await ada.identity()
    evil.rename = lambda identity: identity if identity == own else name
    await intrude(link, publish="#ffff00")
    await asyncio.sleep(5)
    assert set((await ada.pictures()).values()) <= {"red"}, await ada.pictures()
    assert (await frames(ada))[:1] in ([], [0]) or (await frames(ada))[0] < 8
    # Nothing is shown of it and nothing has to be told: the list is who has keys.
    await ada.encrypted_for(2)


@pytest.mark.parametrize("scripts", WAYS)
async def test_renamed_at_a_full_reconnect_nothing_leaves_in_clear(
    evil: EvilServer, arrive: Arrive, intrude: Intrude, scripts: tuple[str, ...]
) -> None:
    """Row 2: LiveKit's SDK would publish again with no cryptor under the new name, while it still shows itself encrypted."""
    ada = await arrive("Ada", colour="red", scripts=scripts)
    link = await ada.start_conversation(evil.origin)
    await ada.enter()
    await ada.encrypted_for(1)
    observer = await intrude(link)
    await asyncio.sleep(2)
    evil.rename_self = "evil-identity-0000000y"
    before = await observer.decoded()
    await evil.force_full_reconnect()
    ended = ada.page.locator("[data-failure=e2e_identity_changed]")
    await expect(ended).to_be_visible(timeout=20_000)
    await expect(ended).to_contain_text(ada.words("failure-e2e_identity_changed-text"))
    await asyncio.sleep(4)
    assert evil.renamed >= 1, "the lie was told"
    assert await observer.decoded() - before < 8


async def test_wrong_link_secret_is_refused_and_splits_nothing(service: Service, arrive: Arrive) -> None:
    people = [await arrive("Ada", colour="red"), await arrive("Bo", colour="green")]
    link = await meet(people, service.origin)
    address, _, fragment = link.partition("#")
    wrong = f"{address}#{'A' * 22}.{fragment.partition('.')[2]}"
    mallory = await arrive("Mallory", colour="white")
    await mallory.page.goto(wrong)
    refused = mallory.page.locator("[data-failure=wrong_link]")
    await expect(refused).to_be_visible(timeout=15_000)
    await expect(refused).to_contain_text(mallory.words("failure-wrong_link"))
    answer = await Hello.say(service.origin, link, secret=bytes(16))
    assert (answer.welcome["t"], answer.welcome["code"]) == ("error", "wrong_link")
    await answer.close()
    # Nothing happened to the two, and a third with the right link comes in.
    carim = await arrive("Carim", colour="blue")
    await carim.enter(link)
    for person in (*people, carim):
        await person.encrypted_for(3)
        await person.sees({"red", "green", "blue"})
    assert link_parts(link)[1] != bytes(16)


async def test_removed_leaf_decodes_nothing_after_a_second(evil: EvilServer, arrive: Arrive) -> None:
    """The service takes Bo for gone, and Bo's browser goes on with LiveKit: the others remove the leaf, and Bo's keys are worth nothing."""
    people = [
        await arrive("Ada", colour="red"),
        await arrive("Bo", colour="green"),
        await arrive("Carim", colour="blue"),
    ]
    await meet(people, evil.origin)
    ada, bo, carim = people
    for person in people:
        await person.sees({"red", "green", "blue"})
    evil.strand(await bo.identity())
    await ada.encrypted_for(2)
    await asyncio.sleep(1)
    packets = sum(row["packets"] for row in (await bo.inbound("video")).values())
    grown = await frames(bo)
    assert sum(row["packets"] for row in (await bo.inbound("video")).values()) > packets + 20, (
        "control: the SFU still sends"
    )
    assert grown[0] < 8, grown
    assert sorted((await ada.pictures()).values()) == ["blue", "red"]
    assert (await frames(carim))[0] >= FRAMES_IN_3_S


async def test_joiner_cannot_decode_an_earlier_epoch(evil: EvilServer, arrive: Arrive) -> None:
    """Ada does not learn of Bo's commit for some seconds and goes on in the epoch before it: Bo gets frames and shows none."""
    ada = await arrive("Ada", colour="red")
    link = await ada.start_conversation(evil.origin)
    await ada.enter()
    await ada.encrypted_for(1)
    identity = await ada.identity()
    let_on = evil.held[identity] = asyncio.Event()
    bo = await arrive("Bo", colour="green")
    await bo.enter(link)
    await asyncio.sleep(1)
    packets = sum(row["packets"] for row in (await bo.inbound("video")).values())
    grown = await frames(bo)
    assert sum(row["packets"] for row in (await bo.inbound("video")).values()) > packets + 10, (
        "control: the frames arrive"
    )
    assert not grown or grown[0] < 5, grown
    let_on.set()
    await bo.sees({"red", "green"})


@pytest.mark.parametrize("worker", ["group.worker", "frame.worker"])
async def test_broken_worker_ends_the_join(evil: EvilServer, arrive: Arrive, intrude: Intrude, worker: str) -> None:
    """Encryption fails closed: a worker that does not load leaves the room, and nothing has been sent."""
    ada = await arrive("Ada", colour="red")
    link = await ada.start_conversation(evil.origin)
    await ada.enter()
    observer = await intrude(link)
    bo = await arrive("Bo", colour="green")
    await bo.context.route(f"**/{worker}*", lambda route: route.abort())
    before = await observer.received()
    await bo.page.goto(link)
    failed = bo.page.locator("[data-failure=e2e_worker_failed]")
    name = bo.page.get_by_label(bo.words("lobby-name"), exact=True)
    await expect(failed.or_(name).first).to_be_visible(timeout=15_000)
    # It may fail while the lobby stands or at the press; which of the two is a matter of milliseconds.
    with contextlib.suppress(PlaywrightError):
        await name.fill("Bo", timeout=3_000)
        await bo.button("lobby-join").click(timeout=3_000)
    await expect(failed).to_be_visible(timeout=15_000)
    await ada.encrypted_for(1)
    assert await ada.page.locator(".tile").count() <= 2, "Bo never was in the room"
    sent = await bo.page.evaluate(
        "async () => { let n = 0; for (const p of testPeers) (await p.getStats()).forEach(s => { if (s.type === 'outbound-rtp') n += s.packetsSent }); return n }"
    )
    assert sent == 0
    assert before >= 0
