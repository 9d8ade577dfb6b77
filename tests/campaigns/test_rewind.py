"""What a backup has of campaigns: the people and the campaigns, and nothing that lets anybody in by itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

from folkmoot.base.clock import Clock
from folkmoot.cli.kept import KEPT
from folkmoot.store.backup import back_up
from folkmoot.store.restoration import restore
from tests.campaigns.test_campaigns import opened
from tests.campaigns.visitor import Visitor


def quiet(_doing: str, _done: int, _whole: int) -> None:
    """No progress is shown."""


async def test_sessions_and_links_stay_out_of_backups(ingrid: Visitor, tmp_path: Path) -> None:
    await opened(ingrid)
    file, path = tmp_path / "backup.tar", tmp_path / "other" / "folkmoot.db"
    back_up(ingrid.service.settings.database_path, file, KEPT, Clock().now(), quiet)
    restore(file, path, KEPT, quiet)
    with closing(sqlite3.connect(path)) as connection:
        found = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - these
            for table in ("convenors", "campaigns", "revisions", "recovery_codes", "sessions", "invitations")
        }
    assert found == {
        "convenors": 1,
        "campaigns": 1,
        "revisions": 1,
        "recovery_codes": 8,
        "sessions": 0,
        "invitations": 0,
    }
