"""Our groups, seen by another implementation of RFC 9420: mls-rs, by two Python packages around it.

One has the exporter and joins by Welcome, the other joins by external commit from our GroupInfo. Neither has a store
for pre-shared keys, so the commits here are without the link's key.
"""

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, cast

import pytest
import rine_mls

from tests.crypto.lab import build
from tests.crypto.peer import Peer

# No types come with it; what of it is used has a type below.
mls_rs_uniffi: Any = importlib.import_module("mls_rs_uniffi")

LABELS = ["folkmoot/livekit/v1", "folkmoot/chat/v1"]
CONTEXT = b"\x00\x00\x00\x0bidentity"


class ExportingGroup(Protocol):
    """What of mls_rs_uniffi.Group is used here."""

    def export_secret(self, label: bytes, context: bytes, length: int, /) -> bytes: ...

    def process_incoming_message(self, message: object, /) -> object: ...


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("peer", tmp_path_factory.mktemp("peer")) / "peer.mjs"


@pytest.fixture
def peer(program: Path) -> Iterator[Peer]:
    running = Peer(program)
    yield running
    running.end()


def welcomed(peer: Peer) -> ExportingGroup:
    """mls-rs, added by us and joined by our Welcome."""
    suite = mls_rs_uniffi.CipherSuite.CURVE25519_AES128
    keys = mls_rs_uniffi.generate_signature_keypair(suite)
    client = mls_rs_uniffi.Client(b"mls-rs", keys, mls_rs_uniffi.client_config_default())
    package = client.generate_key_package_message().to_bytes()
    added = peer.ask("add", bytes=package.hex())
    welcome = mls_rs_uniffi.Message.from_bytes(bytes.fromhex(added["welcome"]))
    return cast("ExportingGroup", client.join_group(None, welcome).group)


def follow(group: ExportingGroup, commit: str) -> None:
    group.process_incoming_message(mls_rs_uniffi.Message.from_bytes(bytes.fromhex(commit)))


def assert_same_exporter(peer: Peer, group: ExportingGroup, epoch: int) -> None:
    for label in LABELS:
        ours = peer.ask("export", label=label, bytes=CONTEXT.hex())
        assert ours["epoch"] == epoch
        assert group.export_secret(label.encode(), CONTEXT, 32).hex() == ours["secret"]


def test_the_exporter_is_the_same_in_every_epoch(peer: Peer) -> None:
    group = welcomed(peer)
    assert_same_exporter(peer, group, 1)
    for epoch in (2, 3):
        follow(group, peer.ask("update")["commit"])
        assert_same_exporter(peer, group, epoch)


def test_our_group_info_lets_mls_rs_in_by_external_commit(peer: Peer, tmp_path: Path) -> None:
    group = welcomed(peer)
    client = rine_mls.MlsClient(str(tmp_path), os.urandom(32), rine_mls.CIPHER_SUITE_CLASSICAL)
    joined = client.join_by_external_commit(bytes.fromhex(peer.ask("group_info")["group_info"]))
    bundle = joined.last_commit()
    assert bundle is not None
    peer.ask("process", bytes=bundle.commit.hex())
    follow(group, bundle.commit.hex())
    assert joined.epoch() == 2
    assert_same_exporter(peer, group, 2)
    # The confirmation tag of what follows is checked with the epoch's secrets: who goes on has them.
    removal = peer.ask("remove", leaf=joined.current_member_index())["commit"]
    follow(group, removal)
    assert_same_exporter(peer, group, 3)
    joined.apply_commit(bytes.fromhex(removal))
    assert not joined.is_active()


def test_a_removal_by_us_is_one_to_mls_rs(peer: Peer, tmp_path: Path) -> None:
    group = welcomed(peer)
    client = rine_mls.MlsClient(str(tmp_path), os.urandom(32), rine_mls.CIPHER_SUITE_CLASSICAL)
    joined = client.join_by_external_commit(bytes.fromhex(peer.ask("group_info")["group_info"]))
    bundle = joined.last_commit()
    assert bundle is not None
    peer.ask("process", bytes=bundle.commit.hex())
    follow(group, bundle.commit.hex())
    removal = peer.ask("remove", leaf=1)["commit"]
    assert joined.apply_commit(bytes.fromhex(removal)) == 3
    assert [member.index for member in joined.member_identities()] == [0, 2]
