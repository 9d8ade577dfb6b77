"""A value that cannot be printed, logged or pickled by accident."""

import hmac
from typing import Any, NoReturn


class Secret:
    """Bytes that only `reveal` gives out.

    `repr`, `str`, `format` and `%s` show a fixed text; pickling and copying raise `TypeError`, since a copy would
    outlive whoever thinks that they hold the only one. Comparison takes constant time.
    """

    __slots__ = ("__value",)

    def __init__(self, value: bytes | str) -> None:
        self.__value = value.encode() if isinstance(value, str) else bytes(value)

    def reveal(self) -> bytes:
        """The bytes themselves."""
        return self.__value

    def reveal_text(self) -> str:
        """The bytes as UTF-8 text; raises `UnicodeDecodeError` when they are none."""
        return self.__value.decode()

    def __repr__(self) -> str:
        return "Secret(hidden)"

    __str__ = __repr__

    def __format__(self, spec: str, /) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self.__value, other.__value)

    __hash__ = None  # type: ignore[assignment]  # reason: a hash of a secret is a fingerprint of it

    def __reduce_ex__(self, protocol: Any, /) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")
