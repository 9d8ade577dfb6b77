"""The charter by itself: what is valid, what follows what, and what no sequence of moves can bring about."""

import json
from base64 import b64decode, b64encode
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet import charter, frames, hello
from folkmoot.meet.charter import NONE, Charter, Moderator, Signed
from folkmoot.meet.entries import Entry, Kind, next_head
from folkmoot.meet.errors import NotAllowedError, OldCharterError
from tests.moderator import Key, in_order, moderators_in_order
from tests.vectors import make_charter
from tests.vectors.make_delivery import some_bytes

VECTORS: dict[str, Any] = json.loads(make_charter.PLACE.read_text())
ROOM, CREATOR = RoomId(VECTORS["room"]), Identity(VECTORS["creator"])


def bytes_of(text: str) -> bytes:
    return b64decode(text)


def named(lines: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(line, id=line["name"]) for line in lines]


def test_the_committed_file_is_what_the_program_makes() -> None:
    assert make_charter.PLACE.read_text() == make_charter.text()


@pytest.mark.parametrize("line", VECTORS["valid"])
def test_valid_envelopes(line: dict[str, Any]) -> None:
    envelope = bytes_of(line["envelope"])
    read = charter.read(envelope, ROOM, CREATOR)
    assert read.signer == line["signer"]
    assert json.loads(charter.write(read.charter)) == line["charter"]
    assert charter.write(read.charter) == bytes_of(line["body"])
    assert charter.signed_bytes(ROOM, bytes_of(line["body"])) == bytes_of(line["signed"])
    assert charter.kept(envelope) == read.charter
    assert len(envelope) <= frames.CHARTER_MAX


@pytest.mark.parametrize("line", named(VECTORS["invalid"]))
def test_invalid_envelopes(line: dict[str, Any]) -> None:
    with pytest.raises(NotAllowedError):
        charter.read(bytes_of(line["envelope"]), ROOM, CREATOR)


def test_an_envelope_is_for_one_room_and_its_creator() -> None:
    envelope = bytes_of(VECTORS["valid"][0]["envelope"])
    with pytest.raises(NotAllowedError):
        charter.read(envelope, RoomId.of(bytes(16)), CREATOR)
    with pytest.raises(NotAllowedError):
        charter.read(envelope, ROOM, Identity.of(bytes(16)))


@pytest.mark.parametrize("line", named(VECTORS["follows"]))
def test_follows(line: dict[str, Any]) -> None:
    before = NONE if line["before"] is None else msgspec_charter(bytes_of(line["before"]))
    after = charter.read(bytes_of(line["after"]), ROOM, CREATOR)
    if line["follows"]:
        assert charter.follow(before, after, CREATOR) == after.charter
    else:
        with pytest.raises(OldCharterError):
            charter.follow(before, after, CREATOR)


def msgspec_charter(body: bytes) -> Charter:
    key = make_charter.CREATOR
    return charter.kept(key.seal(body, key.public))


def test_appointments() -> None:
    for line in VECTORS["appointments"]:
        signed = charter.appointment_bytes(ROOM, Identity(line["identity"]))
        assert signed == bytes_of(line["signed"])
        make_charter.CREATOR.private.public_key().verify(bytes_of(line["signature"]), signed)


def test_the_entry() -> None:
    line = VECTORS["entry"]
    entry = Entry(line["seq"], Kind[line["kind"]], line["epoch"], line["from"], bytes_of(line["body"]))
    assert int(entry.kind) == 6
    assert next_head(bytes_of(line["head_before"]), entry) == bytes_of(line["head"])


def test_knocks() -> None:
    for line in VECTORS["knocks"]:
        body, secret = bytes_of(line["body"]), bytes_of(line["secret"])
        assert len(body) == frames.KNOCK_BYTES
        info = b"folkmoot knock v1" + line["room"].encode() + line["version"].to_bytes(4)
        key = HKDF(hashes.SHA256(), 16, salt=None, info=info).derive(secret)
        assert b64encode(key).decode() == line["key"]
        padded = AESGCM(key).decrypt(body[:12], body[12:], line["identity"].encode())
        assert padded.rstrip(b"\0").decode() == line["name"]
        assert len(padded) == 256


def test_no_identity_is_printed() -> None:
    read = charter.read(bytes_of(VECTORS["valid"][-1]["envelope"]), ROOM, CREATOR)
    shown = repr(read)
    for line in (*read.charter.admitted, *read.charter.removed, read.signer):
        assert line not in shown


