"""axe-core on a page, through the debugger, so that the page's own Content-Security-Policy stays as it is."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

_SOURCE = (Path(__file__).parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js").read_text
_RUN = """async () => { const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
  return found.violations.map(v => ({ id: v.id, nodes: v.nodes.map(n => n.html.slice(0, 200) + ' ' + (n.failureSummary ?? '').slice(0, 300)) })); }"""


async def violations(page: Page) -> list[dict[str, Any]]:
    """Empty when the page is clean by WCAG 2.0 to 2.2 A and AA and axe's best practice."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_SOURCE())
    return await page.evaluate(_RUN)
