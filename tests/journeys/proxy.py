"""A proxy as an operator runs it: nginx or Caddy with what `folkmoot config` prints, and a certificate of the test's own authority."""

import asyncio
import base64
import contextlib
import http.client
import os
import socket
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from tests.authority import Authority, Pair
from tests.cli.test_config import needs, printed, settings_of
from tests.journeys.service import Service
from tests.service import free_port

NAME, TURN = "meet.folkmoot.test", "turn.folkmoot.test"
ENGINE = "127.0.0.1"


@dataclass
class PublicHost:
    """The whole set-up: names that lead to `address`, port 443, and browsers that know the authority."""

    kind: str
    address: str
    service: Service
    authority: Authority
    pages: Pair

    @property
    def origin(self) -> str:
        return f"https://{NAME}"

    @property
    def flags(self) -> tuple[str, ...]:
        """For Chromium: the names, and the one key that is trusted although no public authority knows it."""
        rules = f"MAP {NAME} {self.address} , MAP {TURN} {self.address} , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE {self.address}"
        return (f"--host-resolver-rules={rules}", f"--ignore-certificate-errors-spki-list={spki(self.authority.file)}")

    def ask(
        self, path: str, headers: dict[str, str] | None = None, *, post: bytes | None = None
    ) -> tuple[int, list[tuple[str, str]], str]:
        """Status, headers and body as a client gets them that trusts the authority alone."""
        context = ssl.create_default_context(cafile=self.authority.file)
        with contextlib.closing(http.client.HTTPSConnection(NAME, context=context, timeout=10)) as connection:
            plain = socket.create_connection((self.address, 443), timeout=10)
            connection.sock = context.wrap_socket(plain, server_hostname=NAME)
            connection.request("GET" if post is None else "POST", path, post, headers or {})
            answer = connection.getresponse()
            try:
                body = answer.read()
            except http.client.IncompleteRead as cut:
                # Who is refused in the middle of a long request may lose the end of the answer with the connection (RFC 9112 section 9.6).
                body = cut.partial
            return answer.status, answer.getheaders(), body.decode(errors="replace")


def spki(file: Path) -> str:
    """What Chromium calls a key: SHA-256 of the SubjectPublicKeyInfo of the file's first certificate."""
    key = x509.load_pem_x509_certificate(file.read_bytes()).public_key()
    digest = hashes.Hash(hashes.SHA256())
    digest.update(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))
    return base64.b64encode(digest.finalize()).decode()


@asynccontextmanager
async def public_host(kind: str, address: str, folder: Path) -> AsyncGenerator[PublicHost]:
    """Folkmoot and the proxy, both ended with the block."""
    program = needs(kind)
    authority = Authority(folder)
    pages, relay = authority.vouch(NAME), authority.vouch(TURN)
    ports = {
        "FOLKMOOT_PORT": str(free_port()),
        "FOLKMOOT_ENGINE_PORT": str(free_port()),
        "FOLKMOOT_ENGINE_UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
        "FOLKMOOT_ENGINE_TCP_PORT": str(free_port()),
        "FOLKMOOT_TURN_UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
        "FOLKMOOT_TURN_TLS_PORT": str(free_port()),
    }
    turn = ["--turn", TURN] if kind == "nginx" else []
    settings = settings_of(printed("environment", "--domain", NAME, "--address", ENGINE, *turn, **ports))
    service = Service(folder / "var", port=int(ports["FOLKMOOT_PORT"]), settings=settings)
    given = [
        "--domain",
        NAME,
        "--listen",
        address,
        "--certificate",
        str(pages.certificate),
        "--key",
        str(pages.key),
        *turn,
    ]
    if turn:
        given += ["--turn-certificate", str(relay.certificate), "--turn-key", str(relay.key), "--address", ENGINE]
    file = folder / f"{kind}.conf"
    file.write_text(printed(kind, *given, **ports))
    command = {
        "nginx": [program, "-c", str(file), "-g", f"daemon off; pid {folder}/pid;"],
        "caddy": [program, "run", "--adapter", "caddyfile", "--config", str(file)],
    }[kind]
    await service.start()
    try:
        async with _running(command, folder, address):
            yield PublicHost(kind, address, service, authority, pages)
    finally:
        await service.stop()


@asynccontextmanager
async def _running(command: list[str], folder: Path, address: str) -> AsyncGenerator[None]:
    environ = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    log = folder / "proxy.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(*command, env=environ, stdout=output, stderr=output)
    try:
        for _ in range(100):
            assert process.returncode is None, log.read_text()
            with contextlib.suppress(OSError):
                _reader, writer = await asyncio.open_connection(address, 443)
                writer.close()
                break
            await asyncio.sleep(0.1)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
