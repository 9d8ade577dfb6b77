"""Published lists: what is one and what is not."""

from pathlib import Path

import pytest

from folkmoot.web.pages.assets import ClientMissingError
from folkmoot.web.pages.hashes import BadListError, listing, parse

SUM = "0123456789abcdef" * 4


def test_order_and_spelling_make_no_difference() -> None:
    one = parse(f"{SUM}  b.js\n{SUM[::-1]} *a.js\n\n")
    assert one.text == f"{SUM[::-1]}  a.js\n{SUM}  b.js\n"
    assert parse(one.text) == one
    assert parse(one.text.replace("\n", "\r\n")).total == one.total


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "<!doctype html>",
        f"{SUM}",
        f"{SUM} a.js",
        f"{SUM[1:]}  a.js",
        f"{SUM.upper()}  a.js",
        f"{SUM}  ../a.js",
        f"{SUM}  a/../b.js",
        f"{SUM}  /a.js",
        f"{SUM}  .hidden",
        f"{SUM}  a.js?x",
        f"{SUM}  a.js\n{SUM}  a.js",
        f"{SUM}  a.js\nand more",
        "".join(f"{SUM}  {number}.js\n" for number in range(1001)),
    ],
)
def test_what_is_no_list(text: str) -> None:
    with pytest.raises(BadListError):
        parse(text)


def test_what_is_not_served_is_not_listed(tmp_path: Path) -> None:
    with pytest.raises(ClientMissingError):
        listing(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / ".vite").write_text("")
    with pytest.raises(ClientMissingError):
        listing(tmp_path)
    (tmp_path / "a.js").write_text("")
    assert [one.name for one in listing(tmp_path).files] == ["a.js"]
