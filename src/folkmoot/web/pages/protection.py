"""The lines of the page that says what is protected and what is not; their words are `protection-NAME` in locales.

Which test shows which line stands in docs/threat-model.md alone: each of its lines names a line here as `#NAME`.
tests/docs compares the two, both ways.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

_PACKAGED = Path(__file__).resolve().parents[1] / "docs"
_DOCS = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).resolve().parents[4] / "docs"
THREAT_MODEL = _DOCS / "threat-model.md"
_BREAK = re.compile(r"\n(?=\||- |#|\n)")
_NAME = re.compile(r"`#([a-z]+)`")
_TEST = re.compile(r"`((?:client/)?tests?/[\w/.-]+(?:::\w+)?)`")


class Line(NamedTuple):
    """One line. `tested`: there is a sentence on how it is tested; docs/threat-model.md names the test."""

    name: str
    state: Literal["yes", "part", "no"]
    tested: bool


# Inside a section: protected, in part, not.
SECTIONS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        "room",
        (
            Line("content", "yes", tested=True),
            Line("unseen", "yes", tested=True),
            Line("switches", "yes", tested=True),
            Line("rules", "yes", tested=True),
            Line("entry", "part", tested=True),
            Line("change", "part", tested=True),
            Line("forging", "part", tested=True),
            Line("presence", "no", tested=True),
            Line("names", "no", tested=False),
            Line("recording", "no", tested=False),
        ),
    ),
    (
        "voice",
        (
            Line("once", "part", tested=True),
            Line("unlinked", "part", tested=True),
            Line("record", "part", tested=True),
            Line("pressure", "no", tested=False),
        ),
    ),
    (
        "service",
        (
            Line("third", "yes", tested=True),
            Line("watching", "yes", tested=True),
            Line("sites", "yes", tested=True),
            Line("garbage", "yes", tested=True),
            Line("source", "part", tested=True),
            Line("convenors", "part", tested=True),
            Line("erasure", "part", tested=True),
            Line("library", "part", tested=True),
            Line("device", "no", tested=False),
            Line("blocking", "no", tested=False),
        ),
    ),
)
COUNTS = tuple(
    (state, sum(line.state == state for _, lines in SECTIONS for line in lines)) for state in ("yes", "part", "no")
)


class Claim(NamedTuple):
    """One line of docs/threat-model.md: the lines of the page that say it, and the tests that it names."""

    text: str
    lines: tuple[str, ...]
    tests: tuple[str, ...]


def claims(document: str) -> Iterator[Claim]:
    """The rows of the tables and the points of the lists that name a line of the page."""
    for text in _BREAK.split(document):
        names = _NAME.findall(text)
        if names:
            yield Claim(text, tuple(names), tuple(_TEST.findall(text)))


def named_tests(document: str) -> dict[str, tuple[str, ...]]:
    """The tests that show each line, in the document's order, each once."""
    found: dict[str, dict[str, None]] = {line.name: {} for _, lines in SECTIONS for line in lines}
    for claim in claims(document):
        for name in claim.lines:
            found.setdefault(name, {}).update(dict.fromkeys(claim.tests))
    return {name: tuple(tests) for name, tests in found.items()}
