"""The gate: once for each credential, in batches, and a lost answer costs nothing."""

import asyncio
import os
from pathlib import Path

import pytest

from folkmoot.base.errors import InvalidRequestError
from folkmoot.campaigns import credentials
from folkmoot.campaigns.batches import Waiting
from folkmoot.campaigns.blind import BadBlindedError
from folkmoot.campaigns.credentials import Code, Link, Login, Mail
from folkmoot.campaigns.errors import (
    CampaignClosedError,
    CampaignNotOpenError,
    CampaignUnknownError,
    CredentialUnknownError,
    CredentialUsedError,
    RequestUnknownError,
)
from folkmoot.campaigns.gate import Issued
from tests.voices.scene import DAY, Person, Scene, SteppedClock, scene_in


async def test_from_a_code_to_a_voice(scene: Scene) -> None:
    campaign = await scene.campaign()
    (person,) = await scene.people(campaign, 1)
    waiting = await person.ask()
    assert waiting == Waiting(int(scene.clock.now()) + 600, 0)
    assert await scene.polling.gate.collect(campaign, person.ticket) == waiting
    await scene.polling.issuer.issue(campaign)
    issued = await person.collect()
    assert (issued.batch, issued.count) == (1, 1)
    spent = await person.spend()
    assert spent.fresh
    assert scene.check(spent.receipt)["kind"] == "voice"
    kinds = [entry["kind"] for entry in await scene.entries()]
    assert kinds == ["key", "issued", "voice"]
    (batch,) = await scene.entries("issued")
    assert (batch["count"], batch["total"], batch["used"], batch["round"]) == (1, 1, 0, 1)
    assert await scene.log.entry(issued.entry) == await scene.log.entry(1)


async def test_the_same_again_gets_the_same_answer(scene: Scene) -> None:
    campaign = await scene.campaign()
    (person,) = await scene.people(campaign, 1)
    waiting = await person.ask()
    assert await person.ask() == waiting
    await scene.polling.issuer.issue(campaign)
    issued = await person.collect()
    assert await person.ask() == issued == await person.collect()
    assert len(await scene.entries("issued")) == 1


async def test_a_used_code_with_another_blinded_number(scene: Scene, clock: SteppedClock) -> None:
    campaign = await scene.campaign()
    (person,) = await scene.people(campaign, 1)
    await person.ask()
    clock.seconds += 3 * DAY
    other = Person(scene, campaign, person.credential)
    with pytest.raises(CredentialUsedError, match="2026-09-21"):
        await other.ask()
    # The same ticket with another number, which would let two tokens be made of one answer.
    person.blinded, person.key = None, Person(scene, campaign).key
    with pytest.raises(CredentialUsedError):
        await person.ask()


async def test_one_ticket_for_two_people_is_refused_and_uses_nothing_up(scene: Scene) -> None:
    campaign = await scene.campaign()
    first, second = await scene.people(campaign, 2)
    await first.ask()
    mine, second.ticket = second.ticket, first.ticket
    with pytest.raises(InvalidRequestError):
        await second.ask()
    second.ticket = mine
    assert isinstance(await second.ask(), Waiting)


@pytest.mark.parametrize("text", ["", "AAAA-AAAA-AAAA", "AAAA-AAAA-AAA", "AAAA-AAAA-AAA0", "Ä" * 12, "A" * 100_000])
async def test_codes_that_are_none(scene: Scene, text: str) -> None:
    campaign = await scene.campaign()
    await scene.codes(campaign, 1)
    with pytest.raises(CredentialUnknownError):
        await Person(scene, campaign, Code(text)).ask()


async def test_a_code_may_be_typed_as_people_type(scene: Scene) -> None:
    campaign = await scene.campaign()
    (code,) = await scene.codes(campaign, 1)
    typed = f" {code.lower().replace('-', ' ')} "
    assert isinstance(await Person(scene, campaign, Code(typed)).ask(), Waiting)


async def test_codes_have_no_signs_that_look_alike() -> None:
    codes = {credentials.new_code(os.urandom) for _ in range(2000)}
    assert len(codes) == 2000
    used = {sign for code in codes for sign in code}
    assert used == set(credentials.ALPHABET) | {"-"}
    assert not used & set("01ILOU")
    assert all(len(code) == 14 for code in codes)


