"""Plain e-mails (SES)."""

from collections.abc import Mapping
from typing import Any

from bytemeburger import aws, settings

RETRY_SECONDS = 5 * 60
"""After NotSent: people have to do something about it first, or SES's quota of a day has to move on."""


class MessageRejected(Exception):
    """The message is not taken, however often it is sent: the address is none, or may not be written to."""


class NotSent(Exception):
    """SES takes no mail at the moment, whoever it is for: it is paused, not set up, over its quota, or asks to come back
    later. In its sandbox it takes none to an address that is not verified. Nothing was sent."""


class Unanswered(Exception):
    """Whether the message was sent is not known."""


def send(to: str, subject: str, text: str) -> None:
    """Raises MessageRejected and NotSent; what `aws.is_busy` as it came."""
    ses = aws.client("sesv2")
    try:
        ses.send_email(
            FromEmailAddress=settings.mail_sender(),
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": _utf8(subject), "Body": {"Text": _utf8(text)}}},
        )
    except ses.exceptions.ClientError as error:
        if aws.is_busy(error):
            raise
        raise _fault(error.response) from None


def send_once(to: str, subject: str, text: str, *, unsubscribe_url: str, mail_id: str) -> None:
    """Send what many get, and never twice: it is not tried again. It can be unsubscribed from with one click (RFC 8058);
    `mail_id`, letters, digits, `-` and `_`, is what SES names with all that comes back of it.

    Raises MessageRejected, NotSent and Unanswered.
    """
    ses = aws.client("sesv2", attempts=1)
    headers = {"List-Unsubscribe": f"<{unsubscribe_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    content = {"Subject": _utf8(subject), "Body": {"Text": _utf8(text)}, "Headers": _pairs(headers)}
    try:
        ses.send_email(
            FromEmailAddress=settings.mail_sender(),
            Destination={"ToAddresses": [to]},
            Content={"Simple": content},
            ConfigurationSetName=settings.mail_configuration(),
            EmailTags=_pairs({"mail": mail_id}),
        )
    except ses.exceptions.ClientError as error:
        raise _fault(error.response) from None
    except aws.NEVER_ASKED:
        raise NotSent from None
    except Exception as error:
        if aws.is_busy(error):
            raise Unanswered from None
        raise


def _fault(answer: Mapping[str, Any]) -> Exception:
    """What SES's refusal means. A sender that is not verified is refused as a message, for everybody alike; in the sandbox so
    is a receiver."""
    code, status = answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]
    if code == "BadRequestException" or (
        code == "MessageRejected" and "not verified" not in answer["Error"]["Message"]
    ):
        return MessageRejected()
    return Unanswered() if status >= 500 else NotSent(code)


def _pairs(named: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in named.items()]


def _utf8(text: str) -> dict[str, str]:
    """SES takes what names no charset as 7-bit ASCII."""
    return {"Data": text, "Charset": "UTF-8"}
