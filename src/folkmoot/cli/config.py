"""`folkmoot config`: complete files for a public host, to be looked at and put in place by whoever runs it.

What is printed goes into programs that run as root, so every word of it that was given is checked first.
"""

import re
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import click
import idna
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from folkmoot.base.settings import Settings, is_domain, is_ipv4
from folkmoot.meet.tokens import ENGINE_PATH
from folkmoot.web.app import BODY_MAX
from folkmoot.web.security import TRANSPORT_SECURITY

_TEMPLATES = Path(__file__).parent / "templates"
# Between nginx's two halves, on loopback.
INNER_PAGES, INNER_TURN = "127.0.0.1:8443", "127.0.0.1:8444"
# Where systemd shows the service what LoadCredential names.
CREDENTIALS = "/run/credentials/folkmoot.service"
USUAL_TCP_PORT, USUAL_TURN_PORT, TLS_PORT = 7881, 3478, 443
LETSENCRYPT = "/etc/letsencrypt/live/{}/{}.pem"
_PATH = re.compile(r"/[A-Za-z0-9._+@/-]+")


class Domain(click.ParamType[str]):
    """A name with a dot; one with other letters than ASCII's becomes its A-label (RFC 5891)."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name in ASCII and lower case."""
        text = str(value).removesuffix(".")
        try:
            domain = idna.encode(text, uts46=True, std3_rules=True).decode()
        except idna.IDNAError:
            domain = ""
        if not is_domain(domain):
            self.fail(f"{text!r} is no name of a host like meet.example.org.", param, ctx)
        return domain


class Ipv4(click.ParamType[str]):
    """An address like 192.0.2.10."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as it is."""
        if not is_ipv4(str(value)):
            self.fail(f"{value!r} is no IPv4 address like 192.0.2.10.", param, ctx)
        return str(value)


class File(click.ParamType[str]):
    """An absolute path that needs no quotes in any of the files."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The path as it is."""
        text = str(value)
        if _PATH.fullmatch(text) is None or ".." in PurePosixPath(text).parts:
            self.fail(f"{text!r} is no absolute path of letters, digits and . _ + @ -.", param, ctx)
        return text


_domain = click.option("--domain", type=Domain(), required=True, help="Name that people open.")
_turn = click.option("--turn", type=Domain(), help="Another name of this host, for TURN over TLS.")
_listen = click.option(
    "--listen", type=Ipv4(), multiple=True, help="Address that the proxy listens on; may be given twice. Otherwise all."
)
_certificate = click.option("--certificate", type=File(), help="PEM file with the certificate and its chain.")
_key = click.option("--key", type=File(), help="PEM file with its key.")
_turn_certificate = click.option("--turn-certificate", type=File(), help="The same for the name of TURN.")
_turn_key = click.option("--turn-key", type=File(), help="PEM file with its key.")
_address = click.option(
    "--address", type=Ipv4(), required=True, help="Address of this machine on which the engine takes media."
)


@click.group()
def config() -> None:
    """Print configuration for a public host; docs/operating.md tells where each goes."""


@config.command()
@_domain
@_turn
@_listen
@_certificate
@_key
@_turn_certificate
@_turn_key
@click.option("--address", type=Ipv4(), help="Address on which the engine takes media; needed with --turn.")
def nginx(**given: Any) -> None:
    """Print /etc/nginx/nginx.conf."""
    turn, listen = given["turn"], given["listen"]
    if turn and not given["address"]:
        raise click.UsageError("--turn needs --address too: where the engine takes media.")
    places = [f"{address}:" for address in listen] or ["", "[::]:"]
    inner = [f"{INNER_PAGES} ssl http2 proxy_protocol"]
    _print(
        "nginx.conf",
        domain=given["domain"],
        turn=turn,
        places=places,
        page_listens=inner if turn else [f"{place}{TLS_PORT} ssl http2" for place in places],
        inner_pages=INNER_PAGES,
        inner_turn=INNER_TURN,
        engine_address=given["address"],
        **_pair(given, "", given["domain"], usual=True),
        **_pair(given, "turn_", turn, usual=True),
    )


@config.command()
@_domain
@_turn
@_listen
@_certificate
@_key
def caddy(**given: Any) -> None:
    """Print /etc/caddy/Caddyfile. Without --certificate, Caddy gets one by itself."""
    if given["turn"] and not given["listen"]:
        raise click.UsageError(
            "Caddy cannot share port 443 with TURN: say with --listen which address it has, and give the engine "
            "another one, or use nginx."
        )
    pair = _pair(given, "", given["domain"], usual=False)
    _print("Caddyfile", domain=given["domain"], turn=given["turn"], listen=given["listen"], **pair)


@config.command()
@_domain
@_address
@click.option("--public-address", type=Ipv4(), help="Address that the internet has for it, if a router translates.")
@_turn
@click.option("--turn-alone", is_flag=True, help="No proxy ends TLS for TURN: it has port 443 of ADDRESS for itself.")
def environment(**given: Any) -> None:
    """Print /etc/folkmoot/environment: the settings that go with the proxy."""
    if given["turn_alone"] and not given["turn"]:
        raise click.UsageError("--turn-alone needs --turn too: the name of TURN.")
    settings = Settings.from_environ()
    alone = given["turn_alone"]
    _print(
        "environment",
        domain=given["domain"],
        address=given["address"],
        public_address=given["public_address"],
        turn=given["turn"],
        engine_tcp_port=settings.engine_tcp_port or USUAL_TCP_PORT,
        turn_udp_port=settings.turn_udp_port or USUAL_TURN_PORT,
        turn_tls_port=TLS_PORT if alone else settings.turn_tls_port,
        turn_certificate=f"{CREDENTIALS}/turn.crt" if alone else "",
        turn_key=f"{CREDENTIALS}/turn.key" if alone else "",
    )


@config.command()
@_turn_certificate
@_turn_key
def systemd(**given: Any) -> None:
    """Print /etc/systemd/system/folkmoot.service."""
    program = Path(sys.argv[0]).absolute()
    if _PATH.fullmatch(str(program)) is None:
        raise click.UsageError(f"The program is at {str(program)!r}, which a unit cannot name: install it in /opt.")
    home = "read-only" if program.parts[1] in ("home", "root") else "yes"
    _print("folkmoot.service", program=program, home=home, **_pair(given, "turn_", None, usual=False))


def _pair(given: dict[str, Any], prefix: str, name: str | None, *, usual: bool) -> dict[str, str]:
    """Certificate and key as given, or where Let's Encrypt's client keeps them."""
    certificate, key = given.get(f"{prefix}certificate"), given.get(f"{prefix}key")
    if bool(certificate) != bool(key):
        option = prefix.replace("_", "-")
        raise click.UsageError(f"--{option}certificate and --{option}key go together.")
    if usual and name and not certificate:
        certificate, key = LETSENCRYPT.format(name, "fullchain"), LETSENCRYPT.format(name, "privkey")
    return {f"{prefix}certificate": certificate or "", f"{prefix}key": key or ""}


def _print(template: str, **given: object) -> None:
    settings = Settings.from_environ()
    shared: dict[str, object] = {
        "port": settings.port,
        "engine_port": settings.engine_port,
        "engine_udp_port": settings.engine_udp_port,
        "turn_tls_port": settings.turn_tls_port,
        "engine_path": ENGINE_PATH,
        "body_max": BODY_MAX,
        "transport_security": TRANSPORT_SECURITY,
    }
    files = Environment(  # noqa: S701 - no HTML: what goes in is checked above, word by word
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    click.echo(files.get_template(template).render(shared | given), nl=False)
