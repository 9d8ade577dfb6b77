"""`folkmoot verify`: does a service give browsers the published scripts? Asked from outside, as a browser would."""

import asyncio
import base64
import hashlib
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import click

from folkmoot.base.errors import FolkmootError
from folkmoot.base.settings import Settings
from folkmoot.cli.outline import Outline, faults
from folkmoot.web.pages.assets import PREFIX
from folkmoot.web.pages.hashes import ADDRESS, BadListError, Listing, listing, parse
from folkmoot.web.security import policy

# A room's page is the same for every id; this one is nobody's.
PAGES = ("/", f"/r/{'A' * 22}", "/protection", "/accessibility")
LARGEST_PAGE = 1024 * 1024
LARGEST_FILE = 16 * 1024 * 1024
SECONDS = 30.0
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


class NotComparedError(click.ClickException):
    """The service or the list could not be read: neither the same nor different."""

    exit_code = 2


class DifferenceError(Exception):
    """One answer that is not what it should be."""


@click.command()
@click.argument("address")
@click.option(
    "--list",
    "published",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A published list of sums. Without it: what is built here.",
)
def verify(*, address: str, published: Path | None) -> None:
    """Compare the scripts of the service at ADDRESS (https://host) with the published ones.

    Only that host is asked. Exit status: 0 the same, 1 something differs, 2 it could not be compared.
    """
    origin = _origin(address)
    expected = _expected(published)
    try:
        differences = asyncio.run(compare(origin, expected))
    except (aiohttp.ClientError, TimeoutError) as error:
        raise NotComparedError(f"{origin} cannot be reached ({type(error).__name__}).") from error
    for difference in differences:
        click.echo(f"DIFFERENT  {difference}")
    click.echo(f"Sum over all of the list: {expected.total}")
    if differences:
        sys.exit(1)
    click.echo(f"Nothing differs: {len(expected.files)} files and {len(PAGES)} pages of {origin}.")
    click.echo("That is what it gave to this machine now. What it gives to somebody else, they have to look at.")


def _origin(address: str) -> str:
    given = address.rstrip("/").lower()
    if _ORIGIN.fullmatch(given):
        return given
    raise click.BadParameter("it has to look like https://meet.example.org", param_hint="ADDRESS")


def _expected(published: Path | None) -> Listing:
    try:
        if published is None:
            return listing(Settings.from_environ().client_dir)
        return parse(published.read_text(errors="replace"))
    except FolkmootError as error:
        raise NotComparedError(error.message) from error


async def compare(origin: str, expected: Listing) -> list[str]:
    """What differs, a line each. Raises aiohttp's errors and `TimeoutError` when the service cannot be reached."""
    differences: list[str] = []
    sums: dict[str, str] = {}
    async with _asking(origin) as service:
        for one in expected.files:
            try:
                _, content = await service.get(f"{PREFIX}{one.name}", LARGEST_FILE)
            except DifferenceError as error:
                differences.append(str(error))
                continue
            sums[one.name] = f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode()}"
            if hashlib.sha256(content).hexdigest() != one.sha256:
                differences.append(f"{PREFIX}{one.name}: not the published content")
        differences += await _own_list(service, expected)
        differences += await _pages(service, sums)
    return differences


class _Service:
    """Asks one origin and nobody else."""

    def __init__(self, session: aiohttp.ClientSession, origin: str) -> None:
        self._session = session
        self.origin = origin

    async def get(self, path: str, most: int) -> tuple[dict[str, list[str]], bytes]:
        """Headers in small letters and content. Raises `DifferenceError`."""
        async with self._session.get(f"{self.origin}{path}", allow_redirects=False) as answer:
            if answer.status != 200:
                where = f" to {answer.headers['Location']!r}" if "Location" in answer.headers else ""
                raise DifferenceError(f"{path}: answered with status {answer.status}{where}")
            content = bytearray()
            async for part in answer.content.iter_chunked(64 * 1024):
                content += part
                if len(content) > most:
                    raise DifferenceError(f"{path}: larger than {most} bytes")
            headers: dict[str, list[str]] = {}
            for name, value in answer.headers.items():
                headers.setdefault(name.lower(), []).append(value)
            return headers, bytes(content)


@asynccontextmanager
async def _asking(origin: str) -> AsyncGenerator[_Service]:
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    # No cookie, no proxy, no password file: nothing of this machine goes along.
    async with aiohttp.ClientSession(
        timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, headers={"Accept-Language": "en"}
    ) as session:
        yield _Service(session, origin)


async def _own_list(service: _Service, expected: Listing) -> list[str]:
    """The list that the service shows to its own people should be the published one too."""
    try:
        _, content = await service.get(ADDRESS, LARGEST_PAGE)
        own = parse(content.decode(errors="replace"))
    except DifferenceError as error:
        return [str(error)]
    except BadListError:
        return [f"{ADDRESS}: no list of sums"]
    extra = own.by_name.keys() - expected.by_name.keys()
    changed = [name for name, total in expected.by_name.items() if own.by_name.get(name) != total]
    return [f"{ADDRESS}: lists {name}, which is not published" for name in sorted(extra)] + [
        f"{ADDRESS}: does not list {name} as published" for name in changed
    ]


async def _pages(service: _Service, sums: dict[str, str]) -> list[str]:
    """The first page has the import map whose sum the policy of every page has to name."""
    differences: list[str] = []
    wanted: str | None = None
    for path in PAGES:
        try:
            headers, content = await service.get(path, LARGEST_PAGE)
        except DifferenceError as error:
            differences.append(str(error))
            continue
        page = content.decode(errors="replace")
        wanted = wanted or policy(Outline(page).import_map)
        found = faults(page, service.origin, sums)
        if headers.get("content-security-policy") != [wanted]:
            found.append("has another content security policy")
        found += [f"sends the header {name!r}" for name in ("link", "refresh") if name in headers]
        differences += [f"{path}: {fault}" for fault in dict.fromkeys(found)]
    return differences
