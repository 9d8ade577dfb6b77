"""Paths, widths and bundles as tlog-tiles has them, and trees read back from the files."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.record import merkle, tiles
from folkmoot.record.errors import TileError
from folkmoot.record.tiles import ENTRIES, WIDTH, Tile

COUNT = 70_000
LEAVES = [merkle.leaf_hash(index.to_bytes(3)) for index in range(COUNT)]


def written(size: int, old: int = 0) -> dict[str, bytes]:
    """The hash tiles that a log writes when it grows from `old` to `size`."""
    read = merkle.subtrees(LEAVES[:size])
    return {
        tile.path: b"".join(read(tiles.HEIGHT * tile.level, tile.index * WIDTH + at) for at in range(tile.width))
        for tile in tiles.hash_tiles(old, size)
    }


def source(files: dict[str, bytes]) -> tiles.Fetch:
    def fetch(path: str) -> bytes:
        if path not in files:
            raise TileError
        return files[path]

    return fetch


FILES = written(COUNT)


def test_paths() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(1, 0, 17).path == "tile/1/000.p/17"
    assert Tile(ENTRIES, 999).path == "tile/entries/999"
    assert Tile(ENTRIES, 1000, 1).path == "tile/entries/x001/000.p/1"


@given(st.integers(-1, 7), st.integers(0, 2**55 - 1), st.integers(1, WIDTH))
def test_a_path_is_read_as_what_it_was_written_for(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert Tile.parse(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0/0",
        "tile/00/000",
        "tile/8/000",
        "tile/-1/000",
        "tile/0/1000",
        "tile/0/x000/000",
        "tile/0/x1/000",
        "tile/0/x001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000/",
        "tile/0/../000",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/\N{ARABIC-INDIC DIGIT ONE}00",
        "tile/data/000",
        "tile/0/" + "x999/" * 6 + "999",
        "tile/0/" + "x001/" * 60 + "000",
    ],
)
def test_other_paths_are_none(path: str) -> None:
    with pytest.raises(TileError):
        Tile.parse(path)


def test_the_tree_of_the_specification() -> None:
    # 273 full tiles and one of 112; one full and one of 17; one of 1.
    by_level = [[tile.width for tile in tiles.hash_tiles(0, COUNT) if tile.level == level] for level in range(4)]
    assert by_level == [[WIDTH] * 273 + [112], [WIDTH, 17], [1], []]
    assert [tile.path for tile in tiles.hash_tiles(0, 256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert [tile.path for tile in tiles.bundles(0, 300)] == ["tile/entries/000", "tile/entries/001.p/44"]
    assert list(tiles.hash_tiles(0, 0)) == []
    assert [tiles.width_at(0, index, 300) for index in range(3)] == [256, 44, 0]
    assert [tiles.width_at(ENTRIES, index, 300) for index in range(3)] == [256, 44, 0]


@given(st.integers(0, 1500), st.integers(0, 1500))
def test_what_is_written_as_a_log_grows(old: int, more: int) -> None:
    new = old + more
    grown = {tile.path for tile in tiles.hash_tiles(0, old)} | {tile.path for tile in tiles.hash_tiles(old, new)}
    # Everything that the new tree needs is there: what was not written again has not changed.
    assert {tile.path for tile in tiles.hash_tiles(0, new)} <= grown
    assert all(tile.index * WIDTH + tile.width > old >> (8 * tile.level) for tile in tiles.hash_tiles(old, new))


@settings(max_examples=50, deadline=None)
@given(st.integers(1, COUNT - 1), st.data())
def test_proofs_are_read_from_tiles(old: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, COUNT - 1))
    fetched: list[str] = []

    def fetch(path: str) -> bytes:
        fetched.append(path)
        return source(FILES)(path)

    read = tiles.subtrees(fetch, COUNT)
    top = merkle.root(COUNT, read)
    merkle.verify_inclusion(index, COUNT, LEAVES[index], top, merkle.inclusion_proof(index, COUNT, read))
    proof = merkle.consistency_proof(old, COUNT, read)
    merkle.verify_consistency(old, COUNT, merkle.root(old, read), top, proof)
    assert len(fetched) == len(set(fetched)) < 12


def test_the_root_is_that_of_the_list() -> None:
    assert merkle.root(COUNT, tiles.subtrees(source(FILES), COUNT)) == merkle.root_of(LEAVES)


def test_a_partial_tile_that_is_gone_is_the_beginning_of_the_full_one() -> None:
    files = written(300)
    later = {path: data for path, data in written(600, 0).items() if ".p/" not in path}
    assert "tile/0/001.p/44" in files
    read = tiles.subtrees(source(later | {"tile/1/000": files["tile/1/000.p/1"] + bytes(255 * 32)}), 300)
    assert merkle.root(300, read) == merkle.root_of(LEAVES[:300])
    entries = [bytes([at]) for at in range(WIDTH)]
    whole = {"tile/entries/000": tiles.join_bundle(entries)}
    assert tiles.read(source(whole), Tile(ENTRIES, 0, 3)) == tiles.join_bundle(entries[:3])
    with pytest.raises(TileError):
        tiles.read(source({}), Tile(0, 0, 3))


def test_a_tile_of_another_size_is_refused() -> None:
    for wrong in (b"", FILES["tile/0/000"][:-1], FILES["tile/0/000"] + bytes(32)):
        with pytest.raises(TileError):
            merkle.root(256, tiles.subtrees(source(FILES | {"tile/1/000.p/1": wrong}), 256))


@given(st.lists(st.binary(max_size=300), max_size=WIDTH))
def test_bundles(entries: list[bytes]) -> None:
    assert tiles.split_bundle(tiles.join_bundle(entries), len(entries)) == entries


def test_the_form_of_a_bundle() -> None:
    assert tiles.join_bundle([b"abc", b"", b"d"]) == b"\x00\x03abc\x00\x00\x00\x01d"
    large = b"x" * 65_535
    assert tiles.split_bundle(tiles.join_bundle([large]), 1) == [large]
    with pytest.raises(TileError):
        tiles.join_bundle([large + b"x"])
    for data, width in (
        (b"", 1),
        (b"\x00", 1),
        (b"\x00\x03ab", 1),
        (b"\x00\x01a\x00", 1),
        (b"\x00\x01a", 2),
        (b"x", 0),
    ):
        with pytest.raises(TileError):
            tiles.split_bundle(data, width)
