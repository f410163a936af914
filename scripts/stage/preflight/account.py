"""Checks of the account: who asks, and what a stage finds there."""

import os
import re
from typing import Any

from botocore.exceptions import ClientError, NoCredentialsError, TokenRetrievalError

from deployment import stacks
from deployment.template import TEMPLATES
from scripts.stage.preflight.findings import DeploymentTarget, Finding, ok, stop, warn

RESERVED = 100
"""Lambda keeps so many of an account's executions for functions without a reservation."""


def credentials(target: DeploymentTarget) -> Finding:
    """Who deploys is known, and the region is one of the account's.

    https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
    """
    try:
        account = target.account
    except (NoCredentialsError, TokenRetrievalError, ClientError) as error:
        return stop(f"nobody is signed in who may use {target.region} ({_code(error)})", "aws sso login")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        if (other := os.environ.get(name, target.region)) != target.region:
            return warn(
                f"account {account}, {target.region}; aws commands without --region go to {other}",
                f"export {name}={target.region}",
            )
    return ok(f"account {account}, {target.region}")


def parameters(target: DeploymentTarget) -> Finding:
    """What only you can say is said, in the form that the templates take.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    """
    faults = list(stacks.faults(target.values))
    if faults:
        return stop("; ".join(faults), f"samconfig.toml: parameter_overrides of [{target.stage}.deploy.parameters]")
    return ok(", ".join(f"{name}={value}" for name, value in target.values.items()))


def gateway_log_role(target: DeploymentTarget) -> Finding:
    """API Gateway may write logs; the account has one role for that, and no stage with access logs comes up without.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
    """
    if role := target.client("apigateway").get_account().get("cloudwatchRoleArn"):
        return ok(str(role))
    return stop("API Gateway has no role for logs in this account and region", f"make account STAGE={target.stage}")


def github_provider(target: DeploymentTarget) -> Finding:
    """GitHub's identity provider is there, which an account has once.

    https://docs.github.com/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
    """
    listed = target.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
    there = any(each["Arn"].endswith("/token.actions.githubusercontent.com") for each in listed)
    is_ours = target.status("bytemeburger-account") is not None
    if there:
        return ok("this account's" if is_ours else "another project's: make account PROVIDER=exists")
    return warn("GitHub cannot deploy before the account knows it", f"make account STAGE={target.stage}")


def function_boundary(target: DeploymentTarget) -> Finding:
    """The boundary of every function's role exists.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (PermissionsBoundary, NoSuchEntity)
    """
    name = f"{target.stack('pipeline')}-functions"
    iam = target.client("iam")
    try:
        iam.get_policy(PolicyArn=f"arn:aws:iam::{target.account}:policy/{name}")
    except iam.exceptions.NoSuchEntityException:
        return stop(f"there is no policy {name}", f"make pipeline STAGE={target.stage} REPOSITORY=owner/name")
    return ok(name)


def concurrency(target: DeploymentTarget) -> Finding:
    """What the stage reserves leaves Lambda the hundred executions that it does not let anybody reserve.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
    """
    settings = target.client("lambda").get_account_settings()["AccountLimit"]
    limit, free = settings["ConcurrentExecutions"], settings["UnreservedConcurrentExecutions"]
    more = (
        "aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384"
        f" --desired-value 1000 --region {target.region}"
    )
    reserved = sum(map(int, re.findall(r"!If \[Reserved, (\d+)", TEMPLATES["application"].read_text())))
    if target.value("ReservedConcurrency") == "true":
        unreserved = limit - reserved if target.was_created("application") else free - reserved
        if unreserved < RESERVED:
            return stop(f"{reserved} reserved of {limit} leave fewer than {RESERVED}", more)
        return ok(f"{reserved} of {limit} are reserved")
    if limit < RESERVED + reserved:
        return warn(f"no more than {limit} functions run at once, and none are reserved", more)
    return ok(f"{limit}, none reserved")


def service_linked_roles(target: DeploymentTarget) -> Finding | None:
    """AWS's own roles, which the first use makes when who deploys may make them.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
    https://docs.aws.amazon.com/cognito/latest/developerguide/using-service-linked-roles.html
    """
    values = {}
    if target.value("DomainName"):
        values["ops.apigateway.amazonaws.com"] = "AWSServiceRoleForAPIGateway"
    if target.value("CodeSender") == "ses":
        values["email.cognito-idp.amazonaws.com"] = "AWSServiceRoleForAmazonCognitoIdpEmailService"
    missing = [service for service, role in values.items() if not _has_role(target.client("iam"), role)]
    if missing:
        commands = (f"aws iam create-service-linked-role --aws-service-name {service}" for service in missing)
        return warn(f"not there yet: {', '.join(missing)}", "; ".join(commands))
    return ok(", ".join(values.values())) if values else None


def _has_role(iam: Any, name: str) -> bool:
    try:
        iam.get_role(RoleName=name)
    except iam.exceptions.NoSuchEntityException:
        return False
    return True


def _code(error: Exception) -> str:
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else type(error).__name__
