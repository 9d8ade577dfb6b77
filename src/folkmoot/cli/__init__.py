"""Commands for whoever runs a service, one file each.

Exit statuses: 0 done, or stopped as asked; 1 refused, with one sentence on standard error; 2 wrong usage. `verify` says
by them: 0 the same, 1 something differs, 2 not compared. A traceback is a defect of ours.
"""

import errno
import importlib
import sys

import click

from folkmoot.base.errors import FolkmootError

COMMANDS = (
    "run",
    "doctor",
    "config",
    "convenor",
    "campaign",
    "backup",
    "restore",
    "upgrade",
    "hashes",
    "verify",
    "record",
    "openapi",
    "version",
)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
NO_FOLDER = (errno.ENOTDIR, errno.EEXIST, errno.ENOENT, errno.ELOOP, errno.ENAMETOOLONG)


class _Commands(click.Group):
    """Imports a command when it is called: `doctor` must work where the web server cannot even be imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"folkmoot.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Settings are FOLKMOOT_* variables; docs/operating.md lists them. Exit status: 0 done or stopped as asked, "
    "1 refused with a sentence that says what to do, 2 wrong usage.",
)
def commands() -> None:
    """Folkmoot: conversations that nobody in between can listen to."""


def main() -> None:
    """The program `folkmoot`: turns what we foresaw into one sentence."""
    try:
        commands(prog_name="folkmoot")
    except FolkmootError as error:
        # The code is for programs, as on the wire: it stays when the sentence is reworded.
        click.echo(f"{error.message} ({error.code})", err=True)
        sys.exit(1)
    except OSError as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(1)


def _sentence(error: OSError) -> str | None:
    if not isinstance(error.filename, str):
        return "A disk is full: free some space, then start again." if error.errno in NO_ROOM else None
    if error.errno in NO_ROOM:
        return f"The disk that holds {error.filename} is full: free some space, then start again."
    if error.errno in NO_RIGHT:
        return f"{error.filename} cannot be written: give your user the right to, or set FOLKMOOT_DATA_DIR."
    if error.errno in NO_FOLDER:
        return f"{error.filename} cannot be used ({error.strerror}): set FOLKMOOT_DATA_DIR to another folder."
    return None
