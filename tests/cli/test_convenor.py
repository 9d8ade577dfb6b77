"""`folkmoot convenor link`, and what a start prints while there is no convenor."""

import re
import signal
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.campaigns.visitor import PASSPHRASE
from tests.cli.program import Running, folkmoot, running, settings_for

LINK = re.compile(r"^http://localhost:\d+/signin/link/[A-Za-z0-9_-]{43}$")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return settings_for(tmp_path)


def printed(service: Running) -> str:
    """The link that a first start prints after its address."""
    assert service.process.stdout is not None
    for line in service.process.stdout:
        if LINK.fullmatch(line.rstrip("\n")):
            return line.rstrip("\n")
    raise AssertionError("no link")


def take(link: str, user: str) -> str:
    """Uses it; the page that comes."""
    fields = {"name": "Ingrid", "user": user, "pass": PASSPHRASE, "with": "passphrase"}
    request = urllib.request.Request(link, urlencode(fields).encode(), {"Sec-Fetch-Site": "same-origin"})  # noqa: S310 - our own http address
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
        return answer.read().decode()


def test_a_start_prints_a_link_while_there_is_no_convenor(environ: dict[str, str]) -> None:
    refused = folkmoot(environ, "convenor", "link")
    assert refused.returncode == 1
    assert "(data_missing)" in refused.stderr
    with running(environ) as service:
        first = printed(service)
        # Another one beside the running service, and for somebody who is not there.
        second = folkmoot(environ, "convenor", "link")
        assert second.returncode == 0, second.stderr
        line, sentence = second.stdout.splitlines()
        assert LINK.fullmatch(line)
        assert line != first
        assert "works once, until" in sentence
        assert "(convenor_unknown)" in folkmoot(environ, "convenor", "link", "--for", "ingrid").stderr
        assert "Keep these eight codes" in take(first, "ingrid")
        new = folkmoot(environ, "convenor", "link", "--for", "Ingrid")
        assert new.returncode == 0
        assert "Keep these eight codes" in take(new.stdout.splitlines()[0], "ingrid")
        service.end(signal.SIGINT)
    with running(environ) as service:
        service.end(signal.SIGINT)
        assert service.process.stdout is not None
        rest = service.process.stdout.read()
        assert "/signin/link/" not in service.said + rest
