"""The root of all domain errors: a stable code for programs and a sentence for people. Nothing here knows HTTP."""

from typing import ClassVar


class FolkmootError(Exception):
    """A refusal that we foresaw.

    `code` never changes once released; `sentence` may be reworded. Neither may hold a secret, an id or an address,
    since both are logged and shown.
    """

    code: ClassVar[str] = "internal"
    sentence: ClassVar[str] = "Something went wrong on the server."

    def __init__(self, sentence: str | None = None) -> None:
        self.message = sentence or self.sentence
        super().__init__(self.message)


class BadSettingError(FolkmootError):
    """A FOLKMOOT_ variable holds something that the setting cannot be."""

    code = "bad_setting"
    sentence = "A setting has a value that it cannot have."


class InvalidRequestError(FolkmootError):
    """Outside bytes that do not have the shape they must have."""

    code = "invalid_request"
    sentence = "The request is not in the form that the protocol asks for."


class TooLargeError(FolkmootError):
    """Over a size cap of docs/protocol.md section 3."""

    code = "too_large"
    sentence = "That is larger than allowed."


class RateLimitedError(FolkmootError):
    """Too many in too short a time. `retry_after` is in seconds."""

    code = "rate_limited"
    sentence = "Too many requests in a short time. Wait a little, then try again."

    def __init__(self, retry_after: float, sentence: str | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
