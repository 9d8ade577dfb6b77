"""HTML that people read: home, the shell of a room, what is protected, accessibility, errors.

`handlers` are the routes, `error_page` draws a refusal, `Site` (made once from the settings) stands in the
application's state as `site`.
"""

from folkmoot.web.pages.routes import error_page, handlers
from folkmoot.web.pages.site import Site

__all__ = ["Site", "error_page", "handlers"]
