"""Heads of MLS messages at the edges of what the parser accepts."""

import hashlib

from tests import mls

GROUP = "ARTape18L5t36rZJPy1HNw"


def seeds() -> dict[str, bytes]:
    """Name -> message."""
    tail = hashlib.shake_256(b"tail").digest(40)
    commit = mls.commit(GROUP, 7, tail=tail)
    info = mls.group_info(GROUP, 8, tail=tail)
    return {
        "commit-external": commit,
        "commit-member": mls.commit(GROUP, 7, tail=tail, member=3),
        "commit-epoch-max": mls.commit(GROUP, 2**64 - 1, tail=tail),
        "commit-group-empty": mls.commit("", 0, tail=tail),
        "commit-group-64": mls.commit("g" * 64, 0, tail=tail),
        "commit-group-65": mls.commit("g" * 65, 0, tail=tail),
        "commit-cut": commit[:-41],
        "commit-proposal": mls.commit(GROUP, 7, tail=tail, content_type=2),
        "commit-content-9": mls.commit(GROUP, 7, tail=tail, content_type=9),
        "commit-sender-0": commit.replace(b"\x07\x04", b"\x07\x00"),
        "commit-length-of-4-bytes-too-many": b"\x00\x01\x00\x01\x80\x00\x00\x16" + commit[5:],
        "commit-length-prefix-3": b"\x00\x01\x00\x01\xc0" + commit[5:],
        "commit-length-2-gib": b"\x00\x01\x00\x01\xbf\xff\xff\xff" + commit[5:],
        "group-info": info,
        "group-info-cut": info[:-41],
        "group-info-version-2": info[:4] + b"\x00\x02" + info[6:],
        "private-message": b"\x00\x01\x00\x02" + commit[4:],
        "welcome": b"\x00\x01\x00\x03" + commit[4:],
        "empty": b"",
        "header-only": b"\x00\x01\x00\x01",
    }
