"""Frames from outside, pure and through the door: an answer or a named end, never a failure of ours."""

import asyncio
import contextlib
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from folkmoot.base.errors import TooLargeError
from folkmoot.meet import frames
from folkmoot.meet.errors import BadFrameError
from folkmoot.meet.frames import KNOCK_BYTES
from tests.fuzz.doors import expect_named, say
from tests.meet.test_epochs import people_in
from tests.person import Person
from tests.service import make_settings, running_service

FIELDS = (
    *("id", "epoch", "message", "group_info", "auth", "link", "body", "to", "hash", "identity"),
    *("token", "key", "signature", "resume", "seq"),
)
KINDS = (
    *("commit", "message", "signal", "reject", "charter", "knock", "decline", "token", "leave", "ping"),
    *("hello", "entry", "welcome"),
)

plain = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=30)
    | st.binary(max_size=100).map(lambda raw: b64encode(raw).decode())
    | st.sampled_from([b64encode(bytes(size)).decode() for size in (31, 32, 33, 64)])
)
values = plain | st.lists(plain, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), plain, max_size=3)


def object_of(kind: Any, fields: dict[str, Any]) -> dict[str, Any]:
    return {"t": kind, **fields}


def written(value: Any) -> str:
    return json.dumps(value)


def coded(raw: bytes) -> str:
    return b64encode(raw).decode()


def envelope_of(body: str, key: str) -> str:
    signature = coded(bytes(64))
    return coded(written({"body": body, "key": key, "creator": key, "signature": signature}).encode())


fields = st.dictionaries(st.sampled_from(FIELDS), values, max_size=len(FIELDS))
objects = st.builds(object_of, st.sampled_from(KINDS) | plain, fields)
# Right in shape, so that they reach what is behind the decoder.
ids = st.text(max_size=64)
epochs = st.integers(0, 3) | st.just(2**53 - 1)
bodies = st.binary(max_size=200).map(coded)
digests = st.binary(min_size=32, max_size=32).map(coded)
brought = {"auth": st.none() | digests, "link": st.none() | epochs}
commits = {"id": ids, "epoch": st.none() | epochs, "message": st.none() | bodies, "group_info": bodies, **brought}
envelopes = st.builds(envelope_of, bodies, digests)
names = st.binary(min_size=KNOCK_BYTES, max_size=KNOCK_BYTES).map(coded)
shaped = st.one_of(
    st.builds(object_of, st.just("commit"), st.fixed_dictionaries(commits)),
    st.builds(object_of, st.just("message"), st.fixed_dictionaries({"id": ids, "epoch": epochs, "body": bodies})),
    st.builds(
        object_of,
        st.just("signal"),
        st.fixed_dictionaries({"epoch": epochs, "to": st.none() | st.text(max_size=30), "body": bodies}),
    ),
    st.builds(object_of, st.just("reject"), st.fixed_dictionaries({"epoch": epochs, "hash": digests})),
    st.builds(object_of, st.just("charter"), st.fixed_dictionaries({"id": ids, "body": bodies | envelopes})),
    st.builds(object_of, st.just("knock"), st.fixed_dictionaries({"id": ids, "body": st.none() | names})),
    st.builds(object_of, st.just("decline"), st.fixed_dictionaries({"identity": st.text(max_size=30)})),
    st.builds(object_of, st.sampled_from(["token", "ping", "leave"]), st.just({})),
)
texts_from_outside = st.builds(written, objects) | st.builds(written, shaped) | st.builds(written, values)


@given(st.binary(max_size=200) | texts_from_outside.map(str.encode))
def test_the_decoder_knows_only_frames_and_two_errors(data: bytes) -> None:
    for read in (frames.read, frames.read_hello):
        with contextlib.suppress(BadFrameError, TooLargeError):
            read(data)


# Shrinking starts a server for each of hundreds of tries; the frames that failed are in the message.
@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(texts_from_outside | st.text(max_size=20), min_size=5, max_size=20))
def test_any_frames_through_the_door(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    asyncio.run(_talk(tmp_path_factory.mktemp("fuzz"), texts))


async def _talk(folder: Path, texts: list[str]) -> None:
    async with running_service(make_settings(folder)) as service:
        (inside,) = await people_in(service, 1)
        watcher, stranger = Person(service, inside.link), Person(service, inside.link)
        for text in texts:
            for person in (inside, watcher):
                if not person.is_open:
                    await person.connect(resume=person.seq > 0)
                await say(person, text)
        for text in texts[:5]:
            await stranger.open_socket()
            await stranger.socket.send_str(text)
            expect_named(await stranger.closed())
            await stranger.close()
        await inside.close()
        await watcher.close()
    said = (folder / "log").read_text()
    assert "failed" not in said, said
