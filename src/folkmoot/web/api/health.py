"""Whether the service works, for whoever watches it."""

from typing import Any, Literal

import msgspec
from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from folkmoot.web.state import parts_of


class Health(msgspec.Struct, frozen=True):
    """What works."""

    status: Literal["ok", "degraded"]
    database: bool
    engine: bool


@get(
    "/health",
    operation_id="health",
    summary="Whether server, database and engine work",
    response_description="Everything works.",
    responses={503: ResponseSpec(Health, description="Something does not work.", generate_examples=False)},
)
async def health(request: Request[Any, Any, Any]) -> Response[Health]:
    """200 when everything works, 503 when something does not."""
    parts = parts_of(request)
    try:
        async with parts.hub.database.read() as connection:
            await connection.execute(select(1))
        database = True
    except SQLAlchemyError:
        database = False
    fine = database and parts.engine.healthy
    body = Health("ok" if fine else "degraded", database, parts.engine.healthy)
    return Response(body, status_code=200 if fine else 503, headers={"Cache-Control": "no-store"})