async def test_codes_are_for_one_campaign_and_kept_as_hashes(scene: Scene) -> None:
    campaign, other = await scene.campaign(), await scene.campaign()
    (code,) = await scene.codes(campaign, 1)
    with pytest.raises(CredentialUnknownError):
        await Person(scene, other, Code(code)).ask()
    async with scene.database.read() as connection:
        assert await credentials.code_counts(connection, campaign) == (1, 0)
    await Person(scene, campaign, Code(code)).ask()
    async with scene.database.read() as connection:
        assert await credentials.code_counts(connection, campaign) == (1, 1)
    for file in scene.folder.rglob("*"):
        if file.is_file():
            assert code.encode() not in file.read_bytes()
            assert code.replace("-", "").encode() not in file.read_bytes()


@pytest.mark.parametrize("count", [0, -1, credentials.CODES_MAX + 1])
async def test_as_many_codes_as_nobody_needs(scene: Scene, count: int) -> None:
    campaign = await scene.campaign()
    with pytest.raises(credentials.TooManyCodesError):
        await scene.codes(campaign, count)


async def test_each_gate_is_opened_by_its_own_credential(scene: Scene) -> None:
    token = scene.polling.logins.add(await scene.campaign("login"), "https://login.example.org", "anna")
    shown = {"link": Link(), "codes": Code("AAAA-AAAA-AAAA"), "mail": Mail("AAAA-AAAA-AAAA"), "login": Login(token)}
    for gate in shown:
        campaign = await scene.campaign(gate)
        for kind, credential in shown.items():
            if (gate, kind) == ("link", "link"):
                assert isinstance(await Person(scene, campaign, credential).ask(), Waiting)
            else:
                with pytest.raises(CredentialUnknownError):
                    await Person(scene, campaign, credential).ask()


async def test_one_voice_for_an_address(scene: Scene, clock: SteppedClock) -> None:
    campaign = await scene.campaign("mail")
    gate = scene.polling.gate
    first, again = [await gate.mail_code(campaign, address) for address in ("anna@example.org", " Anna@Example.org ")]
    other = await gate.mail_code(campaign, "ben@example.org")
    assert len({first, again, other}) == 3
    assert isinstance(await Person(scene, campaign, Mail(first)).ask(), Waiting)
    assert isinstance(await Person(scene, campaign, Mail(other)).ask(), Waiting)
    with pytest.raises(CredentialUsedError):
        await Person(scene, campaign, Mail(again)).ask()
    late = await gate.mail_code(campaign, "cleo@example.org")
    clock.seconds += 2 * DAY
    with pytest.raises(CredentialUnknownError):
        await Person(scene, campaign, Mail(late)).ask()
    with pytest.raises(CredentialUnknownError):
        await gate.mail_code(await scene.campaign("codes"), "anna@example.org")


async def test_an_address_is_kept_nowhere(scene: Scene) -> None:
    campaign = await scene.campaign("mail")
    code = await scene.polling.gate.mail_code(campaign, "anneliese@example.org")
    await Person(scene, campaign, Mail(code)).ask()
    for file in scene.folder.rglob("*"):
        if file.is_file():
            assert b"anneliese" not in file.read_bytes()


async def test_one_voice_for_an_account(scene: Scene, clock: SteppedClock) -> None:
    campaign = await scene.campaign("login")
    first, again = [scene.polling.logins.add(campaign, "https://login.example.org", "anna") for _ in range(2)]
    elsewhere = scene.polling.logins.add(campaign, "https://other.example.org", "anna")
    person = Person(scene, campaign, Login(first))
    await person.ask()
    assert isinstance(await person.ask(), Waiting)
    assert isinstance(await Person(scene, campaign, Login(elsewhere)).ask(), Waiting)
    with pytest.raises(CredentialUsedError):
        await Person(scene, campaign, Login(again)).ask()
    clock.seconds += DAY
    with pytest.raises(CredentialUnknownError):
        await Person(scene, campaign, Login(again)).ask()


async def test_campaigns_that_are_not_open(scene: Scene, clock: SteppedClock) -> None:
    now = int(clock.now())
    draft = await scene.campaign("link", state="draft")
    early = await scene.campaign("link", opens=now + 10)
    over = await scene.campaign("link", closes=now)
    for campaign, error in ((draft, CampaignUnknownError), (early, CampaignNotOpenError), (over, CampaignClosedError)):
        with pytest.raises(error):
            await Person(scene, campaign).ask()
    open_ = await scene.campaign("link")
    person = Person(scene, open_)
    await person.blind()
    await scene.change(open_, state="closed")
    with pytest.raises(CampaignClosedError):
        await person.ask()


