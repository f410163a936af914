"""Plain e-mails (SES)."""

from bytemeburger import aws, settings


def send(to: str, subject: str, text: str) -> None:
    aws.client("sesv2").send_email(
        FromEmailAddress=settings.mail_sender(),
        Destination={"ToAddresses": [to]},
        Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}},
    )
