"""What `make preflight` makes of an account's answers; botocore holds these to the shapes that AWS gives them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import NoCredentialsError
from botocore.stub import Stubber

from scripts.stage import tagged
from scripts.stage.preflight import __main__ as preflight
from scripts.stage.preflight import account, addresses, leftovers, mail
from scripts.stage.preflight.findings import DeploymentTarget, Finding, FindingState

type Answer = tuple[str, str, dict[str, Any] | str]
"""Service, method, and what it answers: the code of an error, when that is text."""

OK, LOOK, STOP, UNKNOWN = FindingState.OK, FindingState.LOOK, FindingState.STOP, FindingState.UNKNOWN
IDENTITY = {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/ana", "UserId": "AIDA"}
GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
CERTIFICATE = "arn:aws:acm:sa-east-1:123456789012:certificate/1"
SENDER = {"MailSender": "pedidos@example.com"}
NAMED = {"DomainName": "api.example.com", "CertificateArn": CERTIFICATE}
# As CloudFormation says it (ValidationError is its code for many things).
NO_STACK = "ValidationError: Stack with id bytemeburger-dev does not exist"
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def stack(status: str) -> dict[str, Any]:
    return {"Stacks": [{"StackName": "x", "StackId": "this", "CreationTime": NOW, "StackStatus": status}]}


def limits(total: int, free: int) -> dict[str, Any]:
    return {"AccountLimit": {"ConcurrentExecutions": total, "UnreservedConcurrentExecutions": free}}


def certified(status: str, name: str = "api.example.com") -> dict[str, Any]:
    return {"Certificate": {"CertificateArn": CERTIFICATE, "DomainName": name, "Status": status}}


def distributions(number: int) -> dict[str, Any]:
    return {"DistributionList": {"Marker": "", "MaxItems": 1, "IsTruncated": False, "Quantity": number}}


def resources_of(*stack_ids: str) -> dict[str, Any]:
    found = [
        {"ResourceARN": f"arn:aws:s3:::{each}-images", "Tags": [{"Key": tagged.ID, "Value": each}]}
        for each in stack_ids
    ]
    return {"ResourceTagMappingList": found}


def target(values: Mapping[str, str], answers: Sequence[Answer], stage: str = "dev") -> DeploymentTarget:
    """A stage on an account that gives these answers, in this order, and no others."""
    clients: dict[str, Any] = {}
    for service, method, answer in [("sts", "get_caller_identity", IDENTITY), *answers]:
        if service not in clients:
            client = boto3.client(service, region_name="sa-east-1")
            clients[service] = client, Stubber(client)
            clients[service][1].activate()
        if isinstance(answer, str):
            code, _, message = answer.partition(": ")
            clients[service][1].add_client_error(method, code, message)
        else:
            clients[service][1].add_response(method, answer)
    return DeploymentTarget(stage, "sa-east-1", values, lambda service: clients[service][0])


CASES: list[tuple[Any, Mapping[str, str], Sequence[Answer], FindingState, str]] = [
    (account.parameters, {"Stage": "dev"}, [], STOP, "MailSender is missing"),
    (account.parameters, {"Stage": "dev", "MailSender": "example.com"}, [], STOP, "MailSender is not like"),
    (account.parameters, {"Stage": "dev", "CodeSender": "me"} | SENDER, [], STOP, "CodeSender is one of cognito, ses"),
    (account.parameters, {"Stage": "dev"} | SENDER, [], OK, "pedidos@example.com"),
    (account.gateway_log_role, {}, [("apigateway", "get_account", {})], STOP, "make account STAGE=dev"),
    (account.gateway_log_role, {}, [("apigateway", "get_account", {"cloudwatchRoleArn": "arn:r"})], OK, "arn:r"),
    (
        account.github_provider,
        {},
        [
            ("iam", "list_open_id_connect_providers", {"OpenIDConnectProviderList": []}),
            ("cloudformation", "describe_stacks", NO_STACK),
        ],
        LOOK,
        "make account STAGE=dev",
    ),
    (
        account.github_provider,
        {},
        [
            ("iam", "list_open_id_connect_providers", {"OpenIDConnectProviderList": [{"Arn": GITHUB}]}),
            ("cloudformation", "describe_stacks", NO_STACK),
        ],
        OK,
        "PROVIDER=exists",
    ),
    (account.function_boundary, {}, [("iam", "get_policy", "NoSuchEntity")], STOP, "make pipeline STAGE=dev"),
    (account.function_boundary, {}, [("iam", "get_policy", {"Policy": {}})], OK, "bytemeburger-dev-pipeline-functions"),
    (account.concurrency, {}, [("lambda", "get_account_settings", limits(10, 10))], LOOK, "service-quotas"),
    (account.concurrency, {}, [("lambda", "get_account_settings", limits(1000, 1000))], OK, "1000"),
    (
        account.concurrency,
        {"ReservedConcurrency": "true"},
        [
            ("lambda", "get_account_settings", limits(1000, 174)),
            ("cloudformation", "describe_stacks", NO_STACK),
        ],
        STOP,
        "L-B99A9384",
    ),
    (
        account.concurrency,
        {"ReservedConcurrency": "true"},
        [
            ("lambda", "get_account_settings", limits(175, 100)),
            ("cloudformation", "describe_stacks", stack("CREATE_COMPLETE")),
        ],
        OK,
        "75 of 175",
    ),
    (
        account.service_linked_roles,
        NAMED | {"CodeSender": "ses"},
        [("iam", "get_role", "NoSuchEntity"), ("iam", "get_role", "NoSuchEntity")],
        LOOK,
        "--aws-service-name email.cognito-idp.amazonaws.com",
    ),
    (mail.mail_sender, {}, [], STOP, "MailSender="),
    (
        mail.mail_sender,
        SENDER,
        [("sesv2", "get_email_identity", "NotFoundException"), ("sesv2", "get_email_identity", "NotFoundException")],
        STOP,
        "create-email-identity --email-identity example.com --region sa-east-1",
    ),
    (
        mail.mail_sender,
        SENDER | {"CodeSender": "ses"},
        [("sesv2", "get_email_identity", {"VerifiedForSendingStatus": False})],
        STOP,
        "get-email-identity --email-identity example.com",
    ),
    (
        mail.mail_sender,
        SENDER,
        [
            ("sesv2", "get_email_identity", "NotFoundException"),
            ("sesv2", "get_email_identity", {"VerifiedForSendingStatus": True}),
        ],
        OK,
        "pedidos@example.com is verified",
    ),
    (
        mail.mail_sandbox,
        {},
        [("sesv2", "get_account", {"SendingEnabled": True, "ProductionAccessEnabled": False})],
        LOOK,
        "put-account-details",
    ),
    (
        mail.mail_sandbox,
        {},
        [("sesv2", "get_account", {"SendingEnabled": False, "ProductionAccessEnabled": True})],
        STOP,
        "paused",
    ),
    (addresses.pages, {"PagesUrl": "https://example.com"}, [], OK, "https://example.com"),
    (addresses.pages, {}, [("cloudfront", "list_distributions", distributions(0))], LOOK, "PagesUrl="),
    (addresses.pages, {}, [("cloudfront", "list_distributions", distributions(1))], OK, "makes distributions"),
    (
        addresses.sign_in_domains,
        {},
        [
            ("cloudformation", "describe_stacks", NO_STACK),
            ("cognito-idp", "describe_user_pool_domain", {"DomainDescription": {}}),
            ("cognito-idp", "describe_user_pool_domain", {"DomainDescription": {"UserPoolId": "sa-east-1_1"}}),
        ],
        STOP,
        "--domain bytemeburger-dev-staff-123456789012 --user-pool-id sa-east-1_1",
    ),
    (
        addresses.sign_in_domains,
        {},
        [
            ("cloudformation", "describe_stacks", NO_STACK),
            ("cognito-idp", "describe_user_pool_domain", {"DomainDescription": {}}),
            ("cognito-idp", "describe_user_pool_domain", {"DomainDescription": {}}),
        ],
        OK,
        "are free",
    ),
    (
        addresses.certificate,
        NAMED | {"CertificateArn": CERTIFICATE.replace("sa-east-1", "us-east-1")},
        [],
        STOP,
        "aws acm request-certificate --domain-name api.example.com --validation-method DNS --region sa-east-1",
    ),
    (addresses.certificate, NAMED, [("acm", "describe_certificate", "ResourceNotFoundException")], STOP, "there is no"),
    (
        addresses.certificate,
        NAMED,
        [("acm", "describe_certificate", certified("PENDING_VALIDATION"))],
        STOP,
        "PENDING_VALIDATION",
    ),
    (
        addresses.certificate,
        NAMED,
        [("acm", "describe_certificate", certified("ISSUED", "example.com"))],
        STOP,
        "not one of api.example.com",
    ),
    (addresses.certificate, NAMED, [("acm", "describe_certificate", certified("ISSUED", "*.example.com"))], OK, "api"),
    *(
        (leftovers.unfinished_stacks, {}, [("cloudformation", "describe_stacks", stack(status))], state, mend)
        for status, state, mend in (
            ("ROLLBACK_COMPLETE", STOP, "delete-stack --stack-name bytemeburger-dev-pipeline"),
            ("REVIEW_IN_PROGRESS", LOOK, "make deploy"),
            ("UPDATE_ROLLBACK_FAILED", STOP, "continue-update-rollback"),
            ("UPDATE_IN_PROGRESS", STOP, "describe-stack-events"),
            ("DELETE_FAILED", STOP, "delete-stack"),
        )
    ),
    (
        leftovers.unfinished_stacks,
        {},
        [
            ("cloudformation", "describe_stacks", stack("CREATE_COMPLETE")),
            ("cloudformation", "describe_stacks", stack("ROLLBACK_FAILED")),
        ],
        LOOK,
        "make deploy, which removes it",
    ),
    (
        leftovers.retained_resources,
        {},
        [
            ("cloudformation", "describe_stacks", stack("CREATE_COMPLETE")),
            *[("cloudformation", "describe_stacks", NO_STACK)] * 3,
            ("resourcegroupstaggingapi", "get_resources", resources_of("this", "earlier")),
        ],
        LOOK,
        "that are no more: arn:aws:s3:::earlier-images ->",
    ),
    (
        leftovers.conflicting_names,
        {},
        [
            ("cloudformation", "describe_stacks", stack("CREATE_COMPLETE")),
            ("cloudformation", "describe_stacks", stack("CREATE_COMPLETE")),
            ("cloudformation", "describe_stacks", NO_STACK),
            ("cloudformation", "describe_stacks", stack("CREATE_COMPLETE")),
            ("events", "describe_event_bus", {"Name": "bytemeburger-dev-events"}),
            *[("sqs", "get_queue_url", "AWS.SimpleQueueService.NonExistentQueue")] * 7,
        ],
        STOP,
        "AWS::Events::EventBus bytemeburger-dev-events",
    ),
]


@pytest.mark.parametrize(("check", "values", "answers", "state", "text"), CASES)
def test_a_check_tells_what_stops_a_deployment_and_what_mends_it(
    check: Any, values: Mapping[str, str], answers: Sequence[Answer], state: FindingState, text: str
) -> None:
    found = check(target(values, answers))
    assert found.state is state, found
    assert text in f"{found.text} -> {found.remedy}"
    assert (found.remedy is None) == (state is OK)
    for command in (found.remedy or "").split("; "):
        assert not command.startswith("aws ") or list(unknown_of_aws(command)) == []


def unknown_of_aws(command: str) -> Iterator[str]:
    """What AWS's API does not know of a command of its CLI, which has the API's names."""
    _, service, operation, *options = command.split()
    model = boto3.client(service, region_name="sa-east-1").meta
    operations = {xform_name(each, "-"): each for each in model.service_model.operation_names}
    if operation not in operations:
        yield operation
        return
    shape = model.service_model.operation_model(operations[operation]).input_shape
    known = {f"--{xform_name(each, '-')}" for each in shape.members} | {"--region"}
    used = {each for each in options if each.startswith("--")}
    yield from used - known
    yield from {f"--{xform_name(each, '-')}" for each in shape.required_members} - used


def test_a_command_that_aws_does_not_have_is_found() -> None:
    assert set(unknown_of_aws("aws sesv2 create-email-identity --identity x")) == {"--identity", "--email-identity"}
    assert list(unknown_of_aws("aws sesv2 verify-domain")) == ["verify-domain"]


def test_what_does_not_concern_a_stage_is_not_asked() -> None:
    assert account.service_linked_roles(target({}, [])) is None
    assert addresses.certificate(target({}, [])) is None


def test_customers_of_production_get_their_e_mails() -> None:
    sandbox: list[Answer] = [("sesv2", "get_account", {"SendingEnabled": True, "ProductionAccessEnabled": False})]
    assert mail.mail_sandbox(target({}, sandbox, stage="prod")).state is STOP
    assert mail.code_sender(target({}, [], stage="prod")).state is LOOK
    assert mail.code_sender(target({"CodeSender": "ses"}, [], stage="prod")).state is OK


def test_without_credentials_nothing_else_is_asked() -> None:
    def nobody(_service: str) -> Any:
        raise NoCredentialsError

    ((name, found),) = preflight.findings(DeploymentTarget("dev", "sa-east-1", {}, nobody))
    assert (name, found.state, found.remedy) == ("credentials", STOP, "aws sso login")


def test_another_region_in_the_environment_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    found = account.credentials(target({}, []))
    assert (found.state, found.remedy) == (LOOK, "export AWS_DEFAULT_REGION=sa-east-1")


def test_what_may_not_be_asked_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "CHECKS", (account.gateway_log_role,))
    refused = target({}, [("apigateway", "get_account", "AccessDeniedException")])
    assert list(preflight.findings(refused))[1:] == [
        ("gateway log role", Finding(UNKNOWN, "GetAccount answered AccessDeniedException"))
    ]


@pytest.mark.parametrize(("state", "ends"), [(OK, None), (LOOK, None), (STOP, "1 of 1 checks")])
def test_it_ends_as_the_worst_check_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], state: FindingState, ends: str | None
) -> None:
    monkeypatch.setattr("sys.argv", ["preflight", "dev"])
    monkeypatch.setattr(preflight, "findings", lambda _target: [("mail sender", Finding(state, "says", "mend"))])
    if ends is None:
        preflight.main()
    else:
        with pytest.raises(SystemExit, match=ends):
            preflight.main()
    assert "mail sender" in (out := capsys.readouterr().out)
    assert "-> mend" in out


def test_every_check_names_its_source() -> None:
    for check in (account.credentials, *preflight.CHECKS):
        assert "https://" in (check.__doc__ or ""), check.__name__
