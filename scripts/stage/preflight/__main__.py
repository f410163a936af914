"""Ask the account for what a deployment trips over, before anything is created.

A line per check, and below it what mends it. Ends with 1 when something stops the deployment.
"""

import os
import sys
from collections.abc import Callable, Iterator

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from deployment import stacks
from scripts.stage.deployed import stage_parser
from scripts.stage.preflight import account, addresses, leftovers, mail
from scripts.stage.preflight.findings import DeploymentTarget, Finding, FindingState

type Check = Callable[[DeploymentTarget], Finding | None]

CHECKS: tuple[Check, ...] = (
    account.parameters,
    account.gateway_log_role,
    account.github_provider,
    account.function_boundary,
    account.concurrency,
    account.service_linked_roles,
    mail.mail_sender,
    mail.mail_sandbox,
    mail.code_sender,
    addresses.pages,
    addresses.sign_in_domains,
    addresses.certificate,
    leftovers.unfinished_stacks,
    leftovers.conflicting_names,
    leftovers.retained_resources,
)


def findings(target: DeploymentTarget) -> Iterator[tuple[str, Finding]]:
    """Of each check that concerns the stage, by its name. Without credentials nothing else can be asked."""
    signed_in = account.credentials(target)
    yield "credentials", signed_in
    if signed_in.state is FindingState.STOP:
        return
    for check in CHECKS:
        if (found := _run_check(check, target)) is not None:
            yield check.__name__.replace("_", " "), found


def _run_check(check: Check, target: DeploymentTarget) -> Finding | None:
    try:
        return check(target)
    except ClientError as error:
        return Finding(FindingState.UNKNOWN, f"{error.operation_name} answered {error.response['Error']['Code']}")
    except BotoCoreError as error:
        return Finding(FindingState.UNKNOWN, f"not asked: {type(error).__name__}")


def row(name: str, finding: Finding) -> str:
    line = f"{finding.state:5} {name:22} {finding.text}\n"
    return line + (f"{'':28} -> {finding.remedy}\n" if finding.remedy else "")


def target_of(stage: str) -> DeploymentTarget:
    """Raises KeyError for a stage that samconfig.toml does not have, and ValueError for a parameter that no template has."""
    region = stacks.region(stage)
    return DeploymentTarget(
        stage,
        region,
        stacks.configured(stage),
        lambda service: boto3.client(service, region_name=region, endpoint_url=os.environ.get("AWS_ENDPOINT_URL")),
    )


def main() -> None:
    try:
        target = target_of(stage_parser(__doc__).parse_args().stage)
    except ValueError as error:
        sys.exit(f"error: {error}")
    states = []
    for name, finding in findings(target):
        sys.stdout.write(row(name, finding))
        sys.stdout.flush()
        states.append(finding.state)
    if FindingState.STOP in states:
        sys.exit(f"{states.count(FindingState.STOP)} of {len(states)} checks stop the deployment")


if __name__ == "__main__":
    main()
