"""Every setting, from `FOLKMOOT_*` environment variables, explained beside its field.

`FOLKMOOT_PORT=9000` sets `port`. Two may hold a secret: the address of a PostgreSQL database, and what this service
shows the institution's login. The engine's key is made at each start and lives in memory only.
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from folkmoot.base.errors import BadSettingError
from folkmoot.base.secret import Secret

PREFIX = "FOLKMOOT_"
_SOURCE = Path(__file__).resolve().parents[3]
_PACKAGE = Path(__file__).resolve().parents[1]
DOMAIN_MAX = 253
LAN_AUTO = "auto"
_DATABASES = (b"postgresql://", b"postgres://")
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def _default_client_dir() -> Path:
    packaged = _PACKAGE / "web" / "client"
    return packaged if packaged.is_dir() else _SOURCE / "client" / "dist"


def _doc(text: str, **limits: Any) -> msgspec.Meta:
    return msgspec.Meta(description=text, **limits)


Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
PortOrNone = Annotated[int, msgspec.Meta(ge=0, le=65535)]
# What LiveKit takes for a name as well, and nothing that would mean something in a configuration file.
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this process runs. Made once, passed on, never changed."""

    host: Annotated[str, _doc("Address that the web server listens on. Loopback until a proxy stands before it.")] = (
        "127.0.0.1"
    )
    port: Annotated[Port, _doc("TCP port of the web server.")] = 8420
    data_dir: Annotated[Path, _doc("Folder for the database and whatever else is kept. Made when missing.")] = Path(
        "var"
    )
    database_url: Annotated[
        Secret,
        _doc("PostgreSQL database, like postgresql://user@host/database; never shown. Empty: a file in that folder."),
    ] = msgspec.field(default_factory=lambda: Secret(""))
    public_origin: Annotated[
        str, _doc("Scheme, host and port that people open, like https://meet.example.org. Empty: localhost.")
    ] = ""
    instance_name: Annotated[str, _doc("What pages call this service.", min_length=1, max_length=80)] = "Folkmoot"
    time_zone: Annotated[
        str, _doc("Where the days of campaigns begin and end: a name of the IANA database, like Europe/Oslo.")
    ] = "UTC"
    client_dir: Annotated[Path, _doc("The built client.")] = msgspec.field(default_factory=_default_client_dir)
    lan: Annotated[
        str,
        _doc("Local address to serve a network on, over HTTPS with a certificate made here; auto: choose. Empty: off."),
    ] = ""
    lan_name: Annotated[str, _doc("Name of this machine there, like desk.local. Empty: its host name with .local.")] = (
        ""
    )
    trusted_proxy: Annotated[
        str, _doc("Address of the one proxy whose X-Forwarded-For is believed. Empty: nobody's.")
    ] = ""

    engine_binary: Annotated[Path, _doc("The LiveKit server that the build made from engine/go.mod.")] = (
        _SOURCE / "engine" / "bin" / "livekit-server"
    )
    engine_port: Annotated[Port, _doc("TCP port of the engine's signalling and control, on loopback.")] = 7880
    engine_udp_port: Annotated[Port, _doc("UDP port over which all media goes.")] = 7882
    engine_address: Annotated[
        str, _doc("IPv4 address of this machine on which the engine takes media. Loopback: this machine only.")
    ] = "127.0.0.1"
    engine_public_address: Annotated[
        str, _doc("IPv4 address that browsers are told instead, when a router translates it. Empty: the one above.")
    ] = ""
    engine_tcp_port: Annotated[
        PortOrNone, _doc("TCP port for media where UDP is closed, on every interface. 0: none.")
    ] = 0
    turn_udp_port: Annotated[
        PortOrNone, _doc("UDP port of the engine's TURN server, at the engine's address. 0: no TURN.")
    ] = 0
    turn_domain: Annotated[
        str, _doc("Name under which browsers reach TURN over TLS, always at TCP port 443. Empty: TURN over UDP only.")
    ] = ""
    turn_tls_port: Annotated[
        Port, _doc("TCP port at the engine's address on which TURN over TLS arrives, from the proxy that ends TLS.")
    ] = 5349
    turn_certificate: Annotated[
        str, _doc("PEM file with the certificate of the TURN name, if no proxy ends TLS before TURN. Empty: one does.")
    ] = ""
    turn_key: Annotated[str, _doc("PEM file with the key of that certificate.")] = ""
    metrics_port: Annotated[Port, _doc("TCP port for Prometheus, on loopback. Counts only.")] = 8421

    away_seconds: Annotated[
        float, _doc("How long a broken connection may take to come back before the person has left.", gt=0)
    ] = 120.0
    reload_seconds: Annotated[float, _doc("The same for a page that closed it, as a reload does.", gt=0)] = 6.0
    keep_minutes: Annotated[float, _doc("How long a room with nobody in it is kept before it is erased.", gt=0)] = 5.0
    unused_room_hours: Annotated[float, _doc("How long a room is kept that nobody has entered.", gt=0)] = 24.0
    ended_room_seconds: Annotated[
        float, _doc("How long a room that a moderator has ended says so before it is erased.", gt=0)
    ] = 60.0
    room_capacity: Annotated[int, _doc("Most people in a room that is joined by link.", ge=2, le=50)] = 12
    room_log_mebibytes: Annotated[
        int, _doc("Size of a room's log from which on its older half is dropped.", ge=1, le=4096)
    ] = 64
    engine_token_seconds: Annotated[int, _doc("Life of a LiveKit access token.", ge=30, le=3600)] = 300

    rooms_per_hour: Annotated[int, _doc("Rooms that one address may make in an hour.", ge=1)] = 60
    joins_per_minute: Annotated[int, _doc("Connections to rooms that one address may open in a minute.", ge=1)] = 120
    frames_per_second: Annotated[int, _doc("Frames a second that one connection may send for long.", ge=1)] = 40
    frames_burst: Annotated[int, _doc("Frames that one connection may send at once.", ge=1)] = 200
    queue_bytes: Annotated[int, _doc("Bytes that may wait for a slow reader.", ge=65536)] = 4 * 1024 * 1024
    queue_frames: Annotated[int, _doc("Frames that may wait for a slow reader.", ge=16)] = 1024

    voice_batch: Annotated[int, _doc("Requests for a voice that are signed together.", ge=1, le=500)] = 20
    voice_batch_minutes: Annotated[
        float, _doc("How long the first of a batch waits at most; then those who have come are signed.", gt=0)
    ] = 10.0
    gate_requests_per_minute: Annotated[
        int, _doc("Requests for a voice that one address may make in a minute; a school may be one address.", ge=1)
    ] = 60
    gate_misses_per_hour: Annotated[int, _doc("Codes that are none which one address may try in an hour.", ge=1)] = 30
    link_voices_per_hour: Annotated[
        int, _doc("Voices that one address may ask for in an hour where anybody may take part.", ge=1)
    ] = 20
    mails_per_hour: Annotated[int, _doc("Mails with a code that one address may have sent in an hour.", ge=1)] = 5
    acts_per_minute: Annotated[
        int, _doc("Voices taken up, and acts of voices, that one address may send in a minute.", ge=1)
    ] = 120
    smtp_host: Annotated[str, _doc("Mail server that takes mails with codes. Empty: no mails.")] = ""
    smtp_port: Annotated[Port, _doc("TCP port of the mail server.")] = 587
    smtp_security: Annotated[
        Literal["starttls", "tls", "none"], _doc("How the way to the mail server is encrypted. none: loopback only.")
    ] = "starttls"
    smtp_user: Annotated[str, _doc("Name to sign in at the mail server with. Empty: without.")] = ""
    smtp_password_file: Annotated[str, _doc("File that holds the password for it, and nothing else.")] = ""
    mail_from: Annotated[str, _doc("Sender of mails, like Folkmoot <moot@example.org>.")] = ""
    login_issuer: Annotated[
        str,
        _doc(
            "Issuer of your own login (OpenID Connect), like https://login.example.org; asked there only. Empty: none."
        ),
    ] = ""
    login_client_id: Annotated[str, _doc("What this service is called there: its client id.")] = ""
    login_client_secret: Annotated[
        Secret, _doc("The client secret that the login gave for it; never shown. Empty: it is in the file.")
    ] = msgspec.field(default_factory=lambda: Secret(""))
    login_client_secret_file: Annotated[str, _doc("File that holds the client secret, and nothing else.")] = ""
    witnesses: Annotated[
        str, _doc("Witnesses that countersign the record, as KEY@ADDRESS, with spaces between them. Empty: none.")
    ] = ""
    witnesses_needed: Annotated[
        int, _doc("How many of them a checkpoint needs before it is shown as countersigned; at most all.", ge=1)
    ] = 1
    witness_seconds: Annotated[float, _doc("Shortest time between two checkpoints that they are sent.", gt=0)] = 5.0

    log_level: Annotated[Literal["debug", "info", "warning", "error"], _doc("Least severity that is logged.")] = "info"
    log_format: Annotated[Literal["json", "console"], _doc("JSON lines, or lines for a terminal.")] = "console"

    def __post_init__(self) -> None:
        if not self.public_origin:
            msgspec.structs.force_setattr(self, "public_origin", f"http://localhost:{self.port}")
        parts = urlsplit(self.public_origin)
        rebuilt = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme not in ("http", "https") or not parts.hostname or rebuilt != self.public_origin:
            raise BadSettingError(
                "FOLKMOOT_PUBLIC_ORIGIN must look like https://meet.example.org, with no path behind it."
            )
        self._check_addresses()
        self._check_mail()
        self._check_login()
        self._check_relay()
        if self.database_url.reveal() and not self.database_url.reveal().startswith(_DATABASES):
            raise BadSettingError("FOLKMOOT_DATABASE_URL must look like postgresql://user@host:5432/database.")
        if not _is_zone(self.time_zone):
            raise BadSettingError("FOLKMOOT_TIME_ZONE must be a name that this machine knows, like Europe/Oslo.")

    def _check_addresses(self) -> None:
        addresses = {"engine_address": self.engine_address, "engine_public_address": self.engine_public_address}
        for field, address in addresses.items():
            if not is_ipv4(address) and (address or field == "engine_address"):
                raise BadSettingError(f"{PREFIX}{field.upper()} must be an IPv4 address like 192.0.2.10.")
        if self.lan not in ("", LAN_AUTO) and not is_ipv4(self.lan):
            raise BadSettingError(f"FOLKMOOT_LAN must be {LAN_AUTO} or an IPv4 address like 192.168.1.20.")
        if self.lan_name and not is_domain(self.lan_name):
            raise BadSettingError("FOLKMOOT_LAN_NAME must be a name like desk.local.")

    def _check_mail(self) -> None:
        if self.smtp_host and not self.mail_from:
            raise BadSettingError("FOLKMOOT_SMTP_HOST needs FOLKMOOT_MAIL_FROM too: whom mails come from.")
        if self.smtp_user and not self.smtp_password_file:
            raise BadSettingError("FOLKMOOT_SMTP_USER needs FOLKMOOT_SMTP_PASSWORD_FILE too.")
        if self.smtp_security == "none" and self.smtp_host not in ("", *_LOOPBACK_HOSTS):
            raise BadSettingError("FOLKMOOT_SMTP_SECURITY may be none only where FOLKMOOT_SMTP_HOST is this machine.")

    def _check_login(self) -> None:
        if not self.login_issuer:
            return
        parts = urlsplit(self.login_issuer)
        # OpenID Connect Discovery 1.0 section 3; without TLS only on this machine, where tests have it.
        over_tls = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK_HOSTS)
        if not over_tls or not parts.hostname or parts.query or parts.fragment or parts.username:
            raise BadSettingError("FOLKMOOT_LOGIN_ISSUER must look like https://login.example.org.")
        if not self.login_client_id:
            raise BadSettingError("FOLKMOOT_LOGIN_ISSUER needs FOLKMOOT_LOGIN_CLIENT_ID too.")
        if bool(self.login_client_secret.reveal()) == bool(self.login_client_secret_file):
            raise BadSettingError(
                "FOLKMOOT_LOGIN_ISSUER needs FOLKMOOT_LOGIN_CLIENT_SECRET_FILE or FOLKMOOT_LOGIN_CLIENT_SECRET: one of"
                " them, with the secret that the login shows where you register this service."
            )

    def _check_relay(self) -> None:
        if self.turn_domain and not is_domain(self.turn_domain):
            raise BadSettingError("FOLKMOOT_TURN_DOMAIN must be a name like turn.example.org.")
        if self.turn_domain and not self.turn_udp_port:
            # It is the STUN server too; without one LiveKit would name those of others.
            raise BadSettingError("FOLKMOOT_TURN_DOMAIN needs FOLKMOOT_TURN_UDP_PORT too: set it, 3478 is usual.")
        if bool(self.turn_certificate) != bool(self.turn_key):
            raise BadSettingError("FOLKMOOT_TURN_CERTIFICATE and FOLKMOOT_TURN_KEY go together: set both or neither.")

    @property
    def origins(self) -> frozenset[str]:
        """Values of the `Origin` header that are ours.

        On this machine `localhost` and `127.0.0.1` are the same service to a person, so both are.
        """
        parts = urlsplit(self.public_origin)
        if self.lan_name and self.lan:
            return frozenset({self.public_origin, f"https://{self.lan_name}:{self.port}"})
        if parts.hostname not in _LOOPBACK_HOSTS or parts.scheme != "http":
            return frozenset({self.public_origin})
        port = parts.port or 80
        suffix = "" if port == 80 else f":{port}"
        return frozenset({self.public_origin, f"http://localhost{suffix}", f"http://127.0.0.1{suffix}"})

    @property
    def zone(self) -> tzinfo:
        """The time zone."""
        return UTC if self.time_zone == "UTC" else ZoneInfo(self.time_zone)

    @property
    def media_address(self) -> str:
        """The address that browsers send media to."""
        return self.engine_public_address or self.engine_address

    @property
    def database_path(self) -> Path:
        """The SQLite file, if there is no `database_url`."""
        return self.data_dir / "folkmoot.db"

    @property
    def record_dir(self) -> Path:
        """The folder of the public record."""
        return self.data_dir / "record"

    @property
    def record_origin(self) -> str:
        """What a record that begins here is called: its address without the scheme (C2SP tlog-checkpoint)."""
        return f"{urlsplit(self.public_origin).netloc}/record/log"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Reads the variables; raises `BadSettingError` that names the variable and says what it must be."""
        source = os.environ if environ is None else environ
        given = {name: source[variable] for name, variable in variables().items() if variable in source}
        try:
            return msgspec.convert(given, cls, strict=False, dec_hook=_decode)
        except msgspec.ValidationError as error:
            raise BadSettingError(_explain(error, given)) from None


def is_ipv4(text: str) -> bool:
    """True for an address like 192.0.2.10."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def _is_zone(name: str) -> bool:
    try:
        # UTC needs no database of zones.
        return name == "UTC" or ZoneInfo(name).key == name
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False


