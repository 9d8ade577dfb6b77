"""Mails with a code, by the institution's own mail server (RFC 5321). Nothing of them is kept."""

import asyncio
import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from pathlib import Path

from folkmoot.base.errors import FolkmootError
from folkmoot.base.log import logger
from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings

SECONDS = 20.0

_log = logger("campaigns.post")


class MailUnavailableError(FolkmootError):
    """No mail server is named in the settings, or it did not take the mail."""

    code = "mail_unavailable"
    sentence = "The mail could not be sent. Try again in some minutes."


@dataclass(frozen=True, slots=True)
class Post:
    """How mails leave."""

    settings: Settings

    async def send(self, address: str, subject: str, text: str) -> None:
        """Sends one mail. Raises `MailUnavailableError`."""
        if not self.settings.smtp_host or not self.settings.mail_from:
            raise MailUnavailableError
        message = EmailMessage()
        try:
            message["From"], message["To"] = self.settings.mail_from, address
            message["Subject"] = subject
            # The date of a mail is on the envelope anyway; an id of our own would name this machine.
            message["Date"], message["Message-ID"] = localtime(), make_msgid(domain=self._domain)
            message.set_content(text)
            await asyncio.to_thread(self._deliver, message)
        except (OSError, smtplib.SMTPException, MessageError, ValueError) as error:
            # What the server said may hold the address.
            _log.error("mail_not_sent", reason=type(error).__name__)
            raise MailUnavailableError from None

    @property
    def _domain(self) -> str:
        return self.settings.mail_from.rpartition("@")[2].rstrip(">")

    def _deliver(self, message: EmailMessage) -> None:
        with self._connected() as server:
            server.send_message(message)

    @contextmanager
    def _connected(self) -> Generator[smtplib.SMTP]:
        settings = self.settings
        context = ssl.create_default_context()
        if settings.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.smtp_host, settings.smtp_port, timeout=SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS)
        with server:
            if settings.smtp_security == "starttls":
                server.starttls(context=context)
            if settings.smtp_user:
                password = Secret(Path(settings.smtp_password_file).read_bytes().strip())
                server.login(settings.smtp_user, password.reveal_text())
            yield server
