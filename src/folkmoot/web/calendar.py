"""Closes campaigns whose last day is over, so that the record says so without anybody pressing a button."""

import asyncio

from folkmoot.base.clock import random_bytes
from folkmoot.base.log import logger
from folkmoot.campaigns import rules
from folkmoot.campaigns.errors import CampaignChangedError
from folkmoot.campaigns.rules import Step
from folkmoot.web.desk import Desk

# The public page says "closed" to the second; the entry may come so much later.
PAUSE_SECONDS = 15.0

_log = logger("web.calendar")


async def keep_days(desk: Desk) -> None:
    """Never returns; runs beside the service."""
    while True:
        try:
            await close_due(desk)
        except Exception:  # noqa: BLE001 - logged, and tried again: to stop would leave campaigns open in the record
            _log.exception("calendar_failed")
        await asyncio.sleep(PAUSE_SECONDS)


async def close_due(desk: Desk) -> int:
    """Closes what is due now, and returns how many."""
    now, count = desk.clock.now(), 0
    async with desk.database.read() as reading:
        due = await rules.due(reading, now)
    for campaign in due:
        try:
            async with desk.database.write() as connection:
                decided = await rules.close(connection, campaign, Step(None, now, random_bytes(rules.RANDOM_BYTES)))
        except CampaignChangedError:
            # A convenor was faster, or has put its last day off.
            continue
        await desk.say(decided)
        count += 1
    return count
