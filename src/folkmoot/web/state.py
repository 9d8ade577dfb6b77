"""What the assembled application is made of; request handlers find it in the application's state."""

from dataclasses import dataclass
from typing import Any

import aiohttp
from litestar.connection import ASGIConnection

from folkmoot.base.settings import Settings
from folkmoot.campaigns.departures import Departures
from folkmoot.campaigns.moves import Moves
from folkmoot.campaigns.polling import Polling
from folkmoot.campaigns.post import Post
from folkmoot.campaigns.provider import Provider
from folkmoot.meet.engine import Engine
from folkmoot.meet.hub import Hub
from folkmoot.store.database import Database
from folkmoot.web.limits import Limits
from folkmoot.web.recording import Record


@dataclass(slots=True)
class Parts:
    """Made by `create_app`. `record`, `session` and `polling` are there while the application runs."""

    settings: Settings
    engine: Engine
    hub: Hub
    limits: Limits
    database: Database
    post: Post
    moves: Moves
    provider: Provider
    departures: Departures
    record: Record | None = None
    session: aiohttp.ClientSession | None = None
    polling: Polling | None = None


def record_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Record:
    """The record of the running application that the connection came to."""
    record = parts_of(connection).record
    assert record is not None
    return record


def polling_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Polling:
    """The gates, voices and acts of campaigns, of the running application that the connection came to."""
    polling = parts_of(connection).polling
    assert polling is not None
    return polling


def parts_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Parts:
    """Of the application that the connection came to."""
    parts: Parts = connection.app.state.parts
    return parts
