"""Checks of who may send e-mails."""

from typing import Any

from scripts.stage.preflight.findings import DeploymentTarget, Finding, ok, stop, warn


def mail_sender(target: DeploymentTarget) -> Finding:
    """SES has verified the sender: it refuses all others' e-mails, and Cognito a pool that sends by an unverified domain.

    https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
    """
    sender = target.value("MailSender")
    domain = sender.rpartition("@")[2]
    if not domain:
        return stop("nobody sends the codes that customers register with", "samconfig.toml: MailSender=...")
    identities = [domain] if target.value("CodeSender") == "ses" else [domain, sender]
    found = {name: _verified(target.client("sesv2"), name) for name in identities}
    if verified := [name for name, is_verified in found.items() if is_verified]:
        return ok(f"{verified[0]} is verified")
    if waiting := [name for name, is_verified in found.items() if is_verified is False]:
        command = f"aws sesv2 get-email-identity --email-identity {waiting[0]} --region {target.region}"
        return stop(f"{waiting[0]} waits for its DNS records, or for the link in SES's mail", command)
    make = f"aws sesv2 create-email-identity --email-identity {domain} --region {target.region}"
    return stop(f"SES does not know {' nor '.join(identities)}", make)


def _verified(ses: Any, name: str) -> bool | None:
    """None for an identity that SES does not know."""
    try:
        return bool(ses.get_email_identity(EmailIdentity=name)["VerifiedForSendingStatus"])
    except ses.exceptions.NotFoundException:
        return None


def mail_sandbox(target: DeploymentTarget) -> Finding:
    """The account may write to whom it likes: in the sandbox only to verified addresses, 200 times a day.

    https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
    """
    account = target.client("sesv2").get_account()
    if not account["SendingEnabled"]:
        return stop("SES has paused this account's sending", f"https://{target.region}.console.aws.amazon.com/ses/")
    if account["ProductionAccessEnabled"]:
        return ok("out of the sandbox")
    leave = (
        f"aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://..."
        f" --region {target.region}"
    )
    verdict = stop if target.stage == "prod" else warn
    return verdict("in SES's sandbox: only verified addresses get e-mails", leave)


def code_sender(target: DeploymentTarget) -> Finding:
    """All sign-in codes of a store's day go out: Cognito's own address sends fifty e-mails a day.

    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
    """
    if target.value("CodeSender") == "ses":
        return ok("MailSender, by SES")
    if target.stage == "prod":
        return warn("Cognito's own address, 50 codes a day", "samconfig.toml: CodeSender=ses")
    return ok("Cognito's own address, 50 codes a day")
