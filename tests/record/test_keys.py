"""Signing keys on the disk."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from folkmoot.record import keys
from folkmoot.record.errors import KeyFileError


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "record" / "key"
    with pytest.raises(KeyFileError, match="no key key yet"):
        keys.read(path)
    made = keys.open_or_make(path)
    assert len(made.reveal()) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert keys.open_or_make(path) == keys.read(path) == made
    assert [file.name for file in path.parent.iterdir()] == ["key"]
    assert keys.open_or_make(tmp_path / "another") != made


def test_many_at_once_get_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(keys.open_or_make, [tmp_path / "key"] * 32))
    assert all(one == found[0] for one in found)


def test_what_is_no_key_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "key"
    other = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for data, reason in ((b"", "holds no key"), (b"\x00" * 32, "holds no key"), (other, "another kind")):
        path.write_bytes(data)
        path.chmod(0o600)
        with pytest.raises(KeyFileError, match=reason):
            keys.open_or_make(path)
        assert path.read_bytes() == data
    path.unlink()
    keys.open_or_make(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="Others may read"):
        keys.open_or_make(path)
