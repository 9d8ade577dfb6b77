"""The built client: hashed names from Vite's manifest, each with the sum that the browser checks before it runs it."""

import base64
import hashlib
from pathlib import Path
from typing import ClassVar

import msgspec

from folkmoot.base.errors import FolkmootError

PREFIX = "/assets/"


class ClientMissingError(FolkmootError):
    """The built client is not there or not whole."""

    code: ClassVar[str] = "client_missing"
    sentence: ClassVar[str] = "The browser's part of the program is not built. `make setup` builds it."


class Asset(msgspec.Struct, frozen=True):
    """One file: its address and `integrity` value."""

    url: str
    integrity: str


class Entry(msgspec.Struct, frozen=True):
    """What a page needs for one entry: its script or style sheet, and what to fetch beside it."""

    file: Asset
    styles: tuple[Asset, ...]
    preload: tuple[Asset, ...]
    # Text of the import map, the same for every entry.
    import_map: str


class _Chunk(msgspec.Struct, frozen=True):
    file: str
    css: list[str] = []
    imports: list[str] = []
    dynamic_imports: list[str] = msgspec.field(name="dynamicImports", default_factory=list[str])


class Assets:
    """Reads the manifest once; raises `ClientMissingError` when it or a file that it names is missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._chunks = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=dict[str, _Chunk])
        except (OSError, msgspec.DecodeError) as error:
            raise ClientMissingError from error
        self._known: dict[str, Asset] = {}
        self.import_map = self._import_map()

    def _import_map(self) -> str:
        """Sums for what scripts import by themselves, where no tag can carry one (HTML, "import map", `integrity`).

        Browsers that do not know that part of the map leave it alone. Workers are beyond it everywhere.
        """
        scripts = sorted({chunk.file for chunk in self._chunks.values() if chunk.file.endswith(".js")})
        sums = {one.url: one.integrity for one in map(self._asset, scripts)}
        return msgspec.json.encode({"integrity": sums}).decode()

    def entry(self, source: str) -> Entry:
        """The entry built from that source file of `client/`.

        Preloads are all that it imports, and what it will import next of itself: a lobby that is drawn first should
        find the rest already fetched.
        """
        chunk = self._chunk(source)
        later = [name for name in chunk.dynamic_imports if name in self._chunks]
        reached = self._reached(source, [*chunk.imports, *later])
        styles = dict.fromkeys([*chunk.css, *(style for name in reached for style in self._chunk(name).css)])
        return Entry(
            file=self._asset(chunk.file),
            styles=tuple(self._asset(style) for style in styles),
            preload=tuple(self._asset(self._chunk(name).file) for name in reached),
            import_map=self.import_map,
        )

    def _reached(self, source: str, names: list[str]) -> list[str]:
        """All that these import, each once. Parts of an entry may import the entry itself, which is there already."""
        seen: dict[str, None] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop(0)
            if name != source and name not in seen:
                seen[name] = None
                waiting += self._chunk(name).imports
        return list(seen)

    def _chunk(self, name: str) -> _Chunk:
        try:
            return self._chunks[name]
        except KeyError as error:
            raise ClientMissingError from error

    def _asset(self, file: str) -> Asset:
        known = self._known.get(file)
        if known is None:
            try:
                content = (self._folder / file).read_bytes()
            except OSError as error:
                raise ClientMissingError from error
            total = base64.b64encode(hashlib.sha384(content).digest()).decode()
            known = self._known[file] = Asset(PREFIX + file, f"sha384-{total}")
        return known
