"""Which language a page is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.web.pages.language import LANGUAGES, negotiate


@pytest.mark.parametrize(
    ("asked", "remembered", "accept", "code"),
    [
        (None, None, None, "en"),
        (None, None, "", "en"),
        (None, None, "de-AT,de;q=0.9,en;q=0.8", "de"),
        (None, None, "fr,ar;q=0.5,en;q=0.4", "ar"),
        (None, None, "en;q=0.2, de;q=0.7", "de"),
        (None, None, "de;q=0, ar;q=0.1", "ar"),
        (None, None, "fr", "en"),
        (None, None, "*", "en"),
        (None, None, "DE", "de"),
        (None, "ar", "de", "ar"),
        ("de", "ar", "en", "de"),
        ("xx", "ar", "de", "ar"),
        ("xx", "yy", "de", "de"),
    ],
)
def test_negotiate(asked: str | None, remembered: str | None, accept: str | None, code: str) -> None:
    assert negotiate(asked, remembered, accept).code == code


@given(st.text(), st.text(), st.text(alphabet="adenr*-;q=01.,\t x"))
def test_whatever_comes_in_a_language_comes_out(asked: str, remembered: str, accept: str) -> None:
    assert negotiate(asked, remembered, accept).code in LANGUAGES
