"""The record of a campaign that really ran, as an auditor reads it who knows nothing but the key."""

import asyncio

from folkmoot.record import entries, outbox
from folkmoot.record.audit import Report, audit
from folkmoot.record.entries import seal_text
from folkmoot.record.identity import signer_at
from folkmoot.record.log import FILES
from folkmoot.record.seals import Opening
from folkmoot.record.sources import Folder
from tests.voices.scene import Scene, SteppedClock


async def audited(scene: Scene) -> Report:
    key = signer_at(scene.folder / "record").verifier
    source = Folder(scene.folder / "record" / FILES)
    return await audit(source, key, [], [], scene.clock.now(), lambda _done, _whole: None)


async def test_what_the_gate_and_the_voices_do_adds_up(scene: Scene, clock: SteppedClock) -> None:
    campaign = await scene.campaign()
    now = int(clock.now())
    rules = entries.Campaign(
        at=now,
        campaign=str(campaign),
        revision=1,
        gate="codes",
        opens=now,
        closes=now + 9,
        seal=seal_text(Opening(bytes(16), b"rules").seal),
    )
    ticket = outbox.new_ticket()
    async with scene.database.write() as connection:
        await outbox.put(connection, [(ticket, rules)])
    await scene.outbox.deliver([(ticket, rules)])
    await scene.voices(campaign, 3)
    people = await scene.people(campaign, 2)
    for person in people:
        await person.ask()
    await scene.polling.issuer.issue(campaign)
    # One of these two is collected and never taken up.
    await asyncio.gather(*(person.collect() for person in people))
    await people[0].spend()
    await scene.change(campaign, state="closed")
    await scene.polling.closing.round()
    report = await audited(scene)
    assert report.findings == []
    its = report.ledger.rounds[str(campaign), 1]
    assert (its.issued, its.spent, its.held, its.closed) == (5, 4, 0, True)
