"""What `folkmoot run` prints when it runs: the address, and for a local network what a phone needs to come in."""

from folkmoot.base.settings import Settings
from folkmoot.web.certificate import LanCertificate

QUIET_ZONE = 2
# Upper and lower half of one character are two modules of the code: (upper is dark, lower is dark).
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
BLACK_ON_WHITE, PLAIN = "\x1b[30;107m", "\x1b[0m"
STOP = "Press Ctrl-C to stop it."


def on_this_machine(settings: Settings) -> str:
    """For loopback, and behind a proxy."""
    return f"Folkmoot is running at {settings.public_origin}\n{STOP}"


def on_the_network(settings: Settings, certificate: LanCertificate, others: list[str], *, colours: bool) -> str:
    """The code holds the address and nothing else: whoever photographs the screen learns of no room."""
    choices = [f"Also possible: folkmoot run --lan {other}" for other in others]
    return "\n".join(
        [
            f"Folkmoot is running at {settings.public_origin}",
            *choices,
            "",
            *code(settings.public_origin, colours=colours),
            "",
            "The browser will warn: this machine made the certificate, and nobody vouches for it.",
            "It is the right one if its SHA-256 fingerprint is",
            certificate.fingerprint,
            f"It ends on {certificate.ends:%Y-%m-%d}. A phone that trusts {certificate.authority} does not warn.",
            STOP,
        ]
    )


def code(text: str, *, colours: bool) -> list[str]:
    """Lines that show a QR code of `text`. Without `colours` they are to be read on a light ground."""
    import segno  # noqa: PLC0415 - every start waits for imports, and most show no code

    rows = [[bool(module) for module in row] for row in segno.make_qr(text, error="m").matrix_iter(border=QUIET_ZONE)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    lines = [
        "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]
    return [f"{BLACK_ON_WHITE}{line}{PLAIN}" for line in lines] if colours else lines
