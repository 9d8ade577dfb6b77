"""What the server must not know is nowhere in what it keeps: not in the database, not in the logs."""

import os
from base64 import b64encode
from pathlib import Path

import pytest

from tests.meet.test_epochs import people_in
from tests.person import Closed, Link, Person
from tests.service import make_settings, running_service

CONTROL = b"ciphertext-that-must-be-found"


def everything_below(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def ways_of(secret: bytes) -> list[bytes]:
    return [secret, b64encode(secret).rstrip(b"="), secret.hex().encode()]


async def test_nothing_secret_is_kept(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    link = Link()
    async with running_service(settings) as service:
        first, second = await people_in(service, 2, link)
        await first.say(1, CONTROL)
        await second.expect("entry", kind="message")
        lost = Person(service, Link(link.room))
        with pytest.raises(Closed):
            await lost.connect()
        await lost.close()
        await first.send({"t": "token"})
        media = (await first.expect("token"))["token"]
        await first.socket.send_str("no frame: " + os.urandom(9).hex())
        await first.closed()
        async with service.session.get(f"{service.url}/r/{link.room}?name=Anneliese#{link.secret.hex()}") as page:
            await page.read()
        async with service.session.get(f"{service.url}/engine/rtc/validate?access_token={media}") as answer:
            assert answer.status == 503
        kept = everything_below(settings.data_dir)
        assert CONTROL in kept, "the control must be found where ciphertext is"
        await second.close()
    said = (tmp_path / "log").read_bytes()
    for secret in (link.secret, link.token, lost.link.token, first.key.private_bytes_raw()):
        for way in ways_of(secret):
            assert way not in kept
            assert way not in said
    for unkept in (media.encode(), b"Anneliese"):
        assert unkept not in kept
        assert unkept not in said
    # The database has to know rooms and identities; logs do not, nor addresses, nor ciphertext.
    for identity in (link.room, first.identity, second.identity, lost.identity):
        assert identity.encode() not in said
    assert CONTROL not in said
    assert link.room.encode() in kept
