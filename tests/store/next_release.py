"""A release after this one: a copy of the package with one migration more, run as a program of its own."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import folkmoot
from folkmoot.store.upgrade import newest

REVISION = "next"
# What a later version may do: a column that cannot simply be added, so that its table is written anew.
STEPS = """
    with op.batch_alter_table("rooms") as table:
        table.add_column(sa.Column("colour", sa.String(8), nullable=False, server_default="blue"))
        table.alter_column("capacity", nullable=True)
"""
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
{steps}
"""
PROGRAM = "from folkmoot.cli import main; main()"


@dataclass(frozen=True)
class Release:
    """Where it is installed."""

    folder: Path

    def command(self, environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs one of its commands to the end."""
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            env=environ | {"PYTHONPATH": str(self.folder)},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def install(folder: Path, steps: str = STEPS) -> Release:
    """Installs it there. `steps` is the body of its migration."""
    package = folder / "folkmoot"
    shutil.copytree(Path(folkmoot.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    text = MIGRATION.format(revision=REVISION, before=newest(), steps=steps)
    (package / "store" / "migrations" / "versions" / "9999_next.py").write_text(text)
    return Release(folder)
