"""Plain e-mails (SES)."""

from bytemeburger import aws, settings


class Refused(Exception):
    """The message is not taken, however often it is sent: the address is none, or may not be written to."""


def send(to: str, subject: str, text: str) -> None:
    """Raises Refused."""
    ses = aws.client("sesv2")
    try:
        ses.send_email(
            FromEmailAddress=settings.mail_sender(),
            Destination={"ToAddresses": [to]},
            Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}},
        )
    except (ses.exceptions.BadRequestException, ses.exceptions.MessageRejected):
        raise Refused from None
