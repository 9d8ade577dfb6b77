# What Folkmoot uses of it; Authlib itself has no types.

from collections.abc import Awaitable

from authlib.oauth2.auth import ClientAuth

class OAuth2Client:
    client_id: str
    client_secret: str
    token_endpoint_auth_method: str

    def __init__(
        self,
        session: None,
        *,
        client_id: str,
        client_secret: str | None = None,
        token_endpoint_auth_method: str | None = None,
        scope: str | None = None,
        redirect_uri: str | None = None,
        code_challenge_method: str | None = None,
    ) -> None: ...
    def create_authorization_url(
        self, url: str, state: str | None = None, code_verifier: str | None = None, *, nonce: str
    ) -> tuple[str, str]: ...
    def fetch_token(
        self, url: str, *, grant_type: str, code: str, code_verifier: str
    ) -> Awaitable[tuple[int, bytes]]: ...
    def _fetch_token(
        self, url: str, body: str, auth: ClientAuth, method: str, headers: dict[str, str]
    ) -> Awaitable[tuple[int, bytes]]: ...
