"""Who a log is: a name and a key, both made at the first start. The name is for good, the key until `rotation`.

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
# The folder with what is served.
FILES = "log"
# The key to come, as long as the entry that says so may not be in the log.
NEXT = "key.next"


def signer_of(folder: Path, origin: str) -> SignerKey:
    """The key and name of the log in `folder`; where there is no log yet, a new key, and `origin` as the name.

    Raises `KeyFileError`, also when the key of a log that is there has been lost: a new one would be another log; and
    when a rotation of it has not come to its end.
    """
    key, name = folder / KEY, folder / NAME
    if name.exists():
        return signer_at(folder)
    make(folder)
    seed = open_or_make(key)
    unfinished = folder / f".{NAME}.new"
    unfinished.write_text(f"{check_name(origin)}\n", encoding="utf-8")
    # After the key: where the name is, the key has been.
    put(unfinished, name)
    return SignerKey(origin, Kind.ed25519, seed)


def before_rotation(folder: Path) -> SignerKey:
    """The same of a log that is there, whether or not its key is about to be replaced. Raises `KeyFileError`."""
    name = folder / NAME
    if not name.exists():
        raise KeyFileError("There is no record in this data folder yet: it begins when the service first starts.")
    return SignerKey(name.read_text(encoding="utf-8").strip(), Kind.ed25519, read(folder / KEY))


def signer_at(folder: Path) -> SignerKey:
    """The same of a log that is there. Raises `KeyFileError`."""
    if (folder / NEXT).exists():
        raise KeyFileError(
            "The change of the record's key has not come to its end: call `folkmoot record key --rotate` once more."
        )
    return before_rotation(folder)
