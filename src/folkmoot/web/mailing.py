"""A mail with a code, for campaigns whose gate is an address: written in the reader's language, and sent."""

from typing import Any

from litestar import Request

from folkmoot.base.ids import CampaignId
from folkmoot.campaigns import campaigns
from folkmoot.campaigns.campaigns import Campaign
from folkmoot.web.pages.language import Language
from folkmoot.web.pages.words import Words, words_of
from folkmoot.web.state import parts_of, polling_of

SUBJECT_MAX = 120
ADDRESS_MAX = 254
# What browsers take for an address (HTML, section 4.10.5.1.5), with a dot behind the @: one address, never a list.
ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$"


async def mail_code_to(request: Request[Any, Any, Any], campaign: CampaignId, address: str, language: Language) -> None:
    """Sends a code to an address of the form `ADDRESS`; the address is kept as a keyed hash.

    Raises `RateLimitedError`, `MailUnavailableError`, `CredentialUnknownError` and a campaign's errors.
    """
    parts = parts_of(request)
    parts.limits.mail(request, address)
    code = await polling_of(request).gate.mail_code(campaign, address)
    async with parts.database.read() as connection:
        found = await campaigns.find(connection, campaign)
    words = words_of(language)
    link = f"{parts.settings.public_origin}/c/{found.slug}/voice#mail={code}"
    await parts.post.send(address, _subject(words, found, language), _text(words, code, link))


def _subject(words: Words, campaign: Campaign, language: Language) -> str:
    wording = campaign.rules.document.wordings.get(language.code, campaign.main)
    return words("mail-code-subject", question=" ".join(wording.question.split())[:SUBJECT_MAX])


def _text(words: Words, code: str, link: str) -> str:
    # Code and link on lines of their own: what surrounds a variable in a sentence would go along when it is copied.
    return "\n\n".join((words("mail-code-intro"), code, words("mail-code-link"), link, words("mail-code-end"))) + "\n"
