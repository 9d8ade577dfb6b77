"""`folkmoot run`: the whole service in the foreground."""

import asyncio
import contextlib
import signal

import click

from folkmoot.base import log
from folkmoot.base.clock import Clock
from folkmoot.base.log import Pseudonyms
from folkmoot.base.settings import Settings
from folkmoot.meet.engine import Engine
from folkmoot.web.serving import serve


@click.command()
def run() -> None:
    """Start the web server and the media engine; Ctrl-C stops both."""
    settings = Settings.from_environ()
    clock = Clock()
    pseudonyms = log.configure(settings, clock)
    # Cancelled means that the person pressed Ctrl-C before everything stood; all that stood is gone by then.
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_serve_until_told(settings, clock, pseudonyms))


async def _serve_until_told(settings: Settings, clock: Clock, pseudonyms: Pseudonyms) -> None:
    stop = asyncio.Event()
    running = False

    def ready() -> None:
        nonlocal running
        running = True
        click.echo(f"Folkmoot is running at {settings.public_origin}\nPress Ctrl-C to stop it.")

    engine = Engine(settings, clock)
    serving = asyncio.create_task(serve(settings, engine, clock, pseudonyms, ready=ready, stop=stop))

    def stop_now() -> None:
        if running and not stop.is_set():
            stop.set()
        else:
            serving.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop_now)
    await serving
