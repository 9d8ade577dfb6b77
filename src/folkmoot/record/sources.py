"""Where the files of a log are read from: a folder, or the web server that serves them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import aiohttp

from folkmoot.base.answers import body_of
from folkmoot.record import tiles
from folkmoot.record.errors import TileError
from folkmoot.record.note import NOTE_MAX

SECONDS = 60.0
AT_ONCE = 8
# Below the address of an instance.
FOLDER = "/record/log"
_LARGEST = {tiles.CHECKPOINT: NOTE_MAX}


class Source(Protocol):
    """Gives the file at a path below the log's prefix.

    Raises `TileError` when there is none, or one that is larger than such a file can be; other errors mean that nobody
    could be asked.
    """

    async def get(self, path: str) -> bytes:
        """The whole file."""
        ...


class Folder:
    """A log on a disk of this machine: the instance's own, or a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def get(self, path: str) -> bytes:
        """Paths are made by us and hold nothing from outside."""
        file = self._folder / path
        try:
            if file.stat().st_size > _most(path):
                raise TileError(f"{path} is larger than such a file can be.")
            return file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise TileError(f"{path} is not there.") from None


class Website:
    """A log that is served. Only that host is asked, and redirections are not followed."""

    def __init__(self, session: aiohttp.ClientSession, prefix: str) -> None:
        self._session = session
        self._prefix = prefix

    async def get(self, path: str) -> bytes:
        """Raises aiohttp's errors and `TimeoutError` when the server does not answer."""
        async with self._session.get(f"{self._prefix}/{path}", allow_redirects=False) as answer:
            if answer.status != 200:
                raise TileError(f"{path} is not there: answered with status {answer.status}.")
            content = await body_of(answer, _most(path))
            if content is None:
                raise TileError(f"{path} is larger than such a file can be.")
            return content


def prefix_of(address: str) -> str | None:
    """The prefix of the log at a web address; None for what is no such address."""
    parts = urlsplit(address)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        return None
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/') or FOLDER}"


@asynccontextmanager
async def opened(place: str) -> AsyncGenerator[Source]:
    """The log at a web address, or in a folder."""
    prefix = prefix_of(place)
    if prefix is None:
        yield Folder(Path(place))
        return
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    # No cookie, no proxy, no password file: nothing of this machine goes along.
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    ) as session:
        yield Website(session, prefix)


async def tile_of(source: Source, tile: tiles.Tile) -> bytes:
    """A tile or bundle. A partial one may be gone when the full one is there, whose beginning it is."""
    try:
        return await source.get(tile.path)
    except TileError:
        if tile.width == tiles.WIDTH:
            raise
    return tiles.cut(await source.get(tile.whole.path), tile)


def _most(path: str) -> int:
    return _LARGEST.get(path, tiles.BUNDLE_MAX)
