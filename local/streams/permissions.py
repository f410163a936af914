"""What Lambda asks of a function's role before it reads a stream for it. The poller reads as the account's root, so without
this a role that allows too little would first be found out on AWS."""

from typing import Any

from local.errors import LocalError
from local.streams.mapping import Mapping

READ = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams")
"""https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html"""


def require(client: Any, role: str, mapping: Mapping) -> None:
    """`client` speaks with IAM. Raises LocalError for what the role of a mapping's function does not allow."""
    required: dict[str, tuple[str, ...]] = {mapping.stream_arn: READ}
    if mapping.on_failure_arn:
        required |= {mapping.on_failure_arn: ("s3:ListBucket",), f"{mapping.on_failure_arn}/any": ("s3:PutObject",)}
    for resource, actions in required.items():
        answer = client.simulate_principal_policy(PolicySourceArn=role, ActionNames=actions, ResourceArns=[resource])
        for each in answer["EvaluationResults"]:
            if each["EvalDecision"] != "allowed":
                raise LocalError(
                    f"{mapping.name}: the function's role does not allow {each['EvalActionName']} on {resource}"
                )
