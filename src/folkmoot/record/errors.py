"""Refusals of the record. Each is of bytes from outside that are not what they have to be, or of a second writer."""

from folkmoot.base.errors import FolkmootError


class MalformedError(FolkmootError):
    """Not in the one byte form that entries and acts have."""

    code = "malformed_entry"
    sentence = "An entry is not in the form that the record has for it."


class NoteError(FolkmootError):
    """Not a signed note, not signed by whom it has to be, or with a signature that does not hold."""

    code = "bad_note"
    sentence = "The signed note is not in its form, or its signature does not hold."


class ProofError(FolkmootError):
    """A proof of inclusion or consistency that shows something else."""

    code = "bad_proof"
    sentence = "The proof does not lead to the sum that was signed."


class TileError(FolkmootError):
    """A tile or a bundle of entries of the wrong size or in the wrong form, or one that is not there."""

    code = "bad_tile"
    sentence = "A file of the record is missing or not in its form."


class SecondWriterError(FolkmootError):
    """The log has grown without this process: somebody else writes it, so this one stops."""

    code = "second_writer"
    sentence = "Another process writes this record too. This one has stopped writing."


class KeyFileError(FolkmootError):
    """A signing key is missing, damaged, of another kind, or open to others."""

    code = "bad_key"
    sentence = "The signing key cannot be used."


class RecordUnavailableError(FolkmootError):
    """Nothing can be written now: a disk is full, or a database away. What was asked may be in the log all the same."""

    code = "record_unavailable"
    sentence = "The public record cannot be written just now. Try again in a moment; nothing is counted twice."


class RecordDamagedError(FolkmootError):
    """The files and the database of the log do not fit each other; signing on could show two different logs."""

    code = "record_damaged"
    sentence = "The record's files and its database do not fit each other. Restore both from one copy."
