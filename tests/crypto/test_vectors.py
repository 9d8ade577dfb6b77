"""The golden file is what the second implementation computes; client/test/crypto holds the browser's code to it."""

from tests.crypto import vectors


def test_the_committed_vectors_are_the_computed_ones() -> None:
    assert vectors.FILE.read_text(encoding="utf-8") == vectors.text(), "python -m tests.crypto.vectors"
