"""A delivery service that lies: what it can do with the frames that pass between one person and the true service.

EvilServer gives every frame to its liar. Each of these does one thing to one victim and passes on the rest.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any

Frame = dict[str, Any]

#: Frames with a GroupInfo for somebody who wants to come in.
OFFERS = ("welcome", "group", "conflict")


class Liar:
    """Tells the truth."""

    def down(self, _to: str, frame: Frame, /) -> list[Frame]:
        """What a person gets instead of this frame."""
        return [frame]

    def up(self, _by: str, frame: Frame, /) -> tuple[list[Frame], list[Frame]]:
        """What the service gets instead of this frame, and what the person is told at once."""
        return [frame], []


@dataclass
class Insisting(Liar):
    """Does not want to hear that members refuse a commit, so that it stands."""

    refusals: int = 0

    def up(self, _by: str, frame: Frame, /) -> tuple[list[Frame], list[Frame]]:
        if frame["t"] != "reject":
            return [frame], []
        self.refusals += 1
        return [], []


@dataclass
class Twice(Liar):
    """Shows every entry two times."""

    victim: str

    def down(self, to: str, frame: Frame, /) -> list[Frame]:
        return [frame, frame] if to == self.victim and frame["t"] == "entry" else [frame]


@dataclass
class Reordering(Liar):
    """Shows the second of two entries before the first, once."""

    victim: str
    held: Frame | None = None
    done: bool = False

    def down(self, to: str, frame: Frame, /) -> list[Frame]:
        if self.done or to != self.victim or frame["t"] != "entry":
            return [frame]
        if self.held is None:
            self.held = frame
            return []
        self.done = True
        return [frame, self.held]


@dataclass
class Dropping(Liar):
    """Keeps one entry of the log back: once, or whenever it comes by."""

    victim: str
    always: bool
    seq: int | None = None
    dropped: int = 0

    def down(self, to: str, frame: Frame, /) -> list[Frame]:
        if to != self.victim or frame["t"] != "entry" or self.seq not in (None, frame["seq"]):
            return [frame]
        if self.dropped > 0 and not self.always:
            return [frame]
        self.seq = frame["seq"]
        self.dropped += 1
        return []


@dataclass
class Swallowing(Liar):
    """Says that a message is in the log, and keeps it."""

    victim: str
    #: Of the last entry that the victim knows.
    seq: int
    swallowed: int = 0

    def up(self, by: str, frame: Frame, /) -> tuple[list[Frame], list[Frame]]:
        if by != self.victim or frame["t"] != "message":
            return [frame], []
        self.swallowed += 1
        return [], [{"t": "accepted", "id": frame["id"], "seq": self.seq + self.swallowed}]


@dataclass
class Swapping(Liar):
    """Shows the victim another winner of an epoch than everybody else."""

    victim: str
    epoch: int
    message: bytes
    sender: str
    swapped: int = 0

    def down(self, to: str, frame: Frame, /) -> list[Frame]:
        if to != self.victim or frame.get("kind") != "commit" or frame["epoch"] != self.epoch:
            return [frame]
        self.swapped += 1
        return [frame | {"from": self.sender, "body": b64encode(self.message).decode()}]


@dataclass
class Offering(Liar):
    """Hands another group than the room's to whoever wants to come in: an old one, or one it has made up."""

    epoch: int
    group_info: bytes
    #: They know better.
    insiders: set[str]
    #: Also in answer to the commit that was made for it.
    lasting: bool = False
    offered: int = 0

    def down(self, to: str, frame: Frame, /) -> list[Frame]:
        if frame["t"] not in OFFERS or to in self.insiders:
            return [frame]
        if not self.lasting and frame["t"] == "conflict":
            return [frame]
        self.offered += 1
        return [frame | {"epoch": self.epoch, "group_info": b64encode(self.group_info).decode()}]


@dataclass
class Refusing(Liar):
    """Makes somebody say the same again and again: refuses it, and at last takes it and keeps silent about it."""

    victim: str
    times: int
    #: Ids of those taken in silence.
    taken: list[str] = field(default_factory=list[str])

    def up(self, by: str, frame: Frame, /) -> tuple[list[Frame], list[Frame]]:
        if by != self.victim or frame["t"] != "message" or self.taken:
            return [frame], []
        if self.times > 0:
            self.times -= 1
            code = "not_a_member" if self.times % 2 else "invalid"
            return [], [{"t": "refused", "id": frame["id"], "code": code, "epoch": frame["epoch"]}]
        self.taken.append(frame["id"])
        return [frame], []

    def down(self, to: str, frame: Frame, /) -> list[Frame]:
        silent = to == self.victim and frame["t"] == "accepted" and frame["id"] in self.taken
        return [] if silent else [frame]


@dataclass
class Welcoming(Liar):
    """Changes what people are welcomed with."""

    change: Frame

    def down(self, _to: str, frame: Frame, /) -> list[Frame]:
        return [frame | self.change] if frame["t"] == "welcome" else [frame]


@dataclass
class Shifting(Liar):
    """Counts entries that it has put into everybody's log: the true ones stand so many places later."""

    by: int = 0

    def down(self, _to: str, frame: Frame, /) -> list[Frame]:
        return [frame | {"seq": frame["seq"] + self.by}] if frame["t"] in ("entry", "accepted") else [frame]


def key_of(hello: Frame) -> bytes:
    """The public key of whoever says hello."""
    return b64decode(hello["key"])


def sealed_frames(asked: list[Frame]) -> list[bytes]:
    """The bodies of what somebody has sent: docs/protocol.md section 6."""
    return [b64decode(frame["body"]) for frame in asked if frame["t"] in ("message", "signal")]


def nonce_of(body: bytes) -> bytes:
    """Epoch, leaf, counter: with the key of that sender and epoch, what may never seal two different things."""
    return body[:17]
