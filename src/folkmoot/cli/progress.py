"""How far something long is, on one line of a terminal."""

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

import click

from folkmoot.store.copy import Progress

SECONDS_BETWEEN = 0.2
MEGABYTE = 1_000_000


@contextmanager
def shown() -> Generator[Progress]:
    """A function that shows progress on standard error while it is a terminal, and nothing elsewhere."""
    last = time.monotonic()
    wrote = False

    def show(doing: str, done: int, whole: int) -> None:
        nonlocal last, wrote
        now = time.monotonic()
        if now - last < SECONDS_BETWEEN or not sys.stderr.isatty():
            return
        last, wrote = now, True
        click.echo(f"\r{doing}: {done // MEGABYTE} of {whole // MEGABYTE} MB ", nl=False, err=True)

    try:
        yield show
    finally:
        if wrote:
            click.echo(err=True)
