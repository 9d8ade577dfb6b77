"""What the assembled application is made of; request handlers find it in the application's state."""

from dataclasses import dataclass
from typing import Any

import aiohttp
from litestar.connection import ASGIConnection

from folkmoot.base.settings import Settings
from folkmoot.meet.engine import Engine
from folkmoot.meet.hub import Hub
from folkmoot.web.limits import Limits


@dataclass(slots=True)
class Parts:
    """Made by `create_app`. `session` is there while the application runs."""

    settings: Settings
    engine: Engine
    hub: Hub
    limits: Limits
    session: aiohttp.ClientSession | None = None


def parts_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Parts:
    """Of the application that the connection came to."""
    parts: Parts = connection.app.state.parts
    return parts
