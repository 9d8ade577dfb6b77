"""What a page of a service makes a browser load, and whether that is what the list of sums allows.

The Content-Security-Policy, which `verify` compares too, keeps browsers from everything in a page that is not looked
at here: scripts in the page itself, handlers in attributes, frames, scripts of other hosts.
"""

from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import msgspec

from folkmoot.web.pages.assets import PREFIX

DATA = "application/json"
IMPORT_MAP = "importmap"
# Only links of these kinds leave what they load without effect on scripts and on what the page looks like.
_HARMLESS = frozenset({"icon"})
_UNWANTED = frozenset({"base", "iframe", "frame", "object", "embed", "applet", "style", "template", "slot"})
_ADDRESSES = ("src", "href", "action", "formaction", "xlink:href", "srcset", "data")


class Outline(HTMLParser):
    """Collects the tags that load or could, and the text of the import map."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.import_map = ""
        self._in_map = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag; of an attribute that is there twice the first counts, as in browsers."""
        attributes: dict[str, str] = {}
        for name, value in attrs:
            attributes.setdefault(name, value or "")
        self.tags.append((tag, attributes))
        self._in_map = tag == "script" and attributes.get("type") == IMPORT_MAP

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base class's signature
        """Whatever ends, the map has."""
        self._in_map = False

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if self._in_map:
            self.import_map += data


def faults(page: str, origin: str, sums: Mapping[str, str]) -> list[str]:
    """What is wrong with it, a part of a sentence each. `sums`: `integrity` values of the listed files, by name."""
    outline = Outline(page)
    found: list[str] = []
    for tag, attributes in outline.tags:
        found += [f"holds <{tag}>"] if tag in _UNWANTED else []
        found += _foreign(tag, attributes, origin)
        found += _loaded(tag, attributes, sums)
    if page.lower().count("<script") != sum(tag == "script" for tag, _ in outline.tags):
        found.append("hides a script from a reader that is less lenient than browsers")
    return found + _mapped(outline.import_map, sums)


def _foreign(tag: str, attributes: Mapping[str, str], origin: str) -> list[str]:
    addresses = [(name, attributes[name].strip()) for name in _ADDRESSES if name in attributes]
    found = [f"leads elsewhere by <{tag} {name}>" for name, address in addresses if not _is_own(address, origin)]
    found += [f"has <{tag} {name}>" for name in attributes if name.startswith("on") or name in ("style", "srcdoc")]
    if tag == "meta" and "http-equiv" in attributes:
        found.append("has <meta http-equiv>")
    return found


def _is_own(address: str, origin: str) -> bool:
    try:
        parts = urlsplit(urljoin(f"{origin}/", address))
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" == origin


def _loaded(tag: str, attributes: Mapping[str, str], sums: Mapping[str, str]) -> list[str]:
    if tag == "script":
        if "src" not in attributes:
            known = attributes.get("type") in (DATA, IMPORT_MAP)
            return [] if known else ["holds a script of its own"]
        address = attributes["src"]
    elif tag == "link" and attributes.get("rel", "").lower() not in _HARMLESS:
        address = attributes.get("href", "")
    else:
        return []
    name = address.removeprefix(PREFIX)
    if not address.startswith(PREFIX) or name not in sums:
        return [f"loads {address or 'nothing that is named'}, which is not in the list"]
    return [] if attributes.get("integrity") == sums[name] else [f"loads {name} with a wrong sum or none"]


def _mapped(text: str, sums: Mapping[str, str]) -> list[str]:
    """An import map may only name sums: it could also lead a script's imports to other files."""
    if not text:
        return []
    try:
        given = msgspec.json.decode(text, type=dict[str, dict[str, str]])
    except msgspec.DecodeError:
        return ["has an import map that cannot be read"]
    known = {f"{PREFIX}{name}": total for name, total in sums.items()}
    named = given.get("integrity", {})
    right = set(given) == {"integrity"} and all(known.get(address) == total for address, total in named.items())
    return [] if right else ["has an import map that says more than the right sums"]
