"""Serving a local network: which address, which name, and the settings that follow from them."""

import fcntl
import ipaddress
import socket
import struct
import sys

import msgspec

from folkmoot.base.errors import BadSettingError, FolkmootError
from folkmoot.base.settings import LAN_AUTO, Settings, is_domain

# Only asks the kernel which way it would take: connecting a UDP socket sends nothing (RFC 5737 address).
FAR_AWAY = ("192.0.2.1", 9)
# linux/sockios.h: the IPv4 address of an interface.
SIOCGIFADDR = 0x8915
IFREQ_BYTES = 40
FALLBACK_NAME = "folkmoot.local"


class NoNetworkError(FolkmootError):
    """No interface has an address that others could reach."""

    code = "no_network"
    sentence = (
        "This machine has no address on a local network: connect it to one, or say which address to use with "
        "--lan ADDRESS."
    )


class PublicAddressError(FolkmootError):
    """The internet would reach it."""

    code = "public_address"


def on_network(settings: Settings) -> tuple[Settings, list[str]]:
    """The settings for serving `settings.lan`, and the other addresses that could have been chosen.

    Raises `NoNetworkError`, `PublicAddressError`, and `BadSettingError` when another setting says otherwise.
    """
    if settings.public_origin != f"http://localhost:{settings.port}":
        raise BadSettingError("FOLKMOOT_LAN makes the address that people open: unset FOLKMOOT_PUBLIC_ORIGIN.")
    own = addresses()
    address = _chosen(own) if settings.lan == LAN_AUTO else settings.lan
    name = settings.lan_name or f"{socket.gethostname().partition('.')[0].lower()}.local"
    served = msgspec.structs.replace(
        settings,
        host=address,
        public_origin=f"https://{address}:{settings.port}",
        lan=address,
        lan_name=name if is_domain(name) else FALLBACK_NAME,
        engine_address=address,
        engine_public_address="",
        # LiveKit's TCP listener would be open on every interface.
        engine_tcp_port=0,
    )
    return served, [other for other in own if other != address]


def addresses() -> list[str]:
    """IPv4 addresses that another machine could reach, the one of the way out first."""
    found = [_way_out(), *(_address_of(interface) for _, interface in socket.if_nameindex())]
    return list(dict.fromkeys(address for address in found if address and _is_reachable(address)))


def _chosen(own: list[str]) -> str:
    if not own:
        raise NoNetworkError
    for address in own:
        if not ipaddress.IPv4Address(address).is_global:
            return address
    raise PublicAddressError(
        f"The address of this machine, {own[0]}, can be reached from the internet. docs/operating.md tells how to run "
        f"a public service; to serve it all the same, use --lan {own[0]}."
    )


def _is_reachable(address: str) -> bool:
    parsed = ipaddress.IPv4Address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)


def _way_out() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(FAR_AWAY)
        except OSError:
            return ""  # no way out, as in a network without a router
        return str(probe.getsockname()[0])


def _address_of(interface: str) -> str:
    if sys.platform != "linux":
        return ""  # elsewhere the way out has to do, or the address is given
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, struct.pack(f"{IFREQ_BYTES}s", interface.encode()))
        except OSError:
            return ""  # it has none
        return socket.inet_ntoa(answer[20:24])
