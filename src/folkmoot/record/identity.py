"""Who a log is: a name and a key, both made at the first start, and both for good.

The name is the address under which the log was first served, without the scheme (C2SP tlog-checkpoint calls it origin).
It stays when the service moves to another address: receipts that people hold name it, and so do witnesses.
"""

from pathlib import Path

from folkmoot.record.errors import KeyFileError
from folkmoot.record.keys import open_or_make, read
from folkmoot.record.note import Kind, SignerKey, check_name
from folkmoot.store.folder import make, put

KEY = "key"
NAME = "name"


def signer_of(folder: Path, origin: str) -> SignerKey:
    """The key and name of the log in `folder`; where there is no log yet, a new key, and `origin` as the name.

    Raises `KeyFileError`, also when the key of a log that is there has been lost: a new one would be another log.
    """
    key, name = folder / KEY, folder / NAME
    if name.exists():
        return SignerKey(name.read_text(encoding="utf-8").strip(), Kind.ed25519, read(key))
    make(folder)
    seed = open_or_make(key)
    unfinished = folder / f".{NAME}.new"
    unfinished.write_text(f"{check_name(origin)}\n", encoding="utf-8")
    # After the key: where the name is, the key has been.
    put(unfinished, name)
    return SignerKey(origin, Kind.ed25519, seed)


def signer_at(folder: Path) -> SignerKey:
    """The same of a log that is there. Raises `KeyFileError`."""
    if not (folder / NAME).exists():
        raise KeyFileError("There is no record in this data folder yet: it begins when the service first starts.")
    return signer_of(folder, "")
