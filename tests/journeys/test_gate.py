"""The gate in a real browser: from what a person has to a voice that is in use, and a receipt that was checked."""

import asyncio
import csv
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Playwright, expect

from folkmoot.record.receipts import Receipt
from tests.journeys.gatehouse import PATIENCE, Gatehouse, arrive, gatehouse, in_use, receipt_stands
from tests.journeys.person import CHROMIUM, FLAGS, SIZES, Size
from tests.journeys.test_office import PICTURES, WIDER, first_link, looked_at, with_device
from tests.journeys.test_record_pages import picture
from tests.journeys.words import Words
from tests.voices.scene import give_key

pytestmark = [
    pytest.mark.beside,
    pytest.mark.journey,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(600),
]

QUESTION = "How should our river look in 2040?"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gatehouse]:
    async with gatehouse(tmp_path_factory.mktemp("gate")) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    running = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    await running.close()


async def codes_of_a_convenor(house: Gatehouse, page: Page, folder: Path) -> tuple[str, list[tuple[str, str]]]:
    """Signs in, makes a campaign for codes, opens it, and has three made. Returns its slug, codes and links."""
    await page.goto(first_link(house.service))
    await page.get_by_label("Your name").fill("Ingrid Solheim")
    await page.get_by_label("Sign-in name").fill("ingrid.solheim")
    await page.get_by_role("button", name="Make a passkey").click()
    await page.get_by_role("link", name="I have kept them").click()
    await page.get_by_role("link", name="Make a campaign").click()
    await page.get_by_label("The question", exact=True).fill(QUESTION)
    await page.get_by_label("What people should know first", exact=True).fill("The council decides in 2027.")
    await page.get_by_label("Opens", exact=True).fill("2026-01-20")
    await page.get_by_label("Closes", exact=True).fill("2199-01-10")
    await page.get_by_label("Codes that you send out").check()
    await page.get_by_role("button", name="Make the campaign").click()
    await page.wait_for_url("**/campaigns/how-*")
    await page.get_by_role("button", name="Open the campaign").click()
    await expect(page.get_by_text("None has been made yet.")).to_be_visible()
    slug = page.url.rpartition("/")[2]
    give_key(house.service.data_dir, await house.id_of(slug))
    await page.get_by_label("How many more?").fill("none")
    await page.get_by_role("button", name="Make codes").click()
    await expect(page.get_by_role("heading", name="No codes were made")).to_be_visible()
    await page.get_by_role("link", name="Back to the campaign").click()
    await page.get_by_label("How many more?").fill("3")
    await page.get_by_role("button", name="Make codes").click()
    await expect(page.get_by_role("heading", name="3 new codes")).to_be_visible()
    shown = await page.locator(".slips .sign").all_text_contents()
    await looked_at(page, "sheet", "desktop-light-en")
    await page.pdf(path=PICTURES / "sheet.pdf")
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Save as a file").click()
    file = folder / "codes.csv"
    await (await coming.value).save_as(file)
    with file.open(newline="") as lines:
        (head, *rows) = csv.reader(lines)
    assert head == ["code", "link"]
    assert [row[0] for row in rows] == shown
    return slug, [(code, link) for code, link in rows]


async def come_late(house: Gatehouse, browser: Browser, slug: str, used: str, unused: str) -> None:
    """Another browser has no use for the same code, and none for one that is none; the page still takes another."""
    late = await (await arrive(browser, **SIZES["phone"])).new_page()
    await late.goto(house.address(slug))
    for typed, words in (("", "is empty"), ("AAAA-AAAA-AAAA", "not known"), (used, "was used on")):
        await late.locator("#code").fill(typed)
        await late.get_by_role("button", name="Get my voice").click()
        await expect(late.locator("#code-error")).to_contain_text(words, timeout=PATIENCE)
        await expect(late.locator("#code")).to_be_focused()
    await expect(late.locator("#used")).to_be_visible()
    await picture(late, "gate-used-phone-light-en")
    await late.locator("#code").fill(f" {unused.lower()} ")
    await late.get_by_role("button", name="Get my voice").click()
    await expect(late.locator("#have h1")).to_be_visible(timeout=PATIENCE)


