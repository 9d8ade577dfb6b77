"""Turns a template and a request into a page: language, words, icons, the built client."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie

import folkmoot
from folkmoot.base.settings import Settings
from folkmoot.web.pages.assets import Assets
from folkmoot.web.pages.hashes import listing
from folkmoot.web.pages.language import LANGUAGES, Language, negotiate
from folkmoot.web.pages.protection import THREAT_MODEL, named_tests
from folkmoot.web.pages.words import source, words_of

_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
COOKIE = "folkmoot_language"
_YEAR = 365 * 24 * 3600

AnyRequest = Request[Any, Any, Any]


class Site:
    """Everything that all pages share. Made once; raises `ClientMissingError` when there is no built client."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.host = urlsplit(settings.public_origin).netloc
        self._secure = settings.public_origin.startswith("https:")
        assets = Assets(settings.client_dir)
        self.import_map = assets.import_map
        self.listing = listing(settings.client_dir)
        self.tests = named_tests(THREAT_MODEL.read_text(encoding="utf-8"))
        self._jinja = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # Arabic as it is, not six ASCII signs a letter; what could end a data block stays escaped.
        self._jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        self._shared: dict[str, Any] = {
            "instance": settings.instance_name,
            "host": self.host,
            "origin": settings.public_origin,
            "version": folkmoot.__version__,
            "languages": tuple(LANGUAGES.values()),
            "pages_style": assets.entry("src/ui/pages.css"),
            "office_style": assets.entry("src/ui/office.css"),
            "home_script": assets.entry("src/enhance/home.ts"),
            "protection_script": assets.entry("src/enhance/protection.ts"),
            "room_script": assets.entry("src/room/main.ts"),
            "signin_script": assets.entry("src/enhance/signin.ts"),
            "campaign_script": assets.entry("src/enhance/campaign.ts"),
            "record_style": assets.entry("src/ui/record.css"),
            "record_script": assets.entry("src/enhance/record.ts"),
            "check_script": assets.entry("src/enhance/check.ts"),
            "receipts_script": assets.entry("src/enhance/receipts.ts"),
            "move_script": assets.entry("src/enhance/move.ts"),
            "gate_script": assets.entry("src/enhance/gate.ts"),
            # Who is signed in; pages for such people say it anew.
            "person": None,
            "here": "",
        }

    def page(
        self, request: AnyRequest, template: str, *, status: int = 200, cache: str = "no-cache", **given: Any
    ) -> Response[str]:
        """The page in the reader's language. `given` are the template's own variables."""
        language = language_of(request)
        shared = {**self._shared, "t": words_of(language), "language": language}
        body = self._jinja.get_template(template).render(shared | given)
        return Response(
            body,
            status_code=status,
            media_type=MediaType.HTML,
            headers={
                "Content-Language": language.code,
                "Vary": "Accept-Language, Cookie",
                "Cache-Control": cache,
            },
            cookies=[self._remember(language)] if request.query_params.get("lang") == language.code else [],
        )

    def script_data(
        self, request: AnyRequest, files: tuple[str, ...], **given: str | int | list[str]
    ) -> dict[str, Any]:
        """What a page tells its script, in a data block: no request more, and no script in the page."""
        language = language_of(request)
        return {
            "language": language.code,
            "digits": language.digits,
            "direction": language.direction,
            "instance": self.settings.instance_name,
            "messages": source(language.code, *files),
            **given,
        }

    def _remember(self, language: Language) -> Cookie:
        return Cookie(
            key=COOKIE, value=language.code, max_age=_YEAR, path="/", samesite="lax", httponly=True, secure=self._secure
        )


def language_of(request: AnyRequest) -> Language:
    """The language that the request is answered in."""
    return negotiate(
        request.query_params.get("lang"), request.cookies.get(COOKIE), request.headers.get("accept-language")
    )


def site_of(request: AnyRequest) -> Site:
    """The `Site` that the assembly point put into the application's state."""
    site: Site = request.app.state.site
    return site
