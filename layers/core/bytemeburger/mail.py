"""Plain e-mails (SES)."""

from bytemeburger import aws, settings


class MessageRejected(Exception):
    """The message is not taken, however often it is sent: the address is none, or may not be written to."""


def send(to: str, subject: str, text: str) -> None:
    """Raises MessageRejected."""
    ses = aws.client("sesv2")
    try:
        ses.send_email(
            FromEmailAddress=settings.mail_sender(),
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": _utf8(subject), "Body": {"Text": _utf8(text)}}},
        )
    except (ses.exceptions.BadRequestException, ses.exceptions.MessageRejected):
        raise MessageRejected from None


def _utf8(text: str) -> dict[str, str]:
    """SES takes what names no charset as 7-bit ASCII."""
    return {"Data": text, "Charset": "UTF-8"}
