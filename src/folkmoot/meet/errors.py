"""Refusals of the delivery service (docs/protocol.md sections 1 and 3.6). Codes are part of the protocol."""

from folkmoot.base.errors import FolkmootError


class RoomTakenError(FolkmootError):
    """A room of that id is there."""

    code = "room_taken"
    sentence = "A room with this id is there already."


class RoomUnknownError(FolkmootError):
    """Never was, or has been erased."""

    code = "room_unknown"
    sentence = "This room is not there. It was erased after everybody had left, or it never was."


class BadFrameError(FolkmootError):
    """Not JSON, of an unknown kind, or with a wrong type in it."""

    code = "bad_frame"
    sentence = "A frame is not in the form that the protocol asks for."


class WrongLinkError(FolkmootError):
    """The room token or the signature over the challenge is not right."""

    code = "wrong_link"
    sentence = "The link does not fit this room."


class RemovedError(FolkmootError):
    """A moderator has removed this identity."""

    code = "removed"
    sentence = "A moderator has removed you from this room."


class RoomEndedError(FolkmootError):
    """A moderator has ended the conversation for everybody."""

    code = "room_ended"
    sentence = "A moderator has ended this conversation."


class NotAllowedError(FolkmootError):
    """A charter that is not valid, or that somebody else has signed."""

    code = "not_allowed"
    sentence = "Only who made this room, and whom they appointed, can decide that."


class OldCharterError(FolkmootError):
    """A charter that does not follow the one that stands."""

    code = "old_charter"
    sentence = "Something else has been decided in the meantime."


class ReplacedError(FolkmootError):
    """The same identity has connected again; this connection is the older one."""

    code = "replaced"
    sentence = "This room has been opened again elsewhere with the same key."


class ResumeGoneError(FolkmootError):
    """There is no such place in the log, or no such member."""

    code = "resume_gone"
    sentence = "The place to resume from is no longer there."


class SlowReaderError(FolkmootError):
    """More was waiting for this client than may wait."""

    code = "slow_reader"
    sentence = "This connection reads more slowly than the others write."
