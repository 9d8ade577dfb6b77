"""`folkmoot record`: for who keeps a record, who checks a receipt, who audits a record, and who witnesses one."""

import asyncio
import hashlib
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import aiohttp
import click

from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.cli import audits
from folkmoot.record import keys
from folkmoot.record.catalogue import Catalogue
from folkmoot.record.errors import KeyFileError, NoteError, ProofError, TileError
from folkmoot.record.identity import FILES, signer_at
from folkmoot.record.note import Kind, SignerKey, VerifierKey
from folkmoot.record.receipts import FILE_MAX, Policy, Receipt, State, split
from folkmoot.record.receipts import verify as verdict_on
from folkmoot.record.succession import Former, formers
from folkmoot.record.witness import Alarm, Witness
from folkmoot.web.witness import Door, serving

# Of the data folder.
FOLDER = "record"


class NotCheckedError(click.ClickException):
    """Nothing could be said: neither in order nor not."""

    exit_code = 2


class _Key(click.ParamType[VerifierKey]):
    name = "KEY"

    def __init__(self, kind: Kind) -> None:
        self._kind = kind

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> VerifierKey:
        try:
            key = VerifierKey.parse(str(value))
        except NoteError as error:
            self.fail(error.message, param, ctx)
        if key.kind is not self._kind:
            self.fail("This key is of another kind: a log's has type 1, a witness's type 4.", param, ctx)
        return key


class _Address(click.ParamType[tuple[str, int]]):
    name = "HOST:PORT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        host, _, port = str(value).rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
            self.fail("It has to look like 127.0.0.1:8430.", param, ctx)
        return host.strip("[]"), int(port)


_log_key = click.option("--key", "log", type=_Key(Kind.ed25519), help="Key of the record, as its page shows it.")
_witness_keys = click.option(
    "--witness", "witnesses", type=_Key(Kind.cosignature), multiple=True, help="Key of a witness whom you trust."
)
_needed = click.option(
    "--needed", type=click.IntRange(min=0), help="How many of them must have countersigned. Without it: one, if any."
)


@click.group()
def record() -> None:
    """Keep, check, audit or witness a public record."""


@record.command()
@click.option("--rotate", is_flag=True, help="Go over to a new key first, while Folkmoot does not run.")
def key(*, rotate: bool) -> None:
    """Print the key with which this instance's record is checked. It is no secret: publish it.

    With --rotate, an entry of the record says which key takes the place of which, signed with both. The old one is gone
    from the data folder then, and what it has signed goes on counting.
    """
    settings = Settings.from_environ()
    if rotate:
        former, _ = asyncio.run(_rotate(settings))
        click.echo(f"Entry {former.entry} of the record put the new key in the place of {former.key}", err=True)
    click.echo(str(_own_key(settings)))


