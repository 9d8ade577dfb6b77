"""The record's files as C2SP tlog-tiles has them, for anybody: `/record/log/checkpoint`, `/record/log/tile/...`.

Beside them `cosigned`, the newest checkpoint that enough witnesses have countersigned. They are plain files, so another
web server may give them out instead. There is nothing secret in them, and pages of others may read them too.
"""

import asyncio
import gzip
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from folkmoot.record.cosigning import COSIGNED
from folkmoot.record.errors import TileError
from folkmoot.record.log import FILES
from folkmoot.record.shelf import Shelf
from folkmoot.record.tiles import CHECKPOINT, ENTRIES, Tile
from folkmoot.web.files import FOR_EVER, codings
from folkmoot.web.state import parts_of

PREFIX = "/record/log/"
_ANYBODY = {"Access-Control-Allow-Origin": "*"}
# What compresses are the entries; to spend longer on it saves little.
_LEVEL = 1

AnyRequest = Request[Any, Any, Any]


@get([f"{PREFIX}{CHECKPOINT}", f"{PREFIX}{COSIGNED}"], include_in_schema=False)
async def checkpoint(request: AnyRequest) -> Response[bytes]:
    """A signed note: the newest checkpoint, and the newest that enough witnesses have countersigned."""
    return Response(
        await _fetch(request, request.url.path.removeprefix(PREFIX)),
        media_type=MediaType.TEXT,
        headers={"Cache-Control": "no-cache", **_ANYBODY},
    )


@get(PREFIX + "tile/{path:path}", include_in_schema=False)
async def tile(request: AnyRequest, path: FromPath[str]) -> Response[bytes]:
    """A tile of hashes or a bundle of entries: under one name always the same."""
    try:
        wanted = Tile.parse(f"tile/{path.removeprefix('/')}")
    except TileError:
        raise NotFoundException from None
    content = await _fetch(request, wanted.path)
    headers = {"Cache-Control": FOR_EVER, **_ANYBODY}
    if wanted.level == ENTRIES:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in codings(request.headers.get("accept-encoding", "")):
            headers["Content-Encoding"] = "gzip"
            content = await asyncio.to_thread(gzip.compress, content, _LEVEL, mtime=0)
    return Response(content, media_type="application/octet-stream", headers=headers)


async def _fetch(request: AnyRequest, path: str) -> bytes:
    """Raises `NotFoundException`."""
    shelf = Shelf(parts_of(request).settings.record_dir / FILES)
    try:
        return await asyncio.to_thread(shelf.fetch, path)
    except TileError:
        raise NotFoundException from None


handlers: list[Any] = [checkpoint, tile]
