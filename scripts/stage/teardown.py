"""Take a stage down for good, with all its data: its stacks in the opposite order, then what they leave.

Asks twice for the stage's name. What an account has once (`make account`) and SAM's own bucket stay, as other stages
and applications use them. Production is refused.
"""

import sys
from collections.abc import Callable, Iterator

from botocore.exceptions import WaiterError

from deployment import stacks
from deployment.template import STAGE_STACKS
from scripts.stage import tagged
from scripts.stage.deployed import stage_parser
from scripts.stage.disposal import Clients, dispose, retained_resources
from scripts.stage.preflight.__main__ import target_of

STACKS = (*reversed(STAGE_STACKS), "pipeline")
"""The pipeline's last: its roles and boundary are the others'."""


def confirmed(stage: str, prompt: Callable[[str], str]) -> bool:
    """Whether the person types the stage's name, twice."""
    questions = (
        f"This deletes {stage}: its orders, customers, pictures and keys. Type the stage's name: ",
        "Nothing brings them back. Type it again: ",
    )
    return all(prompt(question).strip() == stage for question in questions)


def teardown(stage: str, client: Clients) -> Iterator[str]:
    """What was deleted, and what could not be, a line each. It may be repeated."""
    cloudformation = client("cloudformation")
    names = [stacks.stack_name(stage, stack) for stack in STACKS]
    for name in names:
        if not stacks.exists(cloudformation, name):
            continue
        retained = list(retained_resources(cloudformation, name))
        try:
            for stuck in stacks.delete(cloudformation, name):
                yield f"left     {stuck} of {name}"
        except WaiterError:
            yield f"left     {name}"
            return
        yield f"deleted  {name}"
        for kind, physical_id in retained:
            if dispose(client, kind, physical_id):
                yield f"deleted  {kind} {physical_id}"
    for _, arn in tagged.resources(client("resourcegroupstaggingapi"), names):  # of first tries that failed
        if (found := tagged.kind_of(arn)) and dispose(client, *found):
            yield f"deleted  {arn}"
    secrets = client("secretsmanager")
    prefix = f"{stacks.stack_name(stage, 'application')}/"
    for page in secrets.get_paginator("list_secrets").paginate(Filters=[{"Key": "name", "Values": [prefix]}]):
        for each in page["SecretList"]:
            if dispose(client, "AWS::SecretsManager::Secret", each["ARN"]):
                yield f"deleted  {each['Name']}"


def main() -> None:
    stage = stage_parser(__doc__).parse_args().stage
    target = target_of(stage)
    if "prod" in (stage, target.value("Stage")):
        sys.exit("error: production is not taken down by a command: docs/deploy.md")
    try:
        if not confirmed(stage, input):
            sys.exit("nothing was deleted")
    except EOFError:
        sys.exit("error: this asks for the stage's name on a terminal; nothing was deleted")
    is_incomplete = False
    for line in teardown(stage, target.client):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        is_incomplete |= line.startswith("left")
    if is_incomplete:
        sys.exit("some is left: mend what the stack's events say, then repeat this")


if __name__ == "__main__":
    main()
