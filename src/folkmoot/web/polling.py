"""Campaigns while the application runs: opened over the record, with what they do beside requests."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from folkmoot.base.clock import Clock
from folkmoot.campaigns.polling import Polling
from folkmoot.web.state import Parts
from folkmoot.web.tasks import running

SECONDS_PER_MINUTE = 60


@asynccontextmanager
async def polling_open(parts: Parts, clock: Clock) -> AsyncGenerator[Polling]:
    """Signs batches and counts what is closed until the block ends, and then lets everything be written.

    `parts` has its record.
    """
    settings, record = parts.settings, parts.record
    assert record is not None
    polling = Polling.open(
        settings.data_dir,
        parts.database,
        record.outbox,
        record.log,
        clock,
        size=settings.voice_batch,
        seconds=settings.voice_batch_minutes * SECONDS_PER_MINUTE,
    )
    await polling.issuer.recover()
    async with running(polling.issuer.run()), running(polling.closing.run()):
        yield polling
    await polling.settle()
