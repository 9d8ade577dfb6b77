"""What can go wrong while setting up, as one sentence that says what to do."""

import errno
from collections.abc import Iterable

NO_NETWORK = (
    "temporary failure in name resolution",
    "name or service not known",
    "failed to establish a new connection",
    "network is unreachable",
    "no such host",
    "i/o timeout",
    "tls handshake timeout",
    "read timed out",
    "connection timed out",
    "connection refused",
    "connection reset",
    "connecttimeouterror",
    "proxyerror",
    "enotfound",
    "eai_again",
    "etimedout",
    "econnrefused",
    "econnreset",
)
FULL_DISK = ("no space left on device", "enospc", "disk quota exceeded")
CHANGED_PACKAGE = ("do not match the hashes", "eintegrity", "checksum mismatch")
LOCK_BEHIND = ("are in sync",)
NO_PERMISSION = ("permission denied", "eacces", "read-only file system", "erofs")
MIRRORS = {"pip": "PIP_INDEX_URL", "npm": "npm_config_registry", "go": "GOPROXY"}


class Trouble(Exception):  # noqa: N818 - it is a sentence for a person, not a programming error
    """Setting up cannot go on; the text is the whole sentence."""


def disk_full(place: object) -> Trouble:
    """No room where `place` is."""
    return Trouble(f"The disk that holds {place} is full: free about 3 GB there, then run the same command again.")


def not_writable(place: object) -> Trouble:
    """We may not write at `place`."""
    return Trouble(
        f"{place} cannot be written: give your user the right to write there (or clone into another folder), "
        "then run the same command again."
    )


def from_os_error(error: OSError) -> Trouble:
    """An error of the operating system, met by ourselves."""
    place = error.filename or "this folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(place)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return not_writable(place)
    return Trouble(f"{place}: {error.strerror or error}. Mend that, then run the same command again.")


def from_output(what: str, tool: str, lines: Iterable[str], log: object) -> Trouble:
    """The likeliest reason why a program failed, read from what it printed.

    `what` is the step ("Installing the Python packages"), `tool` is pip, npm or go, `log` where the output lies.
    """
    text = "\n".join(lines).lower()
    if any(sign in text for sign in FULL_DISK):
        return Trouble(f"{what} failed because a disk is full: free about 3 GB, then run the same command again.")
    if any(sign in text for sign in CHANGED_PACKAGE):
        return Trouble(
            f"{what} failed because a package is not the one that the lock file names. Nothing of it was used. "
            f"Try again on another network; the whole output is in {log}."
        )
    if any(sign in text for sign in LOCK_BEHIND):
        return Trouble(
            f"{what} failed because client/package-lock.json does not fit package.json: run `npm install` in client/."
        )
    if any(sign in text for sign in NO_NETWORK):
        mirror = f" (or name your mirror in {MIRRORS[tool]})" if tool in MIRRORS else ""
        return Trouble(
            f"{what} failed because the network cannot be reached: connect this machine to it{mirror}, "
            "then run the same command again."
        )
    if any(sign in text for sign in NO_PERMISSION):
        return Trouble(f"{what} failed because a file cannot be written; {log} names it.")
    return Trouble(f"{what} failed; the reason is at the end of {log}.")