def is_domain(text: str) -> bool:
    """True for a name with a dot, in lower case and ASCII, whose last part is no number (RFC 1123 section 2.1)."""
    return len(text) <= DOMAIN_MAX and _NAME.fullmatch(text) is not None and not text.rpartition(".")[2].isdigit()


def variables() -> dict[str, str]:
    """Field name -> environment variable."""
    return {field.name: PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings)}


def explanations() -> dict[str, str]:
    """Field name -> the sentence beside the field."""
    described = msgspec.inspect.type_info(Settings)
    assert isinstance(described, msgspec.inspect.StructType)
    sentences: dict[str, str] = {}
    for field in described.fields:
        notes = cast("dict[str, str]", getattr(field.type, "extra_json_schema", None) or {})
        sentences[field.name] = notes.get("description", "")
    return sentences


def unknown_variables(environ: Mapping[str, str] | None = None) -> list[str]:
    """`FOLKMOOT_*` variables that are no setting: mostly a slip of the pen, which `folkmoot doctor` points out."""
    source = os.environ if environ is None else environ
    known = set(variables().values())
    return sorted(name for name in source if name.startswith(PREFIX) and name not in known)


def _decode(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str) and value:
        return Path(value).expanduser()
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise ValueError("Expected a path")


def _explain(error: msgspec.ValidationError, given: Mapping[str, str]) -> str:
    # msgspec ends its message with "- at `$.port`", which is the only place where it names the field.
    reason, _, where = str(error).partition(" - at `$.")
    name = where.rstrip("`")
    return f"{PREFIX}{name.upper()}: {reason}. It is now {given.get(name, '')!r}."
