"""The visit of test_lan.py, which runs it where one network exists: `folkmoot run --lan`, and two people who open what it prints."""

import os
import re
import ssl
from hashlib import sha256
from pathlib import Path

import pytest
import segno

from tests.cli.program import Running, running, settings_for
from tests.journeys.conftest import Arrive
from tests.journeys.proxy import spki
from tests.journeys.test_public_host import both_see
from tests.meet.test_engine import sockets_of

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

ADDRESS = os.environ.get("LAN_ADDRESS", "")


async def test_two_people_come_in_by_what_it_prints(arrive: Arrive, tmp_path: Path) -> None:
    environ = settings_for(tmp_path)
    port = int(environ["FOLKMOOT_PORT"])
    with running(environ, "--lan") as service:
        assert service.address == f"https://{ADDRESS}:{port}"
        the_code_holds_the_address_only(service)
        the_fingerprint_is_the_one_served(service, port)
        only_the_chosen_address_is_open(service)
        authority = tmp_path / "var" / "lan" / "authority.pem"
        rules = f"MAP * ~NOTFOUND , EXCLUDE {ADDRESS}"
        flags = (f"--host-resolver-rules={rules}", f"--ignore-certificate-errors-spki-list={spki(authority)}")
        ada = await arrive("Ada", colour="red", flags=flags)
        link = await ada.start_conversation(service.address)
        await ada.enter()
        bo = await arrive("Bo", colour="green", size="phone", flags=flags)
        await bo.enter(link)
        await both_see(ada, bo)
        frames, _ = await bo.growth(3.0)
        assert max(frames.values()) >= 10, frames


def the_code_holds_the_address_only(service: Running) -> None:
    lines = [line for line in service.said.splitlines() if re.fullmatch("[ ▀▄█]+", line)]
    rows = [[sign in half for sign in line] for line in lines for half in ("▀█", "▄█")]
    wanted = [[bool(one) for one in row] for row in segno.make_qr(service.address, error="m").matrix_iter(border=2)]
    assert rows[: len(wanted)] == wanted


def the_fingerprint_is_the_one_served(service: Running, port: int) -> None:
    served = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((ADDRESS, port)))
    assert sha256(served).digest().hex(":").upper() in service.said


def only_the_chosen_address_is_open(service: Running) -> None:
    ours = {"".join(f"{int(part):02X}" for part in reversed(address.split("."))) for address in (ADDRESS, "127.0.0.1")}
    rows = [row for pid in (service.process.pid, *service.descendants()) for row in sockets_of(pid)]
    assert {row[1].partition(":")[0] for row in rows} == ours
