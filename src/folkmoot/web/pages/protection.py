"""The lines of the page that says what is protected and what is not; their words are `protection-NAME` in locales."""

from typing import Literal, NamedTuple


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
            Line("entry", "part", tested=True),
            Line("change", "part", tested=True),
            Line("presence", "no", tested=True),
            Line("names", "no", tested=False),
            Line("recording", "no", tested=False),
            Line("forging", "no", tested=False),
        ),
    ),
    (
        "service",
        (
            Line("third", "yes", tested=True),
            Line("watching", "yes", tested=True),
            Line("library", "part", tested=True),
            Line("page", "no", tested=False),
            Line("device", "no", tested=False),
            Line("blocking", "no", tested=False),
        ),
    ),
)
