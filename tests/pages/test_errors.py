"""The pages for what went wrong."""

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

CASES = [
    (400, "", "This request cannot be answered", "It is not in the form"),
    (403, "", "This request cannot be answered", "It is not in the form"),
    (404, "", "There is no such page", "after the sign #"),
    (410, "", "This conversation is over", "Nobody can open what was said"),
    (429, "?retry_after=20", "Too many requests", "Wait a moment"),
    (429, "?retry_after=60", "Too many requests", "Try again in one minute."),
    (429, "?retry_after=300", "Too many requests", "Try again in 5 minutes."),
    (500, "", "Something went wrong on the server", "not your mistake"),
    (503, "", "Something went wrong on the server", "not your mistake"),
]


@pytest.mark.parametrize(("status", "query", "heading", "sentence"), CASES)
async def test_error_page(
    site: AsyncTestClient[Litestar], status: int, query: str, heading: str, sentence: str
) -> None:
    answer = await site.get(f"/fails/{status}{query}")
    assert answer.status_code == status
    assert heading in answer.text
    assert sentence in answer.text
    assert "<code>some_code</code>" in answer.text
