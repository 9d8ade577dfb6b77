"""A running service, its witness, and an auditor who asks it over HTTP."""

import asyncio
import html
from pathlib import Path

import aiohttp
import msgspec

from folkmoot.base.clock import Clock
from folkmoot.base.secret import Secret
from folkmoot.record.audit import audit
from folkmoot.record.checkpoint import open_checkpoint
from folkmoot.record.identity import signer_of
from folkmoot.record.note import Kind, SignedNote, SignerKey
from folkmoot.record.sources import opened
from folkmoot.record.witness import Alarm, Witness
from folkmoot.web.witness import Door, serving
from tests.service import make_settings, running_service


async def test_a_service_is_witnessed_and_audited(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, witness_seconds=0.05)
    log = signer_of(settings.record_dir, settings.record_origin).verifier
    signer = SignerKey("watch.example", Kind.cosignature, Secret(bytes(32)))
    alarms: list[Alarm] = []
    door = Door(Witness(tmp_path / "watch", signer, [log], Clock()), alarms.append)
    async with serving(door, "127.0.0.1", 0) as port:
        listed = f"{signer.verifier}@http://127.0.0.1:{port}"
        async with running_service(msgspec.structs.replace(settings, witnesses=listed)) as service:
            cosigned = await fetched(service.session, f"{service.url}/record/log/cosigned")
            opened_note = open_checkpoint(SignedNote.parse(cosigned), log, [signer.verifier])
            assert list(opened_note.witnesses) == [signer.verifier]
            assert opened_note.checkpoint.size == 1
            # People read it too, and their browsers are told whose word counts.
            page = (await fetched(service.session, f"{service.url}/record")).decode()
            assert "watch.example" in page
            assert html.escape(str(signer.verifier)) in page or str(signer.verifier) in html.unescape(page)
            async with opened(service.url) as source:
                report = await audit(source, log, [signer.verifier], [], Clock().now(), lambda _done, _whole: None)
            assert report.findings == []
            assert report.ledger.kinds == {"program": 1}
    assert alarms == []


async def fetched(session: aiohttp.ClientSession, address: str) -> bytes:
    for _ in range(200):
        async with session.get(address) as answer:
            if answer.status == 200:
                return await answer.read()
        await asyncio.sleep(0.05)
    raise AssertionError(f"{address} did not come")