async def test_numbers_that_cannot_be_signed(scene: Scene) -> None:
    campaign = await scene.campaign()
    (code,) = await scene.codes(campaign, 1)
    modulus = (await scene.polling.keys.current(campaign)).public.modulus
    for number in (b"", bytes(384), modulus.to_bytes(384), b"\xff" * 384, bytes(383) + b"\1" * 2):
        with pytest.raises(BadBlindedError):
            await scene.polling.gate.request(campaign, Code(code), number, os.urandom(32))
    assert isinstance(await Person(scene, campaign, Code(code)).ask(), Waiting)


async def test_a_ticket_that_is_none(scene: Scene) -> None:
    campaign = await scene.campaign()
    with pytest.raises(RequestUnknownError):
        await scene.polling.gate.collect(campaign, os.urandom(32))


async def test_a_batch_by_count(scene: Scene, clock: SteppedClock) -> None:
    campaign = await scene.campaign()
    people = await scene.people(campaign, 21)
    for person in people[:19]:
        await person.ask()
    await scene.polling.issuer.round()
    assert await scene.entries("issued") == []
    assert await people[0].ask() == Waiting(int(clock.now()) + 600, 18)
    await people[19].ask()
    await scene.polling.issuer.round()
    assert [(await person.collect()).count for person in people[:20]] == [20] * 20
    await people[20].ask()
    await scene.polling.issuer.round()
    assert isinstance(await scene.polling.gate.collect(campaign, people[20].ticket), Waiting)


async def test_a_batch_by_time(scene: Scene, clock: SteppedClock) -> None:
    campaign = await scene.campaign()
    first, second, third = await scene.people(campaign, 3)
    await first.ask()
    clock.seconds += 599
    await second.ask()
    await scene.polling.issuer.round()
    assert await scene.entries("issued") == []
    clock.seconds += 1
    await scene.polling.issuer.round()
    assert (await first.collect()).count == (await second.collect()).count == 2
    await third.ask()
    clock.seconds += 600
    await scene.polling.issuer.round()
    assert (await third.collect()).batch == 2
    assert [entry["total"] for entry in await scene.entries("issued")] == [2, 3]


async def test_a_full_batch_does_not_wait_for_the_next_look(tmp_path: Path) -> None:
    async with scene_in(tmp_path, SteppedClock(), size=3) as scene:
        campaign = await scene.campaign()
        people = await scene.people(campaign, 3)
        running = asyncio.create_task(scene.polling.issuer.run())
        for person in people:
            await person.ask()
        found: Waiting | Issued | None = None
        for _ in range(2000):
            found = await scene.polling.gate.collect(campaign, people[0].ticket)
            if isinstance(found, Issued):
                break
            await asyncio.sleep(0.01)
        running.cancel()
        assert isinstance(found, Issued)
        assert found.count == 3


async def test_who_waits_over_a_restart(tmp_path: Path) -> None:
    clock = SteppedClock()
    async with scene_in(tmp_path, clock) as scene:
        campaign = await scene.campaign()
        (person,) = await scene.people(campaign, 1)
        await person.ask()
    async with scene_in(tmp_path, clock) as scene:
        person.at = scene
        assert await person.ask() == Waiting(int(clock.now()) + 600, 0)
        clock.seconds += 600
        await scene.polling.issuer.round()
        await person.collect()
        await person.spend()


async def test_what_was_collected_goes_after_a_week(scene: Scene, clock: SteppedClock) -> None:
    campaign = await scene.campaign()
    first, second = await scene.people(campaign, 2)
    for person in (first, second):
        await person.ask()
    await scene.polling.issuer.issue(campaign)
    await first.collect()
    clock.seconds += 6 * DAY
    await scene.polling.issuer.round()
    await first.collect()
    clock.seconds += 1 * DAY
    await scene.polling.issuer.round()
    with pytest.raises(RequestUnknownError):
        await first.collect()
    with pytest.raises(CredentialUsedError):
        await first.ask()
    # Who has not come for it yet still can.
    await second.collect()
