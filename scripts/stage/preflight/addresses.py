"""Checks of the addresses that a stage is reached at."""

from typing import Any

from scripts.stage.preflight.findings import DeploymentTarget, Finding, ok, stop, warn


def pages(target: DeploymentTarget) -> Finding:
    """AWS lets a new account make distributions once its support has verified it, and says so only to who tries.

    https://github.com/aws-samples/aws-cdk-examples/issues/279 (the refusal as it is worded; AWS's documents do not have it)
    """
    if address := target.value("PagesUrl"):
        return ok(f"served elsewhere, at {address}")
    if target.client("cloudfront").list_distributions(MaxItems="1")["DistributionList"]["Quantity"]:
        return ok("this account makes distributions")
    return warn(
        'whether this account may make a distribution shows when it does: "must be verified" is no',
        "samconfig.toml: PagesUrl=https://... until https://console.aws.amazon.com/support has verified the account",
    )


def sign_in_domains(target: DeploymentTarget) -> Finding:
    """The sign-in pages' addresses are free, or this stage's.

    https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolDomain.html
    """
    prefix = f"bytemeburger-{target.stage}"
    names = [f"{prefix}-{target.account}", f"{prefix}-staff-{target.account}"]
    if target.was_created("storage"):
        return ok(", ".join(names))
    cognito = target.client("cognito-idp")
    for name in names:
        if pool := cognito.describe_user_pool_domain(Domain=name)["DomainDescription"].get("UserPoolId"):
            free = f"aws cognito-idp delete-user-pool-domain --domain {name} --user-pool-id {pool} --region {target.region}"
            return stop(f"{name} is the address of a pool of an earlier try", free)
    return ok(f"{', '.join(names)} are free")


def certificate(target: DeploymentTarget) -> Finding | None:
    """The name of one's own has its certificate, issued and in the API's region.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-specify-certificate-for-custom-domain-name.html
    """
    name, arn = target.value("DomainName"), target.value("CertificateArn")
    if not name:
        return None
    request = f"aws acm request-certificate --domain-name {name} --validation-method DNS --region {target.region}"
    if f":acm:{target.region}:" not in arn:
        return stop(f"{name} has no certificate in {target.region}", request)
    acm = target.client("acm")
    try:
        found = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    except acm.exceptions.ResourceNotFoundException:
        return stop(f"there is no {arn}", request)
    if found["Status"] != "ISSUED":
        command = f"aws acm describe-certificate --certificate-arn {arn} --region {target.region}"
        return stop(f"the certificate is {found['Status']}: its DNS record is missing, or not seen yet", command)
    if not _covers(found, name):
        return stop(f"the certificate is not one of {name}", request)
    return ok(f"{name}, until {found['NotAfter']:%Y-%m-%d}" if "NotAfter" in found else name)


def _covers(certificate: dict[str, Any], name: str) -> bool:
    names = {certificate["DomainName"], *certificate.get("SubjectAlternativeNames", [])}
    return name in names or f"*.{name.partition('.')[2]}" in names
