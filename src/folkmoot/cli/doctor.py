"""`folkmoot doctor`: what is missing or wrong, a line each, with what to do about it."""

import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec

from folkmoot.base.errors import FolkmootError
from folkmoot.base.settings import Settings, unknown_variables
from folkmoot.cli.ports import is_free
from folkmoot.store import upgrade
from folkmoot.store.place import place_of

OLDEST_PYTHON = (3, 11)
LEAST_BYTES = 200_000_000


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at. `advice` says what to do when it is not fine."""

    subject: str
    fine: bool
    found: str
    advice: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(*, as_json: bool) -> None:
    """Say what is missing or wrong. Exit status 1 when something is."""
    findings = examine()
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(findings)))
    else:
        for finding in findings:
            click.echo(_line(finding))
    if not all(finding.fine for finding in findings):
        sys.exit(1)


def examine() -> list[Finding]:
    """Looks at everything, and goes on when one thing is wrong."""
    findings = [_python()]
    try:
        settings = Settings.from_environ()
    except FolkmootError as error:
        return [*findings, Finding("settings", fine=False, found=error.message, advice="Correct that variable.")]
    findings.extend(_settings())
    checks: list[Callable[[Settings], Iterator[Finding]]] = [_engine, _client, _ports, _data_folder, _database, _clock]
    for check in checks:
        findings.extend(check(settings))
    return findings


def _line(finding: Finding) -> str:
    mark = "ok   " if finding.fine else "WRONG"
    return f"{mark}  {finding.subject}: {finding.found}" + (f" {finding.advice}" if finding.advice else "")


def _python() -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3]) + "."
    fine = sys.version_info >= OLDEST_PYTHON
    return Finding("python", fine, found, "" if fine else "Install Python 3.11 or newer.")


def _settings() -> Iterator[Finding]:
    unknown = unknown_variables()
    if unknown:
        advice = "Remove them, or correct the spelling; docs/operating.md lists the settings."
        yield Finding("settings", fine=False, found=f"no such setting: {', '.join(unknown)}.", advice=advice)
    else:
        yield Finding("settings", fine=True, found="every FOLKMOOT_ variable is a setting.")


def _engine(settings: Settings) -> Iterator[Finding]:
    said = _said_by(settings.engine_binary, "--version")
    if said is None:
        advice = "Run `make setup`, or set FOLKMOOT_ENGINE_BINARY."
        yield Finding(
            "engine", fine=False, found=f"{settings.engine_binary} is not there or does not run.", advice=advice
        )
    else:
        yield Finding("engine", fine=True, found=f"{said}.")
    # Only needed for building, and `make setup` brings both where they are missing.
    for tool, argument in (("go", "version"), ("node", "--version")):
        place = shutil.which(tool)
        version = _said_by(Path(place), argument) if place else None
        yield Finding(
            tool, fine=True, found=f"{version}." if version else "not here; `make setup` brings one to build with."
        )


def _said_by(program: Path, argument: str) -> str | None:
    try:
        done = subprocess.run([program, argument], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _client(settings: Settings) -> Iterator[Finding]:
    fine = (settings.client_dir / "manifest.json").is_file()
    found = "built." if fine else f"{settings.client_dir} holds no built client."
    yield Finding("client", fine, found, "" if fine else "Run `make setup`, or set FOLKMOOT_CLIENT_DIR.")


def _ports(settings: Settings) -> Iterator[Finding]:
    wanted = [
        (settings.host, "port", settings.port, socket.SOCK_STREAM),
        ("127.0.0.1", "metrics_port", settings.metrics_port, socket.SOCK_STREAM),
        ("127.0.0.1", "engine_port", settings.engine_port, socket.SOCK_STREAM),
        (settings.engine_address, "engine_udp_port", settings.engine_udp_port, socket.SOCK_DGRAM),
    ]
    if settings.engine_tcp_port:
        wanted.append((settings.engine_address, "engine_tcp_port", settings.engine_tcp_port, socket.SOCK_STREAM))
    if settings.turn_udp_port:
        wanted.append((settings.engine_address, "turn_udp_port", settings.turn_udp_port, socket.SOCK_DGRAM))
    if settings.turn_domain:
        wanted.append((settings.engine_address, "turn_tls_port", settings.turn_tls_port, socket.SOCK_STREAM))
    for host, field, port, kind in wanted:
        label = f"{'UDP' if kind == socket.SOCK_DGRAM else 'TCP'} port {port}"
        fine = is_free(host, port, kind)
        advice = f"Stop the program that has it (perhaps Folkmoot is running) or set FOLKMOOT_{field.upper()}."
        yield Finding(field, fine, f"{label} is free." if fine else f"{label} is in use.", "" if fine else advice)


def _data_folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir.absolute()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not (existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)):
        advice = "Give your user the right to, or set FOLKMOOT_DATA_DIR to another folder."
        yield Finding("data folder", fine=False, found=f"{existing} cannot be written.", advice=advice)
        return
    free = shutil.disk_usage(existing).free
    roomy = free >= LEAST_BYTES
    found = f"{free // 1_000_000} MB free."
    yield Finding("disk", roomy, found, "" if roomy else f"Free at least {LEAST_BYTES // 1_000_000} MB.")
    if existing != folder:
        yield Finding("data folder", fine=True, found=f"{folder} will be made at the first start.")
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    private = mode & 0o077 == 0
    advice = "" if private else f"Run `chmod 700 {folder}`."
    yield Finding("data folder", private, f"{folder} has mode {mode:o}.", advice)


def _database(settings: Settings) -> Iterator[Finding]:
    elsewhere = "FOLKMOOT_DATABASE_URL" if settings.database_url.reveal() else "FOLKMOOT_DATA_DIR"
    try:
        version = upgrade.version(place_of(settings))
    except sqlite3.DatabaseError as error:
        advice = "Move it away, or set FOLKMOOT_DATA_DIR to another folder."
        yield Finding("database", fine=False, found=f"it cannot be read ({error}).", advice=advice)
        return
    except FolkmootError as error:
        yield Finding("database", fine=False, found=error.message, advice="Correct that, then ask again.")
        return
    if version is None:
        yield Finding("database", fine=True, found="will be made at the first start.")
    elif version == upgrade.newest():
        yield Finding("database", fine=True, found=f"version {version}.")
    elif upgrade.is_known(version):
        found = f"version {version}; `folkmoot run` brings it to {upgrade.newest()}."
        yield Finding("database", fine=True, found=found)
    else:
        advice = f"Run the version of Folkmoot that wrote it, or set {elsewhere}."
        yield Finding("database", fine=False, found=f"version {version} is not one of ours.", advice=advice)


def _clock(_settings: Settings) -> Iterator[Finding]:
    built = Path(__file__).stat().st_mtime
    # Tokens carry times, and pseudonyms in logs change with the day. A machine without a battery wakes in 1970.
    fine = time.time() > built
    found = time.strftime("%Y-%m-%d %H:%M UTC.", time.gmtime())
    yield Finding("clock", fine, found, "" if fine else "That is before this program was installed: set the clock.")
