"""`folkmoot verify` and `folkmoot hashes`: a service that gives the published files, and services that do not."""

import asyncio
import hashlib
import os
import shutil
import subprocess
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from folkmoot.cli.verify import LARGEST_PAGE, PAGES, compare
from folkmoot.web.pages.hashes import listing
from tests.cli.program import folkmoot
from tests.service import Service, build_client, make_settings, running_service

ROOM_SCRIPT = "room-1a2b3c4d.js"
# What a service of bad faith makes of an honest answer.
Change = Callable[[str, web.Response], web.Response]


async def run(service: str, client: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "FOLKMOOT_CLIENT_DIR": str(client)}
    return await asyncio.to_thread(folkmoot, environ, "verify", service, *arguments)


@asynccontextmanager
async def changed(service: Service, change: Change) -> AsyncGenerator[str]:
    """The address of a server that passes everything on and changes it on the way."""

    async def pass_on(request: web.Request) -> web.Response:
        async with service.session.get(f"{service.url}{request.path_qs}") as answer:
            kept = {
                name: answer.headers[name]
                for name in ("Content-Type", "Content-Security-Policy")
                if name in answer.headers
            }
            return change(request.path, web.Response(status=answer.status, body=await answer.read(), headers=kept))

    app = web.Application()
    app.router.add_get("/{path:.*}", pass_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def in_page(old: str, new: str, where: str = "/") -> Change:
    """A page with something else in it."""

    def change(path: str, answer: web.Response) -> web.Response:
        assert isinstance(answer.body, bytes)
        if path == where:
            page = answer.body.decode()
            assert old in page
            answer.body = page.replace(old, new, 1).encode()
        return answer

    return change


def with_header(name: str, value: str) -> Change:
    def change(path: str, answer: web.Response) -> web.Response:
        if path == "/accessibility":
            answer.headers[name] = value
        return answer

    return change


async def test_the_published_files_are_found_to_be_those(service: Service, tmp_path: Path) -> None:
    client = service.settings.client_dir
    (tmp_path / "SHA256SUMS").write_text(listing(client).text)
    for arguments in ((), ("--list", str(tmp_path / "SHA256SUMS"))):
        said = await run(service.url, client, *arguments)
        assert (said.returncode, said.stderr) == (0, "")
        assert listing(client).total in said.stdout
        assert f"{len(listing(client).files)} files and {len(PAGES)} pages" in said.stdout


async def test_a_changed_file_is_found(service: Service, tmp_path: Path) -> None:
    published = build_client(tmp_path / "published")
    script = published / ROOM_SCRIPT
    script.write_text(script.read_text().replace("one of many lines", "one of many 1ines", 1))
    (published / "worker-9.js").write_text("// published and not served")
    said = await run(service.url, published)
    assert said.returncode == 1
    assert f"DIFFERENT  /assets/{ROOM_SCRIPT}: not the published content" in said.stdout
    assert "DIFFERENT  /assets/worker-9.js: answered with status 404" in said.stdout
    assert f"does not list {ROOM_SCRIPT} as published" in said.stdout
    assert "Nothing differs" not in said.stdout


async def test_a_file_more_is_found(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    (settings.client_dir / "listener-1.js").write_text("// of the operator")
    async with running_service(settings) as service:
        published = tmp_path / "published"
        shutil.copytree(settings.client_dir, published, ignore=shutil.ignore_patterns("listener*"))
        assert await compare(service.url, listing(published)) == [
            "/assets/SHA256SUMS: lists listener-1.js, which is not published"
        ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (in_page("</body>", "<script>alert(1)</script></body>"), "holds a script of its own"),
        (
            in_page("</body>", "<SCRIPT src=/assets/x.js></SCRIPT></body>"),
            "loads /assets/x.js, which is not in the list",
        ),
        (in_page("</body>", '<script src="/static/mark.svg"></script></body>'), "loads /static/mark.svg"),
        (in_page("</body>", '<script src="https://evil.example/a.js"></script></body>'), "leads elsewhere"),
        (in_page("</body>", '<link rel="stylesheet" href="/static/other.css"></body>'), "loads /static/other.css"),
        (in_page(' integrity="sha384-', ' integrity="sha384-A'), "with a wrong sum or none"),
        (in_page(" integrity=", " data-integrity="), "with a wrong sum or none"),
        (in_page("</body>", '<iframe src="/x"></iframe></body>'), "holds <iframe>"),
        (in_page("</body>", '<p onclick="x()">x</p></body>'), "has <p onclick>"),
        (in_page("<head>", '<head><base href="/elsewhere/">'), "holds <base>"),
        (in_page("<head>", '<head><meta http-equiv="refresh" content="0;url=/x">'), "has <meta http-equiv>"),
        (in_page("</body>", "<!-- <script> --></body>"), "hides a script"),
        (in_page('{"integrity":{', '{"imports":{"/assets/a.js":"/assets/b.js"},"integrity":{'), "import map"),
        (in_page('{"integrity":{', '{"integrity":{"/assets/b.js":"sha384-x",', f"/r/{'A' * 22}"), "import map"),
        (in_page('"importmap">{', '"importmap">['), "import map that cannot be read"),
        (with_header("Content-Security-Policy", "script-src *"), "another content security policy"),
        (with_header("Link", "</x.css>; rel=stylesheet"), "sends the header 'link'"),
        (with_header("X-Padding", "x"), None),
    ],
)
async def test_a_changed_page_is_found(service: Service, change: Change, expected: str | None) -> None:
    async with changed(service, change) as address:
        found = await compare(address, listing(service.settings.client_dir))
    if expected is None:
        assert found == []
    else:
        assert any(expected in line for line in found), found


async def test_nobody_else_is_asked_and_not_too_much_is_read(service: Service) -> None:
    asked: list[str] = []

    def elsewhere(path: str, answer: web.Response) -> web.Response:
        asked.append(path)
        return answer

    async with changed(service, elsewhere) as other:

        def change(path: str, answer: web.Response) -> web.Response:
            if path == "/":
                return web.Response(status=302, headers={"Location": f"{other}/"})
            if path == "/protection":
                answer.body = b" " * (LARGEST_PAGE + 1)
            return answer

        async with changed(service, change) as address:
            found = await compare(address, listing(service.settings.client_dir))
        assert asked == []
        assert f"/: answered with status 302 to '{other}/'" in found
        assert f"/protection: larger than {LARGEST_PAGE} bytes" in found


async def test_what_cannot_be_compared_has_a_status_of_its_own(service: Service, tmp_path: Path) -> None:
    client = service.settings.client_dir
    bad_list = tmp_path / "list"
    bad_list.write_text("<!doctype html>")
    empty = tmp_path / "empty"
    empty.mkdir()
    for said in (
        await run(service.url, client, "--list", str(bad_list)),
        await run(service.url, client, "--list", str(tmp_path / "none")),
        await run(service.url, empty),
        await run("http://127.0.0.1:1", client),
        await run("ftp://meet.example.org", client),
        await run(f"{service.url}/protection", client),
        await run("http://someone@127.0.0.1", client),
    ):
        assert said.returncode == 2, said
        assert "Traceback" not in said.stderr
        assert said.stderr


async def test_the_lists_of_the_command_and_of_the_service_are_one(service: Service) -> None:
    environ = {**os.environ, "FOLKMOOT_CLIENT_DIR": str(service.settings.client_dir)}
    printed = (await asyncio.to_thread(folkmoot, environ, "hashes")).stdout
    async with aiohttp.ClientSession() as session, session.get(f"{service.url}/assets/SHA256SUMS") as answer:
        assert await answer.text() == printed
    total = (await asyncio.to_thread(folkmoot, environ, "hashes", "--sum")).stdout
    assert total == f"{hashlib.sha256(printed.encode()).hexdigest()}\n"