@record.command()
@click.argument("receipts", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_log_key
@_witness_keys
@_needed
def verify(
    *, receipts: Sequence[Path], log: VerifierKey | None, witnesses: Sequence[VerifierKey], needed: int | None
) -> None:
    """Check receipts, without asking anybody. A file may hold many, one after the other.

    Without --key they are checked against the record of this installation. Exit status: 0 all of them hold, 1 one does
    not, 2 one is no receipt.
    """
    known = Policy(log) if log else _own_or_asked()
    policy = replace(known, witnesses=witnesses, needed=_wanted(witnesses, needed))
    statuses = [_check(name, data, policy) for path in receipts for name, data in _receipts_in(path)]
    sys.exit(1 if 1 in statuses else max(statuses))


@record.command()
@click.argument("place")
@_log_key
@_witness_keys
@_needed
@click.option("--remember", type=click.Path(dir_okay=False, path_type=Path), help="File that keeps what was audited.")
@click.option(
    "--receipt",
    "receipts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A receipt that the record has to contain still.",
)
def audit(
    *,
    place: str,
    receipts: Sequence[Path],
    log: VerifierKey | None,
    witnesses: Sequence[VerifierKey],
    needed: int | None,
    remember: Path | None,
) -> None:
    """Read the whole record at PLACE, an address (https://host) or a folder, and say whether it is in order.

    The key and the checkpoint are kept, so that the next audit shows whether anything was changed in between. Exit
    status: 0 in order, 1 something is wrong, a line each, 2 it could not be read.
    """
    memory = audits.Memory(remember or _usual_memory(place))
    known = log or memory.key
    if known is None:
        raise click.UsageError("Say whose record it is, with --key: its page and the campaign's rules show the key.")
    policy = Policy(known, witnesses, _wanted(witnesses, needed))
    try:
        kept = {Path(name).name: Receipt.parse(data) for path in receipts for name, data in _receipts_in(path)}
        findings = asyncio.run(audits.run(place, policy, memory, kept, Clock()))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotCheckedError(f"{place} cannot be read ({type(error).__name__}).") from error
    except (NoteError, TileError) as error:
        click.echo(f"WRONG  {error.code}  The record has no checkpoint that counts: {error.message}")
        sys.exit(1)
    sys.exit(1 if findings else 0)


@record.command()
@click.option("--log", "logs", type=_Key(Kind.ed25519), multiple=True, required=True, help="Key of a record to watch.")
@click.option(
    "--state", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for key and state."
)
@click.option("--listen", type=_Address(), default="127.0.0.1:8430", help="Where to take checkpoints.")
@click.option(
    "--name", required=True, help="Name of this witness, such as an address without scheme: watch.example.org."
)
def witness(*, logs: Sequence[VerifierKey], state: Path, listen: tuple[str, int], name: str) -> None:
    """Countersign what records sign, as long as they only grow. Ctrl-C stops.

    The key is made at the first start. A record that shrinks or forks is refused and told on standard error; both of
    its checkpoints are kept in the folder, to be shown to others.
    """
    try:
        signer = SignerKey(name, Kind.cosignature, keys.open_or_make(state / "key"))
    except NoteError as error:
        raise click.BadParameter(error.message, param_hint="--name") from error
    door = Door(Witness(state, signer, logs, Clock()), _shout)
    click.echo(f"Key of this witness: {signer.verifier}")
    asyncio.run(_witness_until_told(door, *listen))


async def _witness_until_told(door: Door, host: str, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with serving(door, host, port) as taken:
            click.echo(f"It takes checkpoints at http://{host}:{taken}/add-checkpoint\nPress Ctrl-C to stop it.")
            await stop.wait()
    except OSError as error:
        # The rest of the service is slow to import, and a witness needs it for nothing else.
        from folkmoot.web.serving import PortBusyError  # noqa: PLC0415 - see above

        raise PortBusyError(
            f"Nobody can listen at {host}:{port} ({error.strerror}): choose another with --listen."
        ) from None


def _shout(alarm: Alarm) -> None:
    kept = f" Both checkpoints are in {alarm.evidence}." if alarm.evidence else ""
    click.echo(f"REFUSED  {alarm.what}  {alarm.origin}: {alarm.sentence}{kept}", err=True)


def _receipts_in(path: Path) -> list[tuple[str, bytes]]:
    """Each with the name of the file, and its number where there are several."""
    with path.open("rb") as file:
        data = file.read(FILE_MAX + 1)
    if len(data) > FILE_MAX:
        raise NotCheckedError(f"{path} is larger than {FILE_MAX} bytes: check it in parts.")
    found = split(data)
    return [(f"{path} ({number})" if len(found) > 1 else str(path), one) for number, one in enumerate(found, start=1)]


def _check(name: str, data: bytes, policy: Policy) -> int:
    try:
        receipt = Receipt.parse(data)
    except ProofError as error:
        click.echo(f"{name}: {error.message} ({error.code})")
        return 2
    verdict = verdict_on(receipt, policy)
    click.echo(f"{name}: {'holds' if verdict.holds else 'DOES NOT HOLD'}")
    words = {State.holds: "yes", State.fails: "NO", State.absent: "-"}
    for check in verdict.checks:
        click.echo(f"  {check.name:<10}  {words[check.state]:<3}  {check.reason}")
    return 0 if verdict.holds else 1


def _wanted(witnesses: Sequence[VerifierKey], needed: int | None) -> int:
    return min(1, len(witnesses)) if needed is None else needed


def _own_key(settings: Settings) -> VerifierKey:
    return signer_at(settings.data_dir / FOLDER).verifier


async def _rotate(settings: Settings) -> tuple[Former, VerifierKey]:
    # Databases are slow to import, and only this needs one.
    from folkmoot.record.rotation import rotate  # noqa: PLC0415 - see above
    from folkmoot.store.database import Database  # noqa: PLC0415
    from folkmoot.store.hold import held  # noqa: PLC0415
    from folkmoot.store.place import beside, place_of  # noqa: PLC0415

    place = place_of(settings)
    with held(place):
        own = Database.open(beside(place, "record"))
        try:
            return await rotate(settings.record_dir, own, int(Clock().now()))
        finally:
            await own.close()


def _own_or_asked() -> Policy:
    """The keys of this installation's record."""
    folder = Settings.from_environ().record_dir
    try:
        own = signer_at(folder).verifier
        return Policy(own, formers=formers(own, Catalogue(folder / FILES).successions()))
    except KeyFileError:
        raise click.UsageError("Say whose receipts they are, with --key: the record's page shows its key.") from None


def _usual_memory(place: str) -> Path:
    name = hashlib.sha256(place.encode()).hexdigest()[:16]
    return Path(click.get_app_dir("folkmoot")) / "audits" / f"{name}.json"
