"""Trees and proofs against RFC 6962: its recursive definitions, the published vectors, and what must not verify."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.record import merkle
from folkmoot.record.errors import ProofError

# The tree that implementations of RFC 6962 share: eight entries, and the root after each.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(index.to_bytes(2)) for index in range(40)]


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = split_of(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:split]) + mth(leaves[split:])).digest()


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = split_of(len(leaves))
    if index < split:
        return [*path(index, leaves[:split]), mth(leaves[split:])]
    return [*path(index - split, leaves[split:]), mth(leaves[:split])]


def subproof(old: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if old == len(leaves):
        return [] if whole else [mth(leaves)]
    split = split_of(len(leaves))
    if old <= split:
        return [*subproof(old, leaves[:split], whole=whole), mth(leaves[split:])]
    return [*subproof(old - split, leaves[split:], whole=False), mth(leaves[:split])]


def split_of(count: int) -> int:
    split = 1
    while split * 2 < count:
        split *= 2
    return split


def test_the_published_tree() -> None:
    leaves = [merkle.leaf_hash(entry) for entry in ENTRIES]
    for size, expected in enumerate(ROOTS, start=1):
        assert merkle.root_of(leaves[:size]).hex() == expected
    assert merkle.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_published_proofs() -> None:
    leaves = merkle.subtrees([merkle.leaf_hash(entry) for entry in ENTRIES])
    assert [one.hex() for one in merkle.inclusion_proof(5, 8, leaves)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [one.hex() for one in merkle.consistency_proof(6, 8, leaves)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_every_proof_of_small_trees_is_that_of_the_definition(size: int) -> None:
    leaves = LEAVES[:size]
    read = merkle.subtrees(leaves)
    top = merkle.root(size, read)
    assert top == mth(leaves)
    assert merkle.fold_peaks(merkle.peaks(size, read)) == top
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, read)
        assert proof == path(index, leaves)
        merkle.verify_inclusion(index, size, leaves[index], top, proof)
    for old in range(1, size + 1):
        proof = merkle.consistency_proof(old, size, read)
        assert proof == subproof(old, leaves, whole=True)
        merkle.verify_consistency(old, size, mth(leaves[:old]), top, proof)
    assert merkle.consistency_proof(0, size, read) == []
    merkle.verify_consistency(0, size, merkle.EMPTY_ROOT, top, [])


@given(st.data())
def test_a_changed_proof_of_inclusion_does_not_hold(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    read = merkle.subtrees(LEAVES[:size])
    proof = merkle.inclusion_proof(index, size, read)
    top = merkle.root(size, read)
    shorter, longer = proof[:-1], [*proof, LEAVES[0]]
    other = data.draw(st.integers(-1, size + 1).filter(lambda at: at != index))
    wrong: list[tuple[int, int, bytes, bytes, list[bytes]]] = [
        (other, size, LEAVES[index], top, proof),
        (index, size, merkle.leaf_hash(b"another"), top, proof),
        (index, size, LEAVES[index], merkle.leaf_hash(b"another"), proof),
        (index, size, LEAVES[index], top, longer),
        (index, size, LEAVES[index], top, [one[:-1] for one in longer]),
        (index, -size, LEAVES[index], top, proof),
    ]
    wrong += [(index, size, LEAVES[index], top, shorter)] if proof else []
    wrong += [
        (index, size, LEAVES[index], top, [*proof[:at], merkle.leaf_hash(b"?"), *proof[at + 1 :]])
        for at in range(len(proof))
    ]
    for arguments in wrong:
        with pytest.raises(ProofError):
            merkle.verify_inclusion(*arguments)


@given(st.data())
def test_a_changed_proof_of_consistency_does_not_hold(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, len(LEAVES)))
    old = data.draw(st.integers(1, new - 1))
    read = merkle.subtrees(LEAVES[:new])
    proof = merkle.consistency_proof(old, new, read)
    before, after = mth(LEAVES[:old]), mth(LEAVES[:new])
    other = merkle.leaf_hash(b"another")
    wrong: list[tuple[int, int, bytes, bytes, list[bytes]]] = [
        (old, new, other, after, proof),
        (old, new, before, other, proof),
        (old, new, before, after, proof[:-1]),
        (old, new, before, after, [*proof, other]),
        (new, old, after, before, proof),
        (0, new, before, after, []),
        (new, new, before, after, []),
        (-1, new, before, after, proof),
    ]
    wrong += [(old, new, before, after, [*proof[:at], other, *proof[at + 1 :]]) for at in range(len(proof))]
    for arguments in wrong:
        with pytest.raises(ProofError):
            merkle.verify_consistency(*arguments)


def test_a_proof_that_would_never_end_is_refused() -> None:
    with pytest.raises(ProofError):
        merkle.verify_inclusion(0, 2**63, LEAVES[0], LEAVES[0], [LEAVES[0]] * 64)
    with pytest.raises(ValueError, match="not in the tree"):
        merkle.inclusion_proof(3, 3, merkle.subtrees(LEAVES))
    with pytest.raises(ValueError, match="does not shrink"):
        merkle.consistency_proof(4, 3, merkle.subtrees(LEAVES))


def test_no_leaf_is_a_node() -> None:
    left, right = LEAVES[:2]
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
    with pytest.raises(ProofError):
        merkle.verify_inclusion(0, 1, merkle.leaf_hash(b"\x01" + left + right), merkle.node_hash(left, right), [])
