"""What all of the JSON API refuses alike: how it is described, and bodies that no decoder can read."""

from typing import Any

from litestar import Request, Response
from litestar.openapi.datastructures import ResponseSpec

from folkmoot.base.errors import InvalidRequestError
from folkmoot.web.errors import Problem, answer_domain


def problem(description: str) -> ResponseSpec:
    """A refusal in docs/openapi.json. Examples would be made by chance, and the document must not change by itself."""
    return ResponseSpec(Problem, description=description, generate_examples=False)


# What any POST may be answered.
POST: dict[int, ResponseSpec] = {
    400: problem("`invalid_request`"),
    403: problem("`wrong_origin`"),
    413: problem("`too_large`"),
    429: problem("`rate_limited`, with `Retry-After`"),
}


def _unreadable(request: Request[Any, Any, Any], _error: Exception) -> Response[Any]:
    return answer_domain(request, InvalidRequestError())


# What the decoder says, besides its own errors, of JSON that is nested without end, and of text that is not UTF-8.
UNREADABLE: dict[Any, Any] = {RecursionError: _unreadable, UnicodeDecodeError: _unreadable}
