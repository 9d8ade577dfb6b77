"""Commands for whoever runs a service, one file each.

Exit statuses: 0 done, or stopped as asked; 1 refused, with one sentence on standard error; 2 wrong usage. A traceback
is a defect of ours.
"""

import errno
import sys

import click

from folkmoot.base.errors import FolkmootError
from folkmoot.cli.doctor import doctor
from folkmoot.cli.openapi import openapi
from folkmoot.cli.run import run
from folkmoot.cli.version import version


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Settings are FOLKMOOT_* variables; docs/operating.md lists them. Exit status: 0 done or stopped as asked, "
    "1 refused with a sentence that says what to do, 2 wrong usage.",
)
def commands() -> None:
    """Folkmoot: conversations that nobody in between can listen to."""


for command in (run, doctor, openapi, version):
    commands.add_command(command)


def main() -> None:
    """The program `folkmoot`: turns what we foresaw into one sentence."""
    try:
        commands(prog_name="folkmoot")
    except FolkmootError as error:
        click.echo(error.message, err=True)
        sys.exit(1)
    except OSError as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(1)


def _sentence(error: OSError) -> str | None:
    place = error.filename or "the data folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk that holds {place} is full: free some space, then start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place} cannot be written: give your user the right to, or set FOLKMOOT_DATA_DIR to another folder."
    return None