KEYS = [Key.of(ROOM, some_bytes(f"charter {name}", 32)) for name in ("creator", "anna", "ben", "guest", "stranger")]
PEOPLE = [key.identity for key in KEYS]
# Good appointments of everybody, and false ones: no move has to sign anything but itself.
APPOINTMENTS = [KEYS[0].appoint(identity) for identity in PEOPLE]
FALSE = [KEYS[4].appoint(identity) for identity in PEOPLE]
some = st.lists(st.sampled_from(PEOPLE), max_size=3).map(in_order)
appointments = st.lists(st.sampled_from([*APPOINTMENTS, *APPOINTMENTS, *FALSE]), max_size=2).map(moderators_in_order)


@st.composite
def moves(draw: st.DrawFn, standing: Charter) -> tuple[Key, Charter]:
    """Mostly nearly right, as what an attacker sends would be."""
    fields: dict[str, Any] = {"n": standing.n + draw(st.sampled_from([1, 1, 1, 1, 0, 2]))}
    if draw(st.booleans()):
        grown = in_order([*standing.removed, *draw(some)])
        fields["removed"] = draw(st.sampled_from([grown, grown, standing.removed[1:]]))
        fields["version"] = standing.version + draw(st.sampled_from([grown != standing.removed, 0, 1]))
    if draw(st.booleans()):
        fields["admitted"] = draw(some)
    if draw(st.integers(0, 3)) == 0:
        fields["moderators"] = draw(appointments)
    fields["locked"] = draw(st.booleans())
    fields["ended"] = draw(st.integers(0, 9)) == 0
    return draw(st.sampled_from(KEYS)), msgspec.structs.replace(standing, **fields)


class Room(RuleBasedStateMachine):
    """Creator, moderators and outsiders send what they like; the invariants are what section 9 promises."""

    def __init__(self) -> None:
        super().__init__()
        self.standing = NONE
        self.history: list[Signed] = []

    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        signer, decided = data.draw(moves(self.standing))
        creator = data.draw(st.sampled_from([KEYS[0], KEYS[0], KEYS[0], signer]))
        try:
            read = charter.read(signer.sign(decided, creator.public), ROOM, PEOPLE[0])
            after = charter.follow(self.standing, read, PEOPLE[0])
        except (NotAllowedError, OldCharterError):
            return
        assert read.signer == signer.identity
        self.judge(self.standing, after, read.signer)
        self.standing = after
        self.history.append(read)

    @rule(index=st.integers(0, 20))
    def replay(self, index: int) -> None:
        """What was said once does not count again."""
        if index < len(self.history):
            with pytest.raises(OldCharterError):
                charter.follow(self.standing, self.history[index], PEOPLE[0])

    def judge(self, before: Charter, after: Charter, signer: Identity) -> None:
        """Of each step that was taken."""
        appointed = {moderator.identity for moderator in before.moderators}
        assert signer == PEOPLE[0] or signer in appointed
        assert signer not in before.removed
        assert not before.ended
        gone = set(after.removed) - set(before.removed)
        assert set(before.removed) <= set(after.removed)
        assert after.version - before.version == bool(gone)
        if signer != PEOPLE[0]:
            assert before.moderators == after.moderators
            assert not gone & {PEOPLE[0], signer, *appointed}

    @invariant()
    def holds(self) -> None:
        standing = self.standing
        moderators = [moderator.identity for moderator in standing.moderators]
        assert standing.n == len(self.history)
        assert all(is_appointed(moderator) for moderator in standing.moderators)
        assert not set(standing.removed) & {PEOPLE[0], *standing.admitted, *moderators}
        assert standing.version == 1 + len({read.charter.removed for read in self.history} - {()})
        assert not any(read.charter.ended for read in self.history[:-1])
        assert standing.locked or all(standing.lets_in(identity, PEOPLE[0]) for identity in PEOPLE)


def is_appointed(moderator: Moderator) -> bool:
    return moderator in APPOINTMENTS


Room.TestCase.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
TestRoom = Room.TestCase


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_an_outsider_decides_nothing(data: st.DataObject) -> None:
    _, decided = data.draw(moves(NONE))
    stranger = KEYS[4]
    envelope = stranger.sign(decided, data.draw(st.sampled_from(KEYS)).public)
    if any(moderator == APPOINTMENTS[4] for moderator in decided.moderators):
        return
    with pytest.raises(NotAllowedError):
        charter.read(envelope, ROOM, PEOPLE[0])


def test_whom_a_lock_lets_in() -> None:
    locked = msgspec.structs.replace(NONE, locked=True, admitted=(PEOPLE[3],), moderators=(APPOINTMENTS[1],))
    assert [locked.lets_in(identity, PEOPLE[0]) for identity in PEOPLE] == [True, True, False, True, False]
    assert [locked.leads(identity, PEOPLE[0]) for identity in PEOPLE] == [True, True, False, False, False]
    assert hello.identity_of(ROOM, KEYS[0].public) == PEOPLE[0]
