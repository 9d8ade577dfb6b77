"""No settings or token object gives its value away, however it is printed or logged."""

import copy
import io
import json
import logging
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

from folkmoot.base import log
from folkmoot.base.clock import Clock
from folkmoot.base.ids import Address, Identity, RoomId
from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings
from folkmoot.meet.engine import Engine
from folkmoot.meet.tokens import Admission

VALUE = "correct-horse-battery-staple-and-more"


class LaterClock(Clock):
    """A clock whose day can be changed."""

    day = 0

    def now(self) -> float:
        return float(self.day * log.SECONDS_PER_DAY)


def logged(text_format: str, clock: Clock | None = None) -> tuple[io.StringIO, log.Pseudonyms]:
    stream = io.StringIO()
    settings = Settings.from_environ({"FOLKMOOT_LOG_FORMAT": text_format, "FOLKMOOT_LOG_LEVEL": "debug"})
    return stream, log.configure(settings, clock or Clock(), stream)


def every_way(value: Any) -> list[str]:
    formatted = [f"{value}", f"{value!r:>40}", "%s" % value, "%r" % (value,)]  # noqa: UP031 - that way too
    return [repr(value), str(value), *formatted, repr([value]), repr({"k": value})]


def fail(text: str) -> None:
    raise ValueError(text)


def test_a_secret_is_not_printed() -> None:
    secret = Secret(VALUE)
    assert secret.reveal_text() == VALUE
    assert all(VALUE not in text for text in every_way(secret))
    assert not hasattr(secret, "__dict__")
    for take in (pickle.dumps, copy.copy, copy.deepcopy, hash, json.dumps):
        with pytest.raises(TypeError):
            take(secret)
    assert secret == Secret(VALUE.encode())
    assert secret != Secret("another")
    assert secret != VALUE


@pytest.mark.parametrize("text_format", ["json", "console"])
def test_what_may_not_be_logged_is_not_found(text_format: str, tmp_path: Path) -> None:
    stream, _ = logged(text_format)
    clock = Clock()
    settings = Settings(data_dir=tmp_path)
    engine = Engine(settings, clock, Secret(VALUE))
    admission = Admission(settings, engine)
    room, identity = RoomId.of(b"r" * 16), Identity.of(b"i" * 16)
    access = admission.token(room, identity)
    address = Address("203.0.113.7")
    forbidden = [VALUE, VALUE.encode().hex(), room, identity, access.token, access.token.split(".")[2], str(address)]
    forbidden += ["2001:db8::17", "Anneliese"]
    ours, theirs = log.logger("test"), logging.getLogger("somebody.else")
    objects = [settings, engine, engine.api_secret, admission, access, room, identity, address]
    for thing in objects:
        ours.info("said", thing=thing, things=[thing], token=thing)
        ours.info(f"said {thing!r}")
        theirs.warning("said %r %s", thing, [thing])
    ours.info("by key", name="Anneliese", display_name="Anneliese", body=VALUE, query=VALUE, link=VALUE)
    theirs.warning("by pattern /r/%s?access_token=%s", str(room), access.token)
    theirs.warning("by pattern %s [%s]:443 %s", str(identity), "2001:db8::17", str(address))
    try:
        fail(f"{room} {access.token} {address}")
    except ValueError:
        ours.exception("failed")
        theirs.exception("failed")
    ours.info("the control is found")
    said = stream.getvalue()
    assert "the control is found" in said
    assert [value for value in forbidden if value in said] == []


def test_pseudonyms_last_a_day() -> None:
    clock = LaterClock()
    stream, pseudonyms = logged("json", clock)
    room = RoomId.of(b"r" * 16)
    first = pseudonyms.of("room", room)
    assert re.fullmatch(r"room-[0-9a-f]{8}", first)
    assert pseudonyms.of("room", room) == first
    assert pseudonyms.of("room", RoomId.of(b"s" * 16)) != first
    log.logger("test").info("twice", room=room)
    assert json.loads(stream.getvalue())["room"] == first
    clock.day = 1
    assert pseudonyms.of("room", room) != first


def test_libraries_are_heard_from_warning_on() -> None:
    stream, _ = logged("json")
    logging.getLogger("somebody.else").info("SELECT name FROM people")
    logging.getLogger("somebody.else").warning("the disk is slow")
    assert "SELECT" not in stream.getvalue()
    assert "the disk is slow" in stream.getvalue()


def test_loopback_and_times_stay_readable() -> None:
    pseudonyms = log.Pseudonyms(Clock())
    line = "2026-11-22T05:42:51.874231Z listening on 127.0.0.1:8420 and ::1 for 12:30:45"
    assert log.scrub(line, pseudonyms) == line