async def test_codes_from_the_convenor_to_receipts_that_are_kept(
    house: Gatehouse, browser: Browser, tmp_path: Path
) -> None:
    office = await arrive(browser)
    desk = await with_device(office)
    slug, codes = await codes_of_a_convenor(house, desk, tmp_path)
    (code, link), (other, _), *_ = codes
    context = await arrive(browser)
    page = await context.new_page()
    await page.goto(link)
    # What the link brought is filled in, and used when somebody presses; it stays in no address.
    await expect(page.locator("#code")).to_have_value(code)
    assert "#" not in page.url
    await picture(page, "gate-codes-desktop-light-en")
    await page.get_by_role("button", name="Get my voice").click()
    await in_use(page, "in use")
    await picture(page, "gate-done-desktop-light-en")
    await receipt_stands(page, house.service.origin, QUESTION)
    await expect(page.locator("#summary .banner.ok")).to_be_visible()
    async with page.expect_download() as coming:
        await page.locator("#save").click()
    kept = tmp_path / "receipts"
    await (await coming.value).save_as(kept)
    assert Receipt.parse(kept.read_bytes()).fields["kind"] == "voice"

    await come_late(house, browser, slug, code, other)

    # The voice moves by its words, with its receipt, and is gone here.
    await page.goto(f"{house.service.origin}/voice")
    await page.get_by_role("button", name="Move it").click()
    await expect(page.locator("#words li")).to_have_count(8, timeout=PATIENCE)
    words = await page.locator("#words li").all_text_contents()
    there = await (await arrive(browser, **SIZES["phone"])).new_page()
    await there.goto(f"{house.service.origin}/voice")
    await there.locator("#fetch").click()
    await there.locator("#phrase").fill(" ".join(words))
    await there.locator("#typed button").click()
    await expect(there.locator("#arrived h1")).to_be_visible(timeout=PATIENCE)
    await expect(page.locator("#gone h1")).to_be_visible(timeout=PATIENCE)
    await receipt_stands(there, house.service.origin, QUESTION)
    await there.locator("#delete").click()
    await there.locator("#sure button[value=yes]").click()
    await expect(there.locator("#list > li")).to_have_count(0)
    await there.locator("#held button", has_text="Take it off").click()
    await there.locator("#off button[value=yes]").click()
    await expect(there.locator("#voices-part")).to_be_hidden()

    await desk.goto(f"{house.service.origin}/campaigns/{slug}")
    await expect(desk.locator(".bulk")).to_contain_text("3 codes have been made. 2 have been used.")
    await looked_at(desk, "campaign-codes", "desktop-light-en")


async def by_link(house: Gatehouse, browser: Browser) -> None:
    question = "Who has the link?"
    page = await (await arrive(browser)).new_page()
    await page.goto(house.address(await house.campaign("link", question)))
    await page.get_by_role("button", name="Get my voice").click()
    await in_use(page, "in use")
    await receipt_stands(page, house.service.origin, question)


async def by_mail(house: Gatehouse, browser: Browser) -> None:
    question, t = "Who has a mailbox?", Words("ar")
    page = await (await arrive(browser, locale="ar", color_scheme="dark", **SIZES["phone"])).new_page()
    await page.goto(house.address(await house.campaign("mail", question)))
    await picture(page, "gate-mail-phone-dark-ar")
    for wrong in ("", "anna", "anna@example"):
        await page.locator("#address").fill(wrong)
        await page.locator("#mail button.primary").click()
        await expect(page.locator("#address-error")).to_have_text(t("asking-address"))
    await page.locator("#address").fill("anna@example.org")
    await page.locator("#mail button.primary").click()
    await expect(page.locator("#mailed")).to_be_visible(timeout=PATIENCE)
    await expect(page.locator("#code")).to_be_focused()
    await picture(page, "gate-mailed-phone-dark-ar")
    to, subject, text = house.office.text()
    assert to == "anna@example.org"
    # The mail speaks the language of the page.
    assert "رمزك" in subject
    link = re.search(r"http://\S+#mail=\S+", text)
    assert link
    # Opened where the page is open already.
    await page.goto(link[0])
    await expect(page.locator("#code")).to_have_value(re.compile(r"^[A-Z2-9-]{14}$"))
    await page.locator("#get").click()
    await in_use(page, t("asking-in-use"))
    await receipt_stands(page, house.service.origin, question)


