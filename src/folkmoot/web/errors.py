"""The one table from refusals to HTTP, and what a failed request is answered: JSON to programs, a page to people."""

from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException

from folkmoot.base.errors import FolkmootError, InvalidRequestError, RateLimitedError, TooLargeError
from folkmoot.base.log import logger
from folkmoot.campaigns.blind import BadBlindedError, BadKeyError
from folkmoot.campaigns.errors import (
    ActInvalidError,
    ActReplayedError,
    BadPasskeyError,
    CampaignChangedError,
    CampaignClosedError,
    CampaignNotOpenError,
    CampaignUnknownError,
    CredentialUnknownError,
    CredentialUsedError,
    LinkSpentError,
    LoginDoubtfulError,
    LoginExpiredError,
    LoginRefusedError,
    LoginUnavailableError,
    NotAllowedHereError,
    NotReadyError,
    ReasonMissingError,
    RequestUnknownError,
    VoiceGivenUpError,
    VoiceInvalidError,
    VoiceKeyMissingError,
    VoiceUnknownError,
)
from folkmoot.campaigns.moves import MovesFullError, MoveTakenError, MoveUnknownError
from folkmoot.campaigns.post import MailUnavailableError
from folkmoot.meet.errors import RoomTakenError, RoomUnknownError
from folkmoot.record.errors import RecordDamagedError, RecordUnavailableError, SecondWriterError
from folkmoot.web.desk import NotSignedInError
from folkmoot.web.pages import error_page
from folkmoot.web.pages.account import to_sign_in
from folkmoot.web.security import WrongOriginError
from folkmoot.web.signalling import EngineDownError

STATUS: dict[type[FolkmootError], int] = {
    InvalidRequestError: 400,
    ActInvalidError: 400,
    BadBlindedError: 400,
    BadPasskeyError: 400,
    ReasonMissingError: 400,
    CredentialUnknownError: 403,
    LoginRefusedError: 403,
    NotAllowedHereError: 403,
    VoiceInvalidError: 403,
    VoiceUnknownError: 403,
    WrongOriginError: 403,
    CampaignUnknownError: 404,
    MoveUnknownError: 404,
    RequestUnknownError: 404,
    RoomUnknownError: 404,
    ActReplayedError: 409,
    CampaignChangedError: 409,
    CampaignNotOpenError: 409,
    CredentialUsedError: 409,
    MoveTakenError: 409,
    NotReadyError: 409,
    RoomTakenError: 409,
    VoiceGivenUpError: 409,
    CampaignClosedError: 410,
    LinkSpentError: 410,
    LoginExpiredError: 410,
    TooLargeError: 413,
    RateLimitedError: 429,
    LoginDoubtfulError: 502,
    BadKeyError: 503,
    EngineDownError: 503,
    LoginUnavailableError: 503,
    MailUnavailableError: 503,
    MovesFullError: 503,
    RecordDamagedError: 503,
    RecordUnavailableError: 503,
    SecondWriterError: 503,
    VoiceKeyMissingError: 503,
}
# Litestar's own refusals: of a path, a method, a body.
_CODES = {
    400: ("invalid_request", InvalidRequestError.sentence),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take such a request."),
    413: (TooLargeError.code, TooLargeError.sentence),
}
_PROGRAMS = ("/api/", "/engine", "/assets/", "/static/", "/health", "/record/log/")

_log = logger("web.errors")

AnyRequest = Request[Any, Any, Any]


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every JSON error: `code` never changes, `message` is for people.

    `on`, with `credential_used` only, is the day on which it was, as YYYY-MM-DD.
    """

    code: str
    message: str
    on: str = ""


def status_of(error: FolkmootError) -> int:
    """500 for what nobody listed: that is a bug."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def answer_domain(request: AnyRequest, error: FolkmootError) -> Response[Any]:
    """For refusals of ours."""
    status = status_of(error)
    if status == 500:
        return answer_unexpected(request, error)
    retry_after = error.retry_after if isinstance(error, RateLimitedError) else None
    on = error.date if isinstance(error, CredentialUsedError) else ""
    return _answer(request, status, Problem(error.code, error.message, on), retry_after=retry_after)


def answer_framework(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """For refusals of Litestar's. Its own sentences may repeat what was sent, so ours go out."""
    if error.status_code >= 500:
        return answer_unexpected(request, error)
    code, sentence = _CODES.get(error.status_code, _CODES[400])
    allow = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return _answer(request, error.status_code, Problem(code, sentence), headers=allow)


def answer_unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    """For bugs."""
    _log.error("request_failed", method=request.method, exc_info=error)
    return _answer(request, 500, Problem(FolkmootError.code, FolkmootError.sentence))


def _answer(
    request: AnyRequest,
    status: int,
    problem: Problem,
    *,
    retry_after: float | None = None,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    response: Response[Any]
    if request.url.path.startswith(_PROGRAMS):
        response = Response(
            problem, status_code=status, media_type=MediaType.JSON, headers={"Cache-Control": "no-store"}
        )
    else:
        response = error_page(request, status, problem.code, retry_after)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    if retry_after is not None:
        response.headers["Retry-After"] = str(max(1, round(retry_after + 0.5)))
    return response


handlers: dict[Any, Any] = {
    FolkmootError: answer_domain,
    NotSignedInError: to_sign_in,
    HTTPException: answer_framework,
    Exception: answer_unexpected,
}
