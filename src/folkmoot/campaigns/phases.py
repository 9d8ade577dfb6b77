"""Which of several campaigns take part in nothing now."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.errors import FolkmootError
from folkmoot.base.ids import CampaignId
from folkmoot.campaigns import campaigns


async def refused(
    connection: AsyncConnection, ids: Iterable[CampaignId], now: float
) -> dict[CampaignId, FolkmootError]:
    """Those that are not open at `now` (seconds since 1970), each with what it refuses with."""
    found: dict[CampaignId, FolkmootError] = {}
    for campaign in ids:
        try:
            campaigns.check_open(await campaigns.find(connection, campaign), now)
        except FolkmootError as error:
            found[campaign] = error
    return found
