"""Mails with codes, by a real mail server."""

from collections.abc import Generator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from folkmoot.base.errors import BadSettingError
from tests.service import free_port, make_settings
from tests.voices.front import Town, browser_of, town_in


@dataclass
class Office:
    """Takes mails."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list[Envelope])
    answer: str = "250 taken"
    signed_in: list[LoginPassword] = field(default_factory=list[LoginPassword])

    async def handle_DATA(self, _server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        self.taken.append(envelope)
        return self.answer

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _kind: str, given: Any) -> AuthResult:
        self.signed_in.append(given)
        return AuthResult(success=given == LoginPassword(b"moot", b"correct horse"))

    def text(self, number: int = -1) -> tuple[str, str, str]:
        """To whom, the subject, the text."""
        content = self.taken[number].content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        body = message.get_body()
        assert body is not None
        return message["To"], message["Subject"], body.get_content()


@pytest.fixture
def office() -> Generator[Office]:
    made = Office(free_port())
    controller = Controller(
        made, hostname="127.0.0.1", port=made.port, authenticator=made.authenticate, auth_require_tls=False
    )
    controller.start()
    yield made
    controller.stop()


def sent_by(office: Office, **given: Any) -> dict[str, Any]:
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": office.port,
        "smtp_security": "none",
        "mail_from": "Folkmoot <moot@example.org>",
        **given,
    }


async def ask(town: Town, campaign: str, address: str, **headers: str) -> tuple[int, dict[str, Any]]:
    return await town.post(f"/api/v1/campaigns/{campaign}/voice-mails", {"address": address}, **headers)


async def test_a_code_by_mail(tmp_path: Path, office: Office) -> None:
    async with town_in(tmp_path, **sent_by(office)) as town:
        campaign = await town.campaign("mail")
        assert await ask(town, str(campaign), "anna@example.org") == (202, {"sent": True})
        to, subject, text = office.text()
        assert to == "anna@example.org"
        assert "What now?" in subject
        lines = text.splitlines()
        code, link = lines[2], lines[6]
        assert link.startswith(f"{town.service.origin}/c/")
        assert link.endswith(f"/voice#mail={code}")
        person = browser_of(town, campaign, mail=code)
        assert (await person.request())[0] == 202
        # Another mail to the same address is sent, and brings no second voice; a plus sign makes no other person.
        for address in ("Anna@example.org", "anna+two@example.org"):
            assert (await ask(town, str(campaign), address))[0] == 202
            again = browser_of(town, campaign, mail=office.text()[2].splitlines()[2])
            status, found = await again.request()
            assert (status, found["code"]) == (409, "credential_used")
    assert b"anna" not in b"".join(file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file())
    assert "anna" not in (tmp_path / "log").read_text()


async def test_in_the_readers_language(tmp_path: Path, office: Office) -> None:
    async with town_in(tmp_path, **sent_by(office)) as town:
        campaign = await town.campaign("mail")
        for language, word in (("de", "Ihr Code"), ("ar", "رمزك"), ("en", "Your code")):
            address = f"{language}@example.org"
            assert (await ask(town, str(campaign), address, **{"Accept-Language": language}))[0] == 202
            assert word in office.text()[1]
        # The page's language, where a person has chosen another than their browser's.
        body = {"address": "dora@example.org", "language": "ar"}
        path = f"/api/v1/campaigns/{campaign!s}/voice-mails"
        assert (await town.post(path, body, **{"Accept-Language": "en"}))[0] == 202
        assert "رمزك" in office.text()[1]


async def test_signed_in_at_the_mail_server(tmp_path: Path, office: Office) -> None:
    (tmp_path / "password").write_text("correct horse\n")
    given = sent_by(office, smtp_user="moot", smtp_password_file=str(tmp_path / "password"))
    async with town_in(tmp_path, **given) as town:
        assert (await ask(town, str(await town.campaign("mail")), "anna@example.org"))[0] == 202
        assert len(office.signed_in) == len(office.taken) == 1
        (tmp_path / "password").write_text("wrong")
        status, found = await ask(town, str(await town.campaign("mail")), "ben@example.org")
        assert (status, found["code"]) == (503, "mail_unavailable")
    assert "correct horse" not in (tmp_path / "log").read_text()


async def test_addresses_that_are_none(tmp_path: Path, office: Office) -> None:
    wrong = ("anna", "anna@example", "a@b.org, c@b.org", "a@b.org>", "a\n@b.org", "@b.org", "ä@b.org", "")
    async with town_in(tmp_path, **sent_by(office)) as town:
        for address in wrong:
            status, found = await ask(town, str(await town.campaign("mail")), address)
            assert (status, found["code"]) == (400, "invalid_request"), address
    assert office.taken == []


async def test_a_mail_server_that_refuses_or_is_not_there(tmp_path: Path, office: Office) -> None:
    office.answer = "550 no such person as anna@example.org"
    async with town_in(tmp_path, **sent_by(office)) as town:
        status, found = await ask(town, str(await town.campaign("mail")), "anna@example.org")
        assert (status, found["code"]) == (503, "mail_unavailable")
    assert "mail_not_sent" in (tmp_path / "log").read_text()
    assert "anna" not in (tmp_path / "log").read_text()
    async with town_in(tmp_path / "two") as town:
        status, found = await ask(town, str(await town.campaign("mail")), "anna@example.org")
        assert (status, found["code"]) == (503, "mail_unavailable")


async def test_mails_are_limited(tmp_path: Path, office: Office) -> None:
    async with town_in(tmp_path, **sent_by(office, mails_per_hour=2)) as town:
        campaign = await town.campaign("mail")
        answers = [await ask(town, str(campaign), f"{name}@example.org") for name in ("anna", "ben", "cleo")]
        assert [status for status, _ in answers] == [202, 202, 429]
    assert len(office.taken) == 2


async def test_no_mail_where_the_gate_is_another(tmp_path: Path, office: Office) -> None:
    async with town_in(tmp_path, **sent_by(office)) as town:
        status, found = await ask(town, str(await town.campaign("codes")), "anna@example.org")
        assert (status, found["code"]) == (403, "credential_unknown")
    assert office.taken == []


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_host": "mail.example.org"},
        {"smtp_host": "mail.example.org", "mail_from": "a@example.org", "smtp_security": "none"},
        {"smtp_host": "mail.example.org", "mail_from": "a@example.org", "smtp_user": "moot"},
    ],
)
def test_settings_that_do_not_go_together(tmp_path: Path, given: dict[str, Any]) -> None:
    with pytest.raises(BadSettingError):
        make_settings(tmp_path, **given)
