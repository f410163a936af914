"""Checks of what an earlier try left behind."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from deployment import stacks
from deployment.template import STAGE_STACKS, read_template
from scripts.stage import tagged
from scripts.stage.preflight.findings import DeploymentTarget, Finding, ok, stop, warn

STACKS = ("pipeline", *STAGE_STACKS)


def unfinished_stacks(target: DeploymentTarget) -> Finding:
    """Each stack can be created or updated from the status that it is in.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
    """
    for name in map(target.stack, STACKS):
        status = target.status(name) or "not there"
        delete = f"aws cloudformation delete-stack --stack-name {name} --region {target.region}"
        if status in stacks.NEVER_CREATED and name != target.stack("pipeline"):
            return warn(f"{name} is {status}", "make deploy, which removes it and makes it again")
        if status in (*stacks.NEVER_CREATED, "DELETE_FAILED"):
            return stop(f"{name} is {status}", delete)
        if status == "REVIEW_IN_PROGRESS":
            return warn(f"{name} is an offered change that nobody has taken", "make deploy, which goes on from there")
        if status == "UPDATE_ROLLBACK_FAILED":
            go_on = f"aws cloudformation continue-update-rollback --stack-name {name} --region {target.region}"
            return stop(f"{name} is {status}", go_on)
        if status.endswith("IN_PROGRESS"):
            watch = f"aws cloudformation describe-stack-events --stack-name {name} --region {target.region}"
            return stop(f"{name} is {status}: somebody deploys it now", watch)
    return ok("none")


def retained_resources(target: DeploymentTarget) -> Finding:
    """What failed creations left behind, or a stack that is no more: none of it has a name that would be in the way.

    https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
    """
    names = [target.stack(stack) for stack in STACKS]
    alive = {target.stack_id(name) for name in names}
    found = tagged.resources(target.client("resourcegroupstaggingapi"), names)
    orphans = [arn for stack_id, arn in found if stack_id not in alive]
    if orphans:
        return warn(
            f"of stacks that are no more: {', '.join(orphans)}", "delete them, once you know that they are empty"
        )
    return ok("none")


type Lookup = Callable[[DeploymentTarget, str], Any]

# By the kind of a resource: the property that names it, and a call that answers when the name is taken.
LOOKUPS: dict[str, tuple[str, Lookup]] = {
    "AWS::S3::Bucket": ("BucketName", lambda target, name: target.client("s3").head_bucket(Bucket=name)),
    "AWS::IAM::Role": ("RoleName", lambda target, name: target.client("iam").get_role(RoleName=name)),
    "AWS::IAM::ManagedPolicy": (
        "ManagedPolicyName",
        lambda target, name: target.client("iam").get_policy(PolicyArn=f"arn:aws:iam::{target.account}:policy/{name}"),
    ),
    "AWS::Events::EventBus": ("Name", lambda target, name: target.client("events").describe_event_bus(Name=name)),
    "AWS::SQS::Queue": ("QueueName", lambda target, name: target.client("sqs").get_queue_url(QueueName=name)),
}
NOT_THERE = {
    "404",
    "NoSuchEntity",
    "ResourceNotFoundException",
    "AWS.SimpleQueueService.NonExistentQueue",
    "NoSuchBucket",
}


def conflicting_names(target: DeploymentTarget) -> Finding:
    """The names that a stack gives are free as long as it is not there; buckets have names that CloudFormation makes up.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
    """
    conflicts = [
        f"{kind} {name}"
        for stack in STACKS
        if not target.was_created(stack)
        for kind, name in _names(target, stack)
        if _answers(LOOKUPS[kind][1], target, name)
    ]
    if conflicts:
        return stop(f"there is already: {', '.join(conflicts)}", "delete them, once you know whose they are")
    return ok("free, or this stage's")


def _names(target: DeploymentTarget, stack: str) -> Iterator[tuple[str, str]]:
    resources = (
        each for each in read_template(stack)["Resources"].values() if isinstance(each, dict)
    )  # a loop is a list
    for resource in resources:
        if (kind := resource["Type"]) in LOOKUPS:
            match resource.get("Properties", {}).get(LOOKUPS[kind][0]):
                case {"Sub": str(name)} | str(name):
                    name = name.replace("${Stage}", target.stage).replace("${AWS::AccountId}", target.account)
                    yield kind, name.replace("${AWS::StackName}", target.stack(stack))


def _answers(lookup: Lookup, target: DeploymentTarget, name: str) -> bool:
    try:
        lookup(target, name)
    except ClientError as error:
        if error.response["Error"]["Code"] in NOT_THERE or "NonExistentQueue" in str(error):
            return False
        if error.response["Error"]["Code"] == "403":  # a bucket of somebody else's
            return True
        raise
    return True
