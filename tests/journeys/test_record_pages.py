"""The record, receipts and moving a voice in a real browser: what its scripts check, and what they say."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Playwright, expect

from folkmoot.record.checkpoint import Checkpoint
from folkmoot.record.merkle import inclusion_proof
from folkmoot.record.note import SignedNote
from folkmoot.record.proof import Proof
from folkmoot.record.receipts import Receipt
from folkmoot.record.tiles import Tile, split_bundle, subtrees
from tests.journeys.axe import violations
from tests.journeys.person import CHROMIUM, FLAGS, SIZES
from tests.journeys.service import Service
from tests.journeys.test_pages import PICTURES

pytestmark = [
    pytest.mark.beside,
    pytest.mark.journey,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
]

# A voice that is in use, put where the gate would keep it.
VOICE = """async () => { const open = indexedDB.open('folkmoot voices', 1);
  open.onupgradeneeded = () => { for (const [name, keyPath] of [['voices', 'campaign'], ['receipts', 'place'], ['seen', 'origin']]) open.result.createObjectStore(name, { keyPath }); };
  const database = await new Promise(done => { open.onsuccess = () => done(open.result); });
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const cover = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
  const iv = new Uint8Array(12); const wrapped = new Uint8Array(await crypto.subtle.wrapKey('pkcs8', pair.privateKey, cover, { name: 'AES-GCM', iv }));
  const signing = await crypto.subtle.unwrapKey('pkcs8', wrapped, cover, { name: 'AES-GCM', iv }, 'Ed25519', false, ['sign']);
  const campaign = 'AAAAAAAAAAAAAAAAAAAAAA', issuer = { campaign, round: 1, modulus: 'q'.repeat(512), exponent: 65537 };
  const writing = database.transaction('voices', 'readwrite');
  writing.objectStore('voices').put({ campaign, slug: 'river', title: 'Our river', issuer, keys: { key, signing, cover, wrapped, iv }, stage: 'spent', prefix: new Uint8Array(32), token: new Uint8Array(384), batch: null, seq: 3 });
  await new Promise(done => { writing.oncomplete = done; }); database.close(); return [...key].join(); }"""

HELD = """async () => { const open = indexedDB.open('folkmoot voices', 1);
  const database = await new Promise(done => { open.onsuccess = () => done(open.result); });
  const asked = database.transaction('voices').objectStore('voices').getAll();
  const held = await new Promise(done => { asked.onsuccess = () => done(asked.result); }); database.close();
  return held.map(one => [...one.keys.key].join()); }"""


def receipt_of(service: Service, index: int = 0) -> str:
    """Of an entry of the running service's record, made from its files alone."""
    folder = service.data_dir / "record" / "log"
    note = SignedNote.parse((folder / "checkpoint").read_bytes())
    size = Checkpoint.parse(note.text).size
    read = subtrees(lambda path: (folder / path).read_bytes(), size)
    bundle = (folder / Tile(-1, 0, size).path).read_bytes()
    proof = Proof(index, tuple(inclusion_proof(index, size, read)), note)
    return Receipt.make(proof, split_bundle(bundle, size)[index], None).serialise().decode()


async def launched(playwright: Playwright) -> Browser:
    return await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


async def context_of(browser: Browser, **given: Any) -> BrowserContext:
    wanted: dict[str, Any] = {"locale": "en", "reduced_motion": "reduce", **SIZES["desktop"], **given}
    return await browser.new_context(**wanted)


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert await violations(page) == [], name
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wide) <= 0, name


async def test_the_checkpoint_is_checked_and_remembered(service: Service, playwright: Playwright) -> None:
    browser = await launched(playwright)
    try:
        page = await (await context_of(browser)).new_page()
        await page.goto(f"{service.origin}/record")
        await page.locator("#look").click()
        await expect(page.locator("#seen .banner.ok")).to_contain_text("for the first time", timeout=20_000)
        await page.reload()
        await page.locator("#look").click()
        await expect(page.locator("#seen .banner.ok")).to_contain_text("saw last time", timeout=20_000)
        await picture(page, "record-checked")
        await page.route("**/record/log/checkpoint", lambda route: route.fulfill(body="no checkpoint\n"))
        await page.locator("#look").click()
        await expect(page.locator("#seen .banner.bad")).to_contain_text("Do not trust it")
    finally:
        await browser.close()


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_receipt_is_checked_without_a_network(
    service: Service, playwright: Playwright, tmp_path: Path, language: str
) -> None:
    receipt = receipt_of(service)
    file = tmp_path / "entry-0.tlog-proof"
    file.write_text(receipt)
    browser = await launched(playwright)
    try:
        context = await context_of(browser, locale=language, color_scheme="dark", **SIZES["phone"])
        page = await context.new_page()
        await page.goto(f"{service.origin}/record/check")
        await expect(page.locator("#choose")).to_be_visible()
        await context.set_offline(True)
        await page.locator("#file").set_input_files(file)
        await expect(page.locator(".checks .good")).to_have_count(2, timeout=20_000)
        await expect(page.locator(".checks .bad")).to_have_count(0)
        await picture(page, f"receipt-good-{language}")
        # The same, typed in: one sign of the path or of the entry is another.
        changed = receipt.replace("index 0", "index 1")
        await page.locator("#pasted").fill(changed)
        await page.locator("#check").click()
        await expect(page.locator(".verdict.bad")).to_be_visible()
        await picture(page, f"receipt-bad-{language}")
        await page.locator("#pasted").fill("nothing of the kind")
        await page.locator("#check").click()
        await expect(page.locator(".verdict.bad h2")).to_be_visible()
        await expect(page.locator(".checks")).to_have_count(0)
    finally:
        await browser.close()


async def test_a_voice_moves_by_eight_words_and_is_gone_here(service: Service, playwright: Playwright) -> None:
    browser = await launched(playwright)
    try:
        here = await (await context_of(browser)).new_page()
        await here.goto(f"{service.origin}/voice")
        await expect(here.locator("#no-voice")).to_be_visible()
        key = await here.evaluate(VOICE)
        await here.reload()
        await here.get_by_role("button", name="Move it").click()
        await expect(here.locator("#words li")).to_have_count(8, timeout=30_000)
        await expect(here.locator("#picture svg path")).to_have_count(1)
        await picture(here, "voice-move")
        words = await here.locator("#words li").all_text_contents()
        there = await (await context_of(browser, **SIZES["phone"])).new_page()
        await there.goto(f"{service.origin}/voice")
        await there.locator("#fetch").click()
        await there.locator("#phrase").fill("one two three")
        await there.locator("#typed button").click()
        await expect(there.locator("#phrase-error")).to_contain_text("eight words")
        await picture(there, "voice-arrive")
        await there.locator("#phrase").fill(" ".join(words))
        await there.locator("#typed button").click()
        await expect(there.locator("#arrived h1")).to_be_visible(timeout=30_000)
        await picture(there, "voice-arrived")
        await expect(here.locator("#gone h1")).to_be_visible(timeout=20_000)
        assert await there.evaluate(HELD) == [key]
        assert await here.evaluate(HELD) == []
        # The words work once.
        third = await (await context_of(browser)).new_page()
        await third.goto(f"{service.origin}/voice")
        await third.locator("#fetch").click()
        await third.locator("#phrase").fill(" ".join(words))
        await third.locator("#typed button").click()
        await expect(third.locator("#reason")).to_contain_text("Another device has taken", timeout=30_000)
        await there.goto(f"{service.origin}/receipts")
        await expect(there.locator("#held li")).to_contain_text("Our river")
        await picture(there, "receipts-voice")
    finally:
        await browser.close()
