"""E-mail, by Django's backend and the server in ZERENTIAN_MAIL."""

import smtplib

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from foundation import outbound
from notices.channels.base import Channel, Message, NotSent, Receipt, setting


class Mail(Channel):
    """The subject says nothing: it is what a stranger sees on a locked phone."""

    name = "mail"
    needs = ("ZERENTIAN_MAIL", "ZERENTIAN_MAIL_FROM")

    def send(self, message: Message) -> Receipt:
        sender = setting("ZERENTIAN_MAIL_FROM")
        marked = f"<{message.uid}@{sender.partition('@')[2]}>"
        letter = EmailMessage(
            subject=_("责任田的一条消息"),
            body=message.text,
            from_email=sender,
            to=[message.to],
            headers={"Message-ID": marked, "Auto-Submitted": "auto-generated"},
        )
        try:
            letter.connection = _connection()
            letter.send()
        except smtplib.SMTPRecipientsRefused as refused:
            code = min((code for code, _words in refused.recipients.values()), default=0)
            raise NotSent("the address was refused", code=str(code), again=code < 500) from None
        except smtplib.SMTPResponseException as error:
            code = error.smtp_code
            raise NotSent(f"the mail server answered {code}", code=str(code)) from None
        except ValueError:  # BadHeaderError: an address with a line end in it
            raise NotSent("not an address", code="address", again=False) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"no answer: {type(error).__name__}", code="no answer") from None
        return Receipt(str(message.uid), 1, 0)

    def reaches(self, user) -> str | None:
        return user.email or None


def _connection():
    """The server named in the setting; tests put a box of letters in its place."""
    server = setting("ZERENTIAN_MAIL")
    return get_connection(
        host=server["EMAIL_HOST"],
        port=server["EMAIL_PORT"] or 25,
        username=server["EMAIL_HOST_USER"] or "",
        password=server["EMAIL_HOST_PASSWORD"] or "",
        use_tls=server.get("EMAIL_USE_TLS", False),
        use_ssl=server.get("EMAIL_USE_SSL", False),
        timeout=outbound.WHOLE,
    )
