"""What LiveKit is told: addresses, ports, codecs, limits, and its TURN server.

LiveKit's `pkg/config/config.go` (v1.13.5) names the fields and refuses unknown ones. Nothing here is secret: the key
goes by environment.
"""

import ipaddress
import os

from folkmoot.base.settings import Settings

LOOPBACK = "127.0.0.1"
# An empty list would make every client ask Google and Twilio. Nobody listens there; nobody has to.
NO_STUN_SERVER = f"{LOOPBACK}:3478"
TRACKS_PER_CORE = 2000
# The delivery service decides who is in. This only stops a flood, and leaves room for those whose broken connection
# the engine has not yet given up.
SPARE_PLACES = 4
# Between this machine's TURN server and its engine; no firewall has to know them.
RELAY_PORTS = (30000, 40000)


def configuration(settings: Settings) -> dict[str, object]:
    """The content of `engine.yaml`."""
    return {
        "port": settings.engine_port,
        "bind_addresses": [LOOPBACK],
        "rtc": _media(settings),
        "room": {
            "auto_create": False,
            "max_participants": settings.room_capacity + SPARE_PLACES,
            "enabled_codecs": [{"mime": "audio/opus"}, {"mime": "video/vp8"}, {"mime": "video/rtx"}],
        },
        "limit": {"num_tracks": TRACKS_PER_CORE * (os.cpu_count() or 1)},
        "logging": {"json": True, "level": "warn", "pion_level": "error"},
        "turn": _relay(settings),
    }


def _media(settings: Settings) -> dict[str, object]:
    stun = f"{settings.media_address}:{settings.turn_udp_port}" if settings.turn_udp_port else NO_STUN_SERVER
    return {
        "udp_port": settings.engine_udp_port,
        "tcp_port": settings.engine_tcp_port,
        "node_ip": settings.media_address,
        "use_external_ip": False,
        "use_mdns": False,
        "enable_loopback_candidate": ipaddress.IPv4Address(settings.engine_address).is_loopback,
        # Of UDP it opens this address only. Its TCP listener takes no address (rtcconfig/webrtc_config.go).
        "ips": {"includes": [f"{settings.engine_address}/32"]},
        "stun_servers": [stun],
    }


def _relay(settings: Settings) -> dict[str, object]:
    if not settings.turn_udp_port:
        return {"enabled": False}
    relay: dict[str, object] = {
        "enabled": True,
        "udp_port": settings.turn_udp_port,
        # Every interface, if it is not said.
        "bind_addresses": [settings.engine_address],
        "relay_range_start": RELAY_PORTS[0],
        "relay_range_end": RELAY_PORTS[1],
        "allow_restricted_peer_cidrs": [f"{settings.media_address}/32"],
        "deny_peer_cidrs": _all_but(settings.media_address),
    }
    if settings.turn_domain:
        relay |= {
            "domain": settings.turn_domain,
            "tls_port": settings.turn_tls_port,
            "external_tls": not settings.turn_certificate,
            "cert_file": settings.turn_certificate,
            "key_file": settings.turn_key,
        }
    return relay


def _all_but(address: str) -> list[str]:
    """Whoever may join a room may use the relay: it leads to the engine, and to nobody else's machine."""
    others = ipaddress.IPv4Network("0.0.0.0/0").address_exclude(ipaddress.IPv4Network(f"{address}/32"))
    return [*sorted(str(network) for network in others), "::/0"]
