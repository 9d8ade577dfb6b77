"""Hand-made MLS messages: right where the server reads, anything behind."""

import os


def vector(data: bytes) -> bytes:
    """`<V>` of RFC 9420 section 2.1.2."""
    size = len(data)
    if size < 64:
        return bytes([size]) + data
    if size < 16384:
        return (size | 0x4000).to_bytes(2) + data
    return (size | 0x80000000).to_bytes(4) + data


def commit(group: str, epoch: int, *, tail: bytes = b"", content_type: int = 3, member: int | None = None) -> bytes:
    """An MLSMessage with a PublicMessage; external unless `member` is a leaf."""
    sender = b"\x04" if member is None else b"\x01" + member.to_bytes(4)
    head = b"\x00\x01\x00\x01" + vector(group.encode()) + epoch.to_bytes(8) + sender + vector(b"")
    return head + bytes([content_type]) + (tail or os.urandom(200))


def group_info(group: str, epoch: int, *, tail: bytes = b"") -> bytes:
    """An MLSMessage with a GroupInfo."""
    head = b"\x00\x01\x00\x04\x00\x01\x00\x01" + vector(group.encode()) + epoch.to_bytes(8)
    return head + (tail or os.urandom(300))
