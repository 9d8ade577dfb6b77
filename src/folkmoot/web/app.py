"""The one place where the parts are put together."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from litestar import Litestar
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig

import folkmoot
from folkmoot.base.clock import Clock
from folkmoot.base.log import Pseudonyms
from folkmoot.base.settings import Settings
from folkmoot.campaigns.departures import Departures
from folkmoot.campaigns.moves import Moves
from folkmoot.campaigns.post import Post
from folkmoot.campaigns.provider import Provider
from folkmoot.meet.caretaker import Caretaker
from folkmoot.meet.engine import Engine
from folkmoot.meet.herald import Herald
from folkmoot.meet.hub import Hub
from folkmoot.meet.tokens import Admission
from folkmoot.record.cosigning import listed
from folkmoot.store.database import Database
from folkmoot.store.place import place_of
from folkmoot.web import errors, files, pages, record_log, signalling
from folkmoot.web.api import mails, moves, voices
from folkmoot.web.api.delivery import delivery
from folkmoot.web.api.health import health
from folkmoot.web.api.rooms import NewRoom, make_room
from folkmoot.web.calendar import keep_days
from folkmoot.web.desk import Desk
from folkmoot.web.ledger import Ledger
from folkmoot.web.limits import Limits
from folkmoot.web.polling import polling_open
from folkmoot.web.security import SecurityHeaders
from folkmoot.web.state import Parts
from folkmoot.web.tasks import running

BODY_MAX = 64 * 1024
ENGINE_SECONDS = 5.0
_STATIC = Path(__file__).parent / "static"
_API: list[Any] = [make_room, health, *voices.handlers, *mails.handlers, *moves.handlers]


def create_app(settings: Settings, engine: Engine, clock: Clock, pseudonyms: Pseudonyms) -> Litestar:
    """The application. `store.upgrade` has brought the data up to date.

    Who runs it starts and stops the engine, opens the record for it (`recording`), and closes the database after it.
    Raises `ClientMissingError` when the client is not built, and `BadSettingError` for witnesses that are none.
    """
    database = Database.open(place_of(settings))
    hub = Hub(settings, clock, database, Admission(settings, engine))
    limits = Limits(settings, clock, pseudonyms)
    post, provider = Post(settings), Provider(settings, clock)
    parts = Parts(settings, engine, hub, limits, database, post, Moves(clock), provider, Departures(clock))
    site = pages.Site(settings)
    desk = Desk(settings, database, clock, pseudonyms)
    witnesses = [target.key for target in listed(settings.witnesses)]
    ledger = Ledger(settings.record_dir, database, clock, witnesses, min(settings.witnesses_needed, len(witnesses)))
    state = {
        "parts": parts,
        "desk": desk,
        "site": site,
        "ledger": ledger,
        "assets": files.Files(settings.client_dir, files.FOR_EVER),
        "static": files.Files(_STATIC, files.FOR_AN_HOUR),
    }
    engine_paths = [signalling.engine_reachable, signalling.validate, signalling.signalling]

    @asynccontextmanager
    async def life(_app: Litestar) -> AsyncGenerator[None]:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=ENGINE_SECONDS)
        await hub.recover()
        desk.outbox = parts.record.outbox if parts.record else None
        ledger.cosigning = parts.record.cosigning if parts.record else None
        await ledger.learn()
        silence = Herald(hub, engine).listen()
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            running(Caretaker(hub).run()),
            running(keep_days(desk)),
            polling_open(parts, clock) as parts.polling,
        ):
            parts.session = session
            yield
        silence()
        await hub.settle()
        await hub.admission.shut()

    return Litestar(
        route_handlers=[*_API, delivery, *engine_paths, *files.handlers, *record_log.handlers, *pages.handlers],
        exception_handlers=errors.handlers,
        before_send=[SecurityHeaders(settings, site.import_map)],
        state=State(state, deep_copy=False),
        lifespan=[life],
        request_max_body_size=BODY_MAX,
        openapi_config=None,
        logging_config=None,
    )


def openapi_document() -> bytes:
    """docs/openapi.json: the JSON API, from the types of its handlers."""
    described = OpenAPIConfig(title="Folkmoot", version=folkmoot.__version__, use_handler_docstrings=True)
    document = Litestar(route_handlers=_API, openapi_config=described, logging_config=None).openapi_schema
    assert document.components is not None
    # The decoder refuses what the type does not name, and Litestar does not say so.
    document.components.schemas[NewRoom.__name__].additional_properties = False
    return msgspec.json.format(msgspec.json.encode(document.to_schema()), indent=2) + b"\n"
