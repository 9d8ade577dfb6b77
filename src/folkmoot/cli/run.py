"""`folkmoot run`: the whole service in the foreground."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime

import click
import msgspec

from folkmoot.base import log
from folkmoot.base.clock import Clock
from folkmoot.base.log import Pseudonyms
from folkmoot.base.settings import LAN_AUTO, Settings
from folkmoot.cli.convenor import first_link
from folkmoot.cli.greeting import on_the_network, on_this_machine
from folkmoot.meet.engine import Engine
from folkmoot.web.certificate import certificate_for
from folkmoot.web.lan import on_network
from folkmoot.web.serving import serve


@click.command()
@click.option(
    "--lan",
    is_flag=False,
    flag_value=LAN_AUTO,
    metavar="[ADDRESS]",
    help="Serve the local network over HTTPS, with a certificate made here. Without ADDRESS, one is chosen.",
)
def run(*, lan: str | None) -> None:
    """Start the web server and the media engine; Ctrl-C stops both."""
    settings = Settings.from_environ()
    if lan is not None:
        settings = msgspec.structs.replace(settings, lan=lan)
    others: list[str] = []
    if settings.lan:
        settings, others = on_network(settings)
    clock = Clock()
    pseudonyms = log.configure(settings, clock)

    async def greet() -> None:
        click.echo(_greeting(settings, clock, others))
        link = await first_link(settings, clock)
        if link is not None:
            click.echo(f"\nNobody runs campaigns here yet. To become the first convenor, open\n{link}")

    # Cancelled means that the person pressed Ctrl-C before everything stood; all that stood is gone by then.
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_serve_until_told(settings, clock, pseudonyms, greet))


def _greeting(settings: Settings, clock: Clock, others: list[str]) -> str:
    if not settings.lan:
        return on_this_machine(settings)
    now = datetime.fromtimestamp(clock.now(), UTC)
    certificate = certificate_for(settings.data_dir, settings.lan, settings.lan_name, now)
    return on_the_network(settings, certificate, others, colours=sys.stdout.isatty())


async def _serve_until_told(
    settings: Settings, clock: Clock, pseudonyms: Pseudonyms, greet: Callable[[], Coroutine[None, None, None]]
) -> None:
    stop = asyncio.Event()
    greeting: list[asyncio.Task[None]] = []

    def ready() -> None:
        greeting.append(asyncio.create_task(greet()))

    engine = Engine(settings, clock)
    serving = asyncio.create_task(serve(settings, engine, clock, pseudonyms, ready=ready, stop=stop))

    def stop_now() -> None:
        if greeting and not stop.is_set():
            stop.set()
        else:
            serving.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop_now)
    try:
        await serving
    except BaseException:
        # What ended the service ended the greeting too, and is the one thing to be told.
        await asyncio.gather(*greeting, return_exceptions=True)
        raise
    # Of a service that ends well, the greeting's own failure is still to be told.
    await asyncio.gather(*greeting)
