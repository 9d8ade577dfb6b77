"""Voices: taken up once, with a receipt that holds; lost answers cost nothing; nobody else's token works."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from folkmoot.campaigns import blind, credentials, held, voices
from folkmoot.campaigns.batches import Waiting, spent
from folkmoot.campaigns.errors import (
    CampaignClosedError,
    CredentialUsedError,
    RequestUnknownError,
    VoiceInvalidError,
    VoiceKeyMissingError,
)
from folkmoot.record.errors import RecordUnavailableError
from tests.voices.scene import DAY, Person, Scene, SteppedClock, give_key, scene_in


async def with_token(scene: Scene, count: int = 1) -> list[Person]:
    """People who have collected and not spent."""
    people = await scene.people(await scene.campaign(), count)
    for person in people:
        await person.ask()
    await scene.polling.issuer.issue(people[0].campaign)
    for person in people:
        await person.collect()
    return people


async def test_spent_once(scene: Scene) -> None:
    (person,) = await with_token(scene)
    first, again = await person.spend(), await person.spend()
    assert (first.fresh, again.fresh) == (True, False)
    assert scene.check(first.receipt) == scene.check(again.receipt)
    assert len(await scene.entries("voice")) == 1
    (entry,) = await scene.entries("voice")
    assert entry["marked"] == 0
    assert entry["campaign"] == str(person.campaign)
    assert set(entry) == {"v", "kind", "at", "campaign", "round", "marked", "seal"}


async def test_spent_many_times_at_once(scene: Scene) -> None:
    (person,) = await with_token(scene)
    results = await asyncio.gather(*(person.spend() for _ in range(20)))
    assert sum(one.fresh for one in results) == 1
    assert len(await scene.entries("voice")) == 1
    assert len({str(scene.check(one.receipt)) for one in results}) == 1


async def test_a_second_token_for_the_same_key_is_the_same_voice(scene: Scene) -> None:
    first, second = await scene.people(await scene.campaign(), 2)
    second.key = first.key
    for person in (first, second):
        await person.ask()
    await scene.polling.issuer.issue(first.campaign)
    for person in (first, second):
        await person.collect()
    assert (await first.spend()).fresh
    assert not (await second.spend()).fresh
    assert len(await scene.entries("voice")) == 1


async def test_a_token_is_for_its_key_only(scene: Scene) -> None:
    mine, other = await with_token(scene, 2)
    shown = mine.shown()
    thief = Ed25519PrivateKey.generate()
    stolen = replace(
        shown,
        key=thief.public_key().public_bytes_raw(),
        proof=thief.sign(voices.spend_bytes(mine.campaign, thief.public_key().public_bytes_raw())),
    )
    for wrong in (
        stolen,
        replace(shown, token=other.token),
        replace(shown, prefix=other.prefix),
        replace(shown, proof=other.shown().proof),
        replace(shown, token=shown.token[:-1]),
        replace(shown, token=bytes(384)),
        replace(shown, key=shown.key[:-1]),
        replace(shown, key=b"\xff" * 32),
        replace(shown, proof=b""),
    ):
        with pytest.raises(VoiceInvalidError):
            await scene.polling.voices.spend(mine.campaign, wrong)
    assert await scene.entries("voice") == []
    assert (await mine.spend()).fresh


async def test_a_token_of_another_campaign(scene: Scene) -> None:
    (person,) = await with_token(scene)
    person.campaign = await scene.campaign()
    with pytest.raises(VoiceInvalidError):
        await person.spend()


async def test_after_the_end_nothing_is_taken_up_and_all_is_counted(scene: Scene, clock: SteppedClock) -> None:
    in_time, late, waiting = await scene.people(await scene.campaign(), 3)
    for person in (in_time, late):
        await person.ask()
    await scene.polling.issuer.issue(in_time.campaign)
    for person in (in_time, late):
        await person.collect()
    await in_time.spend()
    await waiting.ask()
    clock.seconds += 31 * DAY
    with pytest.raises(CampaignClosedError):
        await late.spend()
    assert not (await in_time.spend()).fresh
    await scene.polling.closing.round()
    await scene.polling.closing.round()
    (count,) = await scene.entries("count")
    assert (count["issued"], count["used"], count["round"]) == (3, 1, 1)
    assert len(await scene.entries("issued")) == 2


async def test_the_counts_of_each_batch(scene: Scene) -> None:
    campaign = await scene.campaign()
    for size in (2, 3):
        for person in (people := await scene.people(campaign, size)):
            await person.ask()
        await scene.polling.issuer.issue(campaign)
        for person in people:
            await person.collect()
            await person.spend()
    counts = [(one["batch"], one["count"], one["total"], one["used"]) for one in await scene.entries("issued")]
    assert counts == [(1, 2, 2, 0), (2, 3, 5, 2)]


async def test_a_voice_that_the_server_holds(scene: Scene) -> None:
    (person,) = await scene.people(await scene.campaign(), 1)
    cookie = await scene.polling.voices.hold(scene.polling.gate, person.campaign, person.credential)
    assert len(cookie) == 32
    (entry,) = await scene.entries("voice")
    assert entry["marked"] == 1
    public = held.public_key(cookie, person.campaign)
    receipt = await scene.polling.voices.receipt(person.campaign, public)
    assert receipt is not None
    assert scene.check(receipt) == entry
    with pytest.raises(CredentialUsedError):
        await scene.polling.voices.hold(scene.polling.gate, person.campaign, person.credential)
    async with scene.database.read() as connection:
        assert await spent(connection, person.campaign, 1) == 0
        assert await spent(connection, person.campaign, 1, held=True) == 1
    # It acts by the key that the cookie makes.
    person.key = held.key_of(cookie, person.campaign)
    assert scene.check((await person.do(person.act())).receipt)["kind"] == "given_up"
    # Only the browser has the cookie.
    assert all(cookie not in file.read_bytes() for file in scene.folder.rglob("*") if file.is_file())


async def test_nobody_has_a_voice_of_that_key(scene: Scene) -> None:
    assert await scene.polling.voices.receipt(await scene.campaign(), os.urandom(32)) is None


async def test_the_key_is_in_the_record_once_and_survives(tmp_path: Path) -> None:
    clock = SteppedClock()
    async with scene_in(tmp_path, clock) as scene:
        campaign = await scene.campaign()
        keys = await asyncio.gather(*(scene.polling.keys.current(campaign) for _ in range(5)))
        assert len({key.entry for key in keys}) == 1
        (entry,) = await scene.entries("key")
    async with scene_in(tmp_path, clock) as scene:
        again = await scene.polling.keys.current(campaign)
        assert again.public == keys[0].public
        assert again.entry == keys[0].entry
        assert await scene.entries("key") == [entry]


async def test_a_key_is_made_for_its_owner_only(scene: Scene) -> None:
    campaign = await scene.campaign()
    (scene.folder / "voices" / f"{campaign!s}.1.key").unlink()
    (scene.folder / "voices" / f"{campaign!s}.1.draft").write_bytes(b"what a crash left")
    key = await scene.polling.keys.current(campaign)
    (file,) = (scene.folder / "voices").glob("*.key")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert key.public.size == 384
    assert list(file.parent.iterdir()) == [file]


async def test_a_lost_key(tmp_path: Path) -> None:
    clock = SteppedClock()
    async with scene_in(tmp_path, clock) as scene:
        (early,) = await with_token(scene)
        campaign = early.campaign
        (tmp_path / "voices" / f"{campaign!s}.1.key").unlink()
    async with scene_in(tmp_path, clock) as scene:
        early.at = scene
        (late,) = await scene.people(campaign, 1)
        await late.ask()
        with pytest.raises(VoiceKeyMissingError):
            await scene.polling.issuer.issue(campaign)
        # Who waits waits on, and tokens of before still count.
        assert isinstance(await scene.polling.gate.collect(campaign, late.ticket), Waiting)
        assert (await early.spend()).fresh
        # A new round: everybody may ask again, with what opened the gate before.
        give_key(tmp_path, campaign, 2)
        renewed = await scene.polling.keys.renew(campaign)
        assert renewed.round == 2
        with pytest.raises(RequestUnknownError):
            await scene.polling.gate.collect(campaign, late.ticket)
        again = Person(scene, campaign, early.credential)
        await again.ask()
        await scene.polling.issuer.issue(campaign)
        await again.collect()
        assert scene.check((await again.spend()).receipt)["round"] == 2
        assert [entry["round"] for entry in await scene.entries("key")] == [1, 2]


async def test_a_crash_between_the_database_and_the_log(tmp_path: Path) -> None:
    clock = SteppedClock()
    async with scene_in(tmp_path, clock) as scene:
        first, second = await with_token(scene, 2)
        await scene.outbox.sweep()
        # The process ends where the row is durable and the log has not heard of it.
        await scene.log.close()
        with pytest.raises(RecordUnavailableError):
            await first.spend()
    async with scene_in(tmp_path, clock) as scene:
        first.at = second.at = scene
        # The start has brought it to the log, once, and the browser that asks again gets its receipt.
        assert len(await scene.entries("voice")) == 1
        again = await first.spend()
        assert not again.fresh
        assert scene.check(again.receipt)["kind"] == "voice"
        assert (await second.spend()).fresh
        assert len(await scene.entries("voice")) == 2


async def test_a_crash_after_a_batch_was_signed(tmp_path: Path) -> None:
    clock = SteppedClock()
    async with scene_in(tmp_path, clock) as scene:
        (person,) = await scene.people(await scene.campaign(), 1)
        await person.ask()
        await scene.outbox.sweep()
        await scene.log.close()
        with pytest.raises(RecordUnavailableError):
            await scene.polling.issuer.issue(person.campaign)
        # Not a signature leaves before its batch stands in the record.
        with pytest.raises(RecordUnavailableError):
            await scene.polling.gate.collect(person.campaign, person.ticket)
    async with scene_in(tmp_path, clock) as scene:
        person.at = scene
        assert (await person.collect()).count == 1
        assert (await person.spend()).fresh
        assert len(await scene.entries("issued")) == 1


async def test_receipts_asked_for_again_while_numbers_are_written_down(scene: Scene) -> None:
    people = await with_token(scene, 6)
    for person in people:
        await person.spend()
        results = await asyncio.gather(person.spend(), scene.outbox.sweep(), person.spend(), people[0].spend())
        assert not any(one.fresh for one in results if isinstance(one, voices.Receipted))
    assert len(await scene.entries("voice")) == 6


def test_what_is_shown_is_not_printed() -> None:
    secret = os.urandom(32)
    shown = repr(voices.Token(secret, secret, secret, secret)) + repr(credentials.Code("ABCD-EFGH-JKMN"))
    assert repr(secret) not in shown
    assert "ABCD" not in shown


def test_the_proof_names_campaign_and_key() -> None:
    campaign = blind.CampaignId.of(bytes(16))
    assert voices.spend_bytes(campaign, b"k" * 32) == b"folkmoot spend v1\0" + campaign.encode() + b"k" * 32
