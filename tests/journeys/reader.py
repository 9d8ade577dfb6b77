"""Somebody who listens: reads a page's accessibility tree as a screen reader does, and keeps what it says by itself."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from playwright.async_api import CDPSession, Page

Node = dict[str, Any]
POLL = 0.1
#: Roles of who may interrupt are also told when they come together with their words; of the others not all screen readers do that.
INTERRUPTS = "alert"


@dataclass
class Region:
    """A live region as it stands: its pieces of text by the node that holds them."""

    role: str
    whole: bool
    pieces: dict[int, str]

    def since(self, before: "Region | None") -> str:
        """What is said of the change; of a region that was not there before nothing, unless it interrupts."""
        if before is None and self.role != INTERRUPTS:
            return ""
        known = {} if before is None else before.pieces
        new = [text for node, text in self.pieces.items() if known.get(node) != text]
        return " ".join(self.pieces.values() if self.whole and new else new)


@dataclass
class Tree:
    """One look at the accessibility tree."""

    nodes: dict[str, Node]

    @classmethod
    def of(cls, nodes: list[Node]) -> "Tree":
        return cls({str(node["nodeId"]): node for node in nodes})

    def regions(self) -> dict[int, Region]:
        """By the element. What is inert or hidden is not in the tree."""
        return {
            int(node["backendDOMNodeId"]): Region(
                role(node),
                flag(node, "atomic") is True,
                {int(one["backendDOMNodeId"]): name(one) for one in self.texts(node)},
            )
            for node in self.nodes.values()
            if not node["ignored"] and flag(node, "live") in ("polite", "assertive") and flag(node, "root") is None
        }

    def texts(self, node: Node) -> Iterator[Node]:
        for child in node.get("childIds", []):
            one = self.nodes.get(str(child))
            if one is None:
                continue
            if role(one) == "StaticText" and not one["ignored"] and name(one).strip():
                yield one
            else:
                yield from self.texts(one)

    def focused(self) -> str:
        """Role and name of what has the focus, the innermost."""
        found = [node for node in self.nodes.values() if not node["ignored"] and flag(node, "focused") is True]
        return f"{role(found[-1])} {name(found[-1])}" if found else "nothing"


def role(node: Node) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: Node) -> str:
    return str(node.get("name", {}).get("value", ""))


def flag(node: Node, wanted: str) -> Any:
    """A property's value; of one that is a relation, that there is one."""
    for one in node.get("properties", []):
        if one["name"] == wanted:
            return one["value"].get("value", one["value"])
    return None


@dataclass
class Reader:
    """Listens to one page until it is told to stop."""

    session: CDPSession
    said: list[str] = field(default_factory=list[str])
    _before: dict[int, Region] | None = None
    _listening: asyncio.Task[None] | None = None

    @classmethod
    async def listen(cls, page: Page) -> "Reader":
        session = await page.context.new_cdp_session(page)
        await session.send("Accessibility.enable")  # pyright: ignore[reportUnknownMemberType]  # reason: Playwright leaves the dictionary's types out
        reader = cls(session)
        await reader.look()
        reader._listening = asyncio.create_task(reader._listen())
        return reader

    async def stop(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def tree(self) -> Tree:
        answer = await self.session.send("Accessibility.getFullAXTree")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # reason: as above
        return Tree.of(cast("list[Node]", cast("dict[str, Any]", answer)["nodes"]))

    async def look(self) -> None:
        regions = (await self.tree()).regions()
        if self._before is not None:
            for node, region in regions.items():
                words = region.since(self._before.get(node))
                if words:
                    self.said.append(words)
        self._before = regions

    async def hears(self, words: str, seconds: float = 15.0) -> None:
        """Waits until it is said, and takes it: the same once more is to be said once more."""
        for _ in range(int(seconds / POLL)):
            for at, said in enumerate(self.said):
                if words in said:
                    del self.said[at]
                    return
            await asyncio.sleep(POLL)
        raise AssertionError(f"{words!r} was not said, but {self.said}")

    async def stands_on(self, words: str, seconds: float = 10.0) -> None:
        """Waits until the focus is on that: "button Leave"."""
        found = ""
        for _ in range(int(seconds / POLL)):
            found = (await self.tree()).focused()
            if found == words:
                return
            await asyncio.sleep(POLL)
        raise AssertionError(f"the focus is on {found!r}, not on {words!r}")

    async def _listen(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            await self.look()