async def by_login(house: Gatehouse, browser: Browser) -> None:
    question = "Who lives here?"
    context = await arrive(browser)
    page = await context.new_page()
    slug = await house.campaign("login", question)
    await page.goto(house.address(slug))
    await picture(page, "gate-login-desktop-light-en")
    await page.get_by_role("link", name="Go to the login").click()
    # Turning back there is a refusal, said in words, with a way on.
    await page.get_by_role("link", name="Cancel").click()
    await expect(page.get_by_text("The login did not let you through")).to_be_visible()
    await page.get_by_role("link", name="Try again").click()
    await page.get_by_role("link", name="Go to the login").click()
    await page.get_by_placeholder("Enter any login").fill("anna")
    await page.get_by_placeholder("and password").fill("any")
    await page.get_by_role("button", name="Sign-in").click()
    await in_use(page, "in use")
    assert page.url == house.address(slug)
    await receipt_stands(page, house.service.origin, question)
    # The same account from another browser has had its voice.
    other = await (await arrive(browser)).new_page()
    await other.goto(house.address(slug))
    await other.get_by_role("link", name="Go to the login").click()
    await other.get_by_placeholder("Enter any login").fill("anna")
    await other.get_by_placeholder("and password").fill("any")
    await other.get_by_role("button", name="Sign-in").click()
    await expect(other.locator("#refused")).to_contain_text("with this account", timeout=PATIENCE)
    # What was finished is over.
    await other.goto(f"{house.service.origin}/login/return?state=none&code=none")
    await expect(other.get_by_role("heading", name="This login is over")).to_be_visible()
    assert await other.context.cookies(f"{house.service.origin}/login/return") == []


async def test_a_voice_by_link_by_mail_and_by_login(house: Gatehouse, browser: Browser) -> None:
    await asyncio.gather(by_link(house, browser), by_mail(house, browser), by_login(house, browser))


async def test_without_javascript(house: Gatehouse, browser: Browser) -> None:
    page = await (await arrive(browser, java_script_enabled=False)).new_page()
    slug = await house.campaign("codes")
    (code,) = await house.codes(slug, 1)
    for words in ("You have a voice", "That did not work"):
        await page.goto(house.address(slug))
        # Not by its text: Playwright takes that of a noscript for none.
        await expect(page.locator("noscript .banner")).to_contain_text("promises not to look who you are")
        await page.locator("#plain-code").fill(code)
        await page.get_by_role("button", name="Go on without JavaScript").click()
        await expect(page.get_by_role("heading", name=words)).to_be_visible()
    await expect(page.get_by_text("A voice was asked for with this code on")).to_be_visible()

    slug = await house.campaign("mail")
    await page.goto(house.address(slug))
    await page.locator("#plain-address").fill("ben@example.org")
    await page.get_by_role("button", name="Send me a code").click()
    await expect(page.get_by_role("heading", name="Look into your mails")).to_be_visible()
    await page.get_by_label("Your code").fill(house.office.text()[2].splitlines()[2])
    await page.get_by_role("button", name="Go on without JavaScript").click()
    await expect(page.get_by_role("heading", name="You have a voice")).to_be_visible()

    slug = await house.campaign("login")
    await page.goto(house.address(slug))
    await page.get_by_role("link", name="Go to the login").click()
    await page.get_by_placeholder("Enter any login").fill("ben")
    await page.get_by_placeholder("and password").fill("any")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Go on without JavaScript").click()
    await expect(page.get_by_role("heading", name="You have a voice")).to_be_visible()

    slug = await house.campaign("link", closes=1_700_000_000)
    await page.goto(house.address(slug))
    await expect(page.get_by_role("heading", name="This campaign is closed")).to_be_visible()


# Every word as much longer as another language may have it.
LONGER = """() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); const found = [];
  while (walk.nextNode()) if (walk.currentNode.data.trim() && !walk.currentNode.parentElement.closest('script')) found.push(walk.currentNode);
  for (const one of found) one.data = one.data.replace(/[\\p{L}\\p{M}]+/gu, word => word + word.slice(0, Math.ceil(word.length * .4))); }"""


async def test_every_gate_in_every_look(house: Gatehouse, browser: Browser) -> None:
    looks: tuple[tuple[Size, Literal["light", "dark"], str], ...] = (
        ("desktop", "dark", "en"),
        ("phone", "light", "de"),
        ("desktop", "light", "ar"),
    )
    addresses = {
        gate: house.address(await house.campaign(gate, QUESTION)) for gate in ("link", "codes", "mail", "login")
    }
    for size, theme, language in looks:
        page = await (await arrive(browser, locale=language, color_scheme=theme, **SIZES[size])).new_page()
        for gate, address in addresses.items():
            await page.goto(address)
            await expect(page.locator("#ask h1")).to_be_visible()
            await picture(page, f"gate-{gate}-{size}-{theme}-{language}")
            await page.evaluate(LONGER)
            for width in (1280, 360, 320):
                await page.set_viewport_size({"width": width, "height": 800})
                assert await page.evaluate(WIDER) <= 0, (gate, language, width)
            await page.set_viewport_size(SIZES[size]["viewport"])
