"""Files that browsers fetch as they are: the built client and what stands beside the pages."""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

# Vite puts a hash into every name, so a name never gets another content.
FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
_COMPRESSIBLE = frozenset({".js", ".mjs", ".css", ".svg", ".json", ".wasm", ".webmanifest"})
# Below that, headers weigh more than what is saved.
_WORTH_COMPRESSING = 1024
_LEVEL = 6
# What the build leaves for itself.
_UNSERVED = frozenset({"manifest.json"})
# The build puts the smallest form of a file beside it: to make it takes longer than a start may.
_BROTLI = ".br"


@dataclass(frozen=True, slots=True)
class File:
    """One file in memory, as it is and compressed where that is worth it."""

    content: bytes
    # By content coding (RFC 9110 section 8.4.1), the smallest first.
    compressed: dict[str, bytes]
    media_type: str
    tag: str


def served(folder: Path) -> Iterator[Path]:
    """What of a folder is given to whoever asks."""
    for path in sorted(folder.rglob("*")):
        given = path.name not in _UNSERVED and path.suffix != _BROTLI and not path.name.startswith(".")
        if given and path.is_file():
            yield path


class Files:
    """All files below a folder, read once. A few megabytes, sent without touching the disk again."""

    def __init__(self, folder: Path, cache: str) -> None:
        self._cache = cache
        self._files = {path.relative_to(folder).as_posix(): _read(path) for path in served(folder)}

    def answer(self, request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        """The file of that name. Raises `NotFoundException`."""
        file = self._files.get(name)
        if file is None:
            raise NotFoundException
        headers = {"Cache-Control": self._cache, "ETag": file.tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == file.tag:
            return Response(b"", status_code=304, headers=headers)
        wanted = codings(request.headers.get("accept-encoding", ""))
        for coding, compressed in file.compressed.items():
            if coding in wanted:
                headers["Content-Encoding"] = coding
                return Response(compressed, media_type=file.media_type, headers=headers)
        return Response(file.content, media_type=file.media_type, headers=headers)


def codings(accepted: str) -> set[str]:
    """The codings of an `Accept-Encoding` (RFC 9110 section 12.5.3) that are not excluded."""
    found: set[str] = set()
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        if weight.replace(" ", "").rstrip("0") not in ("q=", "q=0."):
            found.add(coding.strip())
    return found


def _read(path: Path) -> File:
    content = path.read_bytes()
    compressed: dict[str, bytes] = {}
    smallest = path.with_name(path.name + _BROTLI)
    if smallest.exists():
        compressed["br"] = smallest.read_bytes()
    if path.suffix in _COMPRESSIBLE and len(content) >= _WORTH_COMPRESSING:
        # No time in the header: the same file gives the same bytes.
        compressed["gzip"] = gzip.compress(content, _LEVEL, mtime=0)
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File(content, compressed, media_type, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


@get("/assets/{name:path}", include_in_schema=False, sync_to_thread=False)
def asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """A file of the built client."""
    files: Files = request.app.state.assets
    return files.answer(request, name.removeprefix("/"))


@get("/static/{name:path}", include_in_schema=False, sync_to_thread=False)
def static(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """A file that stands beside the templates."""
    files: Files = request.app.state.static
    return files.answer(request, name.removeprefix("/"))


handlers: list[Any] = [asset, static]
