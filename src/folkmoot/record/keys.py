"""The file that a signing key lives in: PKCS #8 in PEM, readable by its owner only, made when it is missing."""

import contextlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from folkmoot.base.secret import Secret
from folkmoot.record.errors import KeyFileError
from folkmoot.store.folder import sync

_OTHERS = 0o077


def open_or_make(path: Path) -> Secret:
    """The seed of the Ed25519 key in that file.

    A new file is on the disk before the key is used. Raises `KeyFileError` when it holds something else, or others may
    read it.
    """
    if not path.exists():
        with contextlib.suppress(FileExistsError):
            _make(path)
    return read(path)


def read(path: Path) -> Secret:
    """The same of a file that must be there. Raises `KeyFileError`."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & _OTHERS:
                raise KeyFileError(
                    f"Others may read the key {path.name}: chmod 600 it, and make a new one if they have."
                )
            key = load_pem_private_key(file.read(), None)
    except FileNotFoundError:
        raise KeyFileError(f"There is no key {path.name} yet.") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyFileError(f"The file {path.name} holds no key: restore it from a backup.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"The file {path.name} holds a key of another kind than Ed25519.")
    return Secret(key.private_bytes_raw())


def _make(path: Path) -> None:
    text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Under another name first: a crash in between must not leave half a key, which would stop every later start.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    fresh = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        # Unlike a rename, a link never takes the place of a key that another process has made meanwhile.
        path.hardlink_to(fresh)
    finally:
        fresh.unlink()
    sync(path.parent)
