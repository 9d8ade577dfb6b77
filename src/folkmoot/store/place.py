"""Where the data are: in a SQLite file below the data folder, or in a PostgreSQL database."""

from pathlib import Path
from typing import TypeAlias

from folkmoot.base.settings import Settings
from folkmoot.store.server import Server

# A path is that of the SQLite file.
Place: TypeAlias = Path | Server


def place_of(settings: Settings) -> Place:
    """What the settings choose. Raises `BadSettingError` for an address that PostgreSQL's own library does not take."""
    if not settings.database_url.reveal():
        return settings.database_path
    server = Server(settings.database_url, settings.data_dir)
    server.arguments()
    return server


def beside(place: Place, name: str) -> Place:
    """A database of its own for what neither a backup nor a restore of the rest may touch. Raises `DatabaseError`.

    Its transactions are its own too. Below the data folder, `NAME/NAME.db`, which is not made here; or another schema
    of the same PostgreSQL database.
    """
    return place.beside(name) if isinstance(place, Server) else place.parent / name / f"{name}.db"


def folder_of(place: Place) -> Path:
    """The data folder: it has more in it than the database."""
    return place.parent if isinstance(place, Path) else place.folder


def called(place: Place) -> str:
    """For a sentence."""
    return f"The data folder {place.parent}" if isinstance(place, Path) else "The PostgreSQL database"
