"""What is kept, at first and after all: rows, and the files in which rows are, in either kind of database."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, Engine, NullPool, Table, create_engine, func, select, text

from folkmoot.base.settings import Settings
from folkmoot.store.folder import make
from folkmoot.store.place import Place, folder_of, place_of
from folkmoot.store.server import Server
from folkmoot.store.upgrade import upgrade


def engine_of(place: Place) -> Engine:
    """A way in beside the program's own."""
    if isinstance(place, Server):
        return place.engine()
    return create_engine(URL.create("sqlite", database=str(place)), poolclass=NullPool)


@cache
def _begun() -> bytes:
    """A file that is up to date and has no rows. To make one takes longer than many a test."""
    with TemporaryDirectory() as name:
        path = Path(name) / "data" / "folkmoot.db"
        upgrade(path)
        return path.read_bytes()


def begin(place: Place) -> None:
    """As `upgrade`; a file that is not there yet is a copy."""
    if isinstance(place, Path) and not place.exists():
        make(place.parent)
        place.write_bytes(_begun())
    upgrade(place)


def count(settings: Settings, tables: Iterable[Table]) -> int:
    """How many rows there are in all of them."""
    with engine_of(place_of(settings)).connect() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def files(place: Place) -> Iterator[Path]:
    """All in which rows of this database are, but for the write-ahead log of PostgreSQL."""
    yield from (path for path in folder_of(place).rglob("*") if path.is_file())
    if isinstance(place, Server):
        with place.engine().connect() as connection:
            data = Path(connection.scalars(text("SHOW data_directory")).one())
            number = connection.scalars(text("SELECT oid FROM pg_database WHERE datname = current_database()")).one()
        yield from (data / "base" / str(number)).iterdir()


def holds(place: Place, words: bytes) -> bool:
    """Whether a file has them."""
    return any(words in file.read_bytes() for file in files(place))
