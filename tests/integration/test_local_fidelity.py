"""What AWS refuses, the local system refuses: each rule of local/fidelity on a running emulator without a stack.

The tests of one kind use names of their own, for they share the emulator.
"""

import base64
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local import ministack
from local.processes import free_port
from local.settings import REGION, Settings
from local.stack import client

type Client = Callable[[str], Any]

ACCOUNT = "000000000000"
PASSWORD = "ByteMe-Burger-2026"
FUNCTION = """
import json, time
def handler(event, _):
    asked = json.loads(event.get("body") or "{}") if "httpMethod" in event else event
    time.sleep(asked.get("seconds", 0))
    return {"statusCode": 200, "body": "x" * asked.get("size", 1)}
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = Settings(tmp_path_factory.mktemp("fidelity"), free_port(), free_port(), free_port())
    with ministack.running(settings):
        yield settings


@pytest.fixture(scope="module")
def aws(settings: Settings) -> Client:
    return lambda service: client(settings, service)


def refused(ask: Callable[..., object], **asked: Any) -> str:
    """The code and the text of a refusal."""
    with pytest.raises(ClientError) as error:
        ask(**asked)
    return f"{error.value.response['Error']['Code']}: {error.value.response['Error']['Message']}"


# --- Cognito ----------------------------------------------------------------------------------------------------------


def pool(cognito: Any, *, factors: tuple[str, ...] = ("PASSWORD",), **more: Any) -> str:
    made = cognito.create_user_pool(
        PoolName="people",
        Policies={"PasswordPolicy": {"MinimumLength": 12}, "SignInPolicy": {"AllowedFirstAuthFactors": list(factors)}},
        Schema=[{"Name": "store", "AttributeDataType": "String", "Mutable": True}],
        **more,
    )
    return str(made["UserPool"]["Id"])


def app_client(cognito: Any, pool: str, **more: Any) -> str:
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    made = cognito.create_user_pool_client(UserPoolId=pool, ClientName="app", ExplicitAuthFlows=flows, **more)
    return str(made["UserPoolClient"]["ClientId"])


def person(cognito: Any, pool: str, **attributes: str) -> None:
    named = [{"Name": name.replace("custom_", "custom:"), "Value": value} for name, value in attributes.items()]
    cognito.admin_create_user(UserPoolId=pool, Username="ana", UserAttributes=named, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="ana", Password=PASSWORD, Permanent=True)


def sign_in(cognito: Any, client: str, password: str = PASSWORD) -> dict[str, str]:
    given = {"USERNAME": "ana", "PASSWORD": password}
    answer = cognito.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
    tokens: dict[str, str] = answer["AuthenticationResult"]
    return tokens


def claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def test_where_codes_sign_in_a_user_has_an_address_or_a_password(aws: Client) -> None:
    cognito = aws("cognito-idp")
    coded = pool(cognito, factors=("PASSWORD", "EMAIL_OTP"))
    assert "email or phone" in refused(cognito.admin_create_user, UserPoolId=coded, Username="ana")
    cognito.admin_create_user(UserPoolId=coded, Username="ana", TemporaryPassword=PASSWORD)
    cognito.admin_create_user(UserPoolId=pool(cognito), Username="ana")  # here Cognito makes a password


def test_who_was_made_without_a_password_has_none(aws: Client) -> None:
    cognito = aws("cognito-idp")
    coded = pool(cognito, factors=("PASSWORD", "EMAIL_OTP"))
    attributes = [{"Name": "email", "Value": "ana@example.com"}, {"Name": "email_verified", "Value": "true"}]
    made = cognito.admin_create_user(
        UserPoolId=coded, Username="ana", UserAttributes=attributes, MessageAction="SUPPRESS"
    )
    assert made["User"]["UserStatus"] == "CONFIRMED"
    app = app_client(cognito, coded)
    for guess in ("", "anything"):
        given = {"USERNAME": "ana", "PASSWORD": guess}
        asked = {"ClientId": app, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": given}
        assert "Incorrect" in refused(cognito.initiate_auth, **asked)


def test_nobody_has_an_attribute_that_the_pool_does_not_know(aws: Client) -> None:
    cognito = aws("cognito-idp")
    asked = {"UserPoolId": pool(cognito), "Username": "ana", "UserAttributes": [{"Name": "custom:shop", "Value": "x"}]}
    assert "custom:shop" in refused(cognito.admin_create_user, **asked)


def test_a_confirmed_address_is_one_persons_alias(aws: Client) -> None:
    cognito = aws("cognito-idp")
    aliased = pool(cognito, AliasAttributes=["email"])
    confirmed = [{"Name": "email", "Value": "ana@example.com"}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_create_user(UserPoolId=aliased, Username="ana", UserAttributes=confirmed)
    asked = {"UserPoolId": aliased, "Username": "eva", "UserAttributes": confirmed}
    assert "AliasExistsException" in refused(cognito.admin_create_user, **asked)
    cognito.admin_create_user(UserPoolId=aliased, Username="eva", UserAttributes=confirmed[:1])


def test_after_five_wrong_passwords_the_right_one_has_to_wait(aws: Client) -> None:
    cognito = aws("cognito-idp")
    people = pool(cognito)
    person(cognito, people)
    app, other = app_client(cognito, people), app_client(cognito, people)
    for _ in range(5):
        assert "Incorrect" in refused(sign_in, cognito=cognito, client=app, password="wrong")
    assert "Password attempts exceeded" in refused(sign_in, cognito=cognito, client=app)
    assert "Password attempts exceeded" in refused(sign_in, cognito=cognito, client=other), "of every client"
    time.sleep(1.1)
    assert sign_in(cognito, app)
    assert "Incorrect" in refused(sign_in, cognito=cognito, client=app, password="wrong"), "and counting begins anew"
    assert sign_in(cognito, app)


@pytest.mark.parametrize(
    ("readable", "told"),
    [
        (["email"], {"email"}),
        (["email", "custom:store"], {"email", "custom:store"}),
        (None, {"email", "name"}),
    ],
)
def test_a_client_reads_what_it_names(aws: Client, readable: list[str] | None, told: set[str]) -> None:
    cognito = aws("cognito-idp")
    people = pool(cognito)
    person(cognito, people, email="ana@example.com", name="Ana", custom_store="centro")
    app = app_client(cognito, people, **({"ReadAttributes": readable} if readable else {}))
    tokens = sign_in(cognito, app)
    asked = {"email", "name", "custom:store"}
    assert claims(tokens["IdToken"]).keys() & asked == told
    profile = cognito.get_user(AccessToken=tokens["AccessToken"])["UserAttributes"]
    assert {each["Name"] for each in profile} & asked == told


def test_a_client_writes_what_it_names(aws: Client) -> None:
    cognito = aws("cognito-idp")
    people = pool(cognito)
    person(cognito, people, custom_store="centro")
    named = [{"Name": "name", "Value": "Ana"}]
    moved = [{"Name": "custom:store", "Value": "norte"}]
    for writable in ({"WriteAttributes": ["name"]}, {}):
        app = app_client(cognito, people, **writable)
        mine = {"AccessToken": sign_in(cognito, app)["AccessToken"]}
        cognito.update_user_attributes(**mine, UserAttributes=named)
        assert "unauthorized attribute" in refused(cognito.update_user_attributes, **mine, UserAttributes=moved)
        someone = {"ClientId": app, "Username": "eva", "Password": PASSWORD, "UserAttributes": moved}
        assert "unauthorized attribute" in refused(cognito.sign_up, **someone)


def test_a_renewed_token_tells_the_groups(aws: Client, settings: Settings) -> None:
    """As the pages of the staff renew it: at the OAuth endpoint, one that came for an authorization code."""
    cognito = aws("cognito-idp")
    people = pool(cognito)
    person(cognito, people, email="ana@example.com")
    cognito.create_group(UserPoolId=people, GroupName="manager")
    cognito.admin_add_user_to_group(UserPoolId=people, Username="ana", GroupName="manager")
    back = "http://localhost/back"
    app = app_client(
        cognito,
        people,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid"],
        CallbackURLs=[back],
        SupportedIdentityProviders=["COGNITO"],
    )
    with httpx.Client(base_url=settings.endpoint, trust_env=False) as browser:
        asked = {"client_id": app, "redirect_uri": back, "response_type": "code", "scope": "openid"}
        typed = {**asked, "username": "ana", "password": PASSWORD}
        page = browser.post("/login", data=typed)
        code = httpx.URL(page.headers["Location"]).params["code"]
        grant = {"grant_type": "authorization_code", "code": code, "client_id": app, "redirect_uri": back}
        first = browser.post("/oauth2/token", data=grant).raise_for_status().json()
        grant = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], "client_id": app}
        renewed = browser.post("/oauth2/token", data=grant).raise_for_status().json()
    assert claims(first["id_token"])["cognito:groups"] == ["manager"]
    assert claims(renewed["id_token"])["cognito:groups"] == ["manager"]


# --- S3 ---------------------------------------------------------------------------------------------------------------


def test_pictures_are_asked_for_by_signature_version_4_alone(settings: Settings) -> None:
    for version, is_taken in (("s3v4", True), ("s3", False)):
        s3 = boto3.client(
            "s3",
            endpoint_url=settings.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(signature_version=version, proxies={}),
        )
        if is_taken:
            s3.create_bucket(Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": REGION})
        form = s3.generate_presigned_post("pictures", "a.png")
        sent = httpx.post(form["url"], data=form["fields"], files={"file": b"x"}, trust_env=False)
        assert (sent.status_code, "AWS4-HMAC-SHA256" in sent.text) == ((204, False) if is_taken else (400, True))
        address = s3.generate_presigned_url("get_object", Params={"Bucket": "pictures", "Key": "a.png"})
        assert httpx.get(address, trust_env=False).status_code == (200 if is_taken else 400)


# --- functions --------------------------------------------------------------------------------------------------------


def role(aws: Client, name: str, *actions: str) -> str:
    trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    iam = aws("iam")
    iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
    )
    if actions:
        allowed = [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]
        document = json.dumps({"Version": "2012-10-17", "Statement": allowed})
        iam.put_role_policy(RoleName=name, PolicyName="does", PolicyDocument=document)
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def function(aws: Client, name: str, *actions: str, code: str = FUNCTION) -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", code)
    made = aws("lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="app.handler",
        Role=role(aws, f"{name}-role", *actions),
        Code={"ZipFile": packed.getvalue()},
        Timeout=60,
    )
    return str(made["FunctionArn"])


def test_what_is_sent_to_a_function_has_its_limit_and_so_has_its_answer(aws: Client) -> None:
    function(aws, "sized")
    functions = aws("lambda")
    large = {"FunctionName": "sized", "Payload": json.dumps({"x": "y" * 6_300_000})}
    assert "RequestTooLargeException" in refused(functions.invoke, **large)
    unheard = {"FunctionName": "sized", "Payload": json.dumps({"x": "y" * 270_000}), "InvocationType": "Event"}
    assert "RequestTooLargeException" in refused(functions.invoke, **unheard)
    answer = functions.invoke(FunctionName="sized", Payload=json.dumps({"size": 6_300_000}))
    assert json.load(answer["Payload"])["errorType"] == "Function.ResponseSizeTooLarge"
    assert "FunctionError" not in functions.invoke(FunctionName="sized", Payload=json.dumps({"size": 6_000_000}))


def test_a_functions_variables_have_room_for_four_kilobytes(aws: Client) -> None:
    made = {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": role(aws, "crowded-role"),
            "Code": {"ZipFile": "def handler(*_): pass"},
            "Environment": {"Variables": {"A": "x" * 5000}},
        },
    }
    cloudformation = aws("cloudformation")
    cloudformation.create_stack(StackName="crowded", TemplateBody=json.dumps({"Resources": {"Crowded": made}}))
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        events = cloudformation.describe_stack_events(StackName="crowded")["StackEvents"]
        if any("4KB limit" in event.get("ResourceStatusReason", "") for event in events):
            return
        time.sleep(0.2)
    pytest.fail("the function was made")


# --- the gateway ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def route(aws: Client, settings: Settings) -> tuple[str, str]:
    """(id, address) of an API whose POST /orders calls the function `routed`."""
    gateway, called = aws("apigateway"), function(aws, "routed")
    api = gateway.create_rest_api(name="orders")["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    resource = gateway.create_resource(restApiId=api, parentId=root, pathPart="orders")["id"]
    method = {"restApiId": api, "resourceId": resource, "httpMethod": "POST"}
    gateway.put_method(**method, authorizationType="NONE")
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{called}/invocations"
    gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_deployment(restApiId=api, stageName="test")
    return api, f"{settings.endpoint}/_aws/execute-api/{api}/test/orders"


def permit(aws: Client, name: str, service: str, source: str) -> None:
    aws("lambda").add_permission(
        FunctionName=name,
        StatementId=str(time.monotonic_ns()),
        Action="lambda:InvokeFunction",
        Principal=service,
        SourceArn=source,
    )


def test_the_gateway_calls_a_function_that_lets_it(aws: Client, route: tuple[str, str]) -> None:
    api, address = route
    execute = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}"
    assert httpx.post(address, trust_env=False).status_code == 500
    permit(aws, "routed", "apigateway.amazonaws.com", f"{execute}/*/GET/orders")
    assert httpx.post(address, trust_env=False).status_code == 500, "another method"
    permit(aws, "routed", "apigateway.amazonaws.com", f"{execute}/*/POST/orders")
    assert httpx.post(address, trust_env=False).status_code == 200


def test_the_gateway_takes_no_more_than_a_function_does(aws: Client, route: tuple[str, str]) -> None:
    api, address = route
    permit(aws, "routed", "apigateway.amazonaws.com", f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*/POST/orders")
    assert httpx.post(address, content=b"x" * 6_300_000, trust_env=False).status_code == 413


@pytest.mark.full
def test_the_gateway_waits_no_longer_than_29_seconds(aws: Client, route: tuple[str, str]) -> None:
    api, address = route
    permit(aws, "routed", "apigateway.amazonaws.com", f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*/POST/orders")
    began = time.monotonic()
    assert httpx.post(address, json={"seconds": 31}, trust_env=False, timeout=60).status_code == 504
    assert 28 < time.monotonic() - began < 30.5


# --- the bus, queues and streams --------------------------------------------------------------------------------------


def publish(aws: Client, source: str, **detail: Any) -> dict[str, Any]:
    entry = {"Source": source, "DetailType": "Tried", "Detail": json.dumps(detail)}
    answer: dict[str, Any] = aws("events").put_events(Entries=[entry])
    return answer


def test_an_event_is_small_and_a_json_object(aws: Client) -> None:
    assert "over the limit" in refused(publish, aws=aws, source="size", x="y" * 270_000)
    assert publish(aws, "size", x="y" * 250_000)["FailedEntryCount"] == 0
    good, bad = ({"Source": "form", "DetailType": "Tried", "Detail": text} for text in ("{}", "no JSON"))
    answer = aws("events").put_events(Entries=[good, bad, good])
    assert answer["FailedEntryCount"] == 1
    assert [each.get("ErrorCode") for each in answer["Entries"]] == [None, "MalformedDetail", None]


def letters(aws: Client, queue: str) -> int:
    asked = {"QueueUrl": queue, "AttributeNames": ["ApproximateNumberOfMessages"]}
    return int(aws("sqs").get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessages"])


def queue(aws: Client, name: str, **attributes: str) -> tuple[str, str]:
    """(address, ARN) of a new queue."""
    made = aws("sqs").create_queue(QueueName=name, Attributes=attributes)
    return made["QueueUrl"], f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def test_the_bus_sends_to_what_lets_it(aws: Client) -> None:
    events, (address, arn) = aws("events"), queue(aws, "heard")
    called = function(aws, "listener")
    rule = events.put_rule(Name="listening", EventPattern=json.dumps({"source": ["lets"]}))["RuleArn"]
    events.put_targets(Rule="listening", Targets=[{"Id": "queue", "Arn": arn}, {"Id": "function", "Arn": called}])
    publish(aws, "lets")
    time.sleep(1)
    assert letters(aws, address) == 0
    assert not invocations(aws, "listener")
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    aws("sqs").set_queue_attributes(QueueUrl=address, Attributes={"Policy": policy})
    permit(aws, "listener", "events.amazonaws.com", rule)
    publish(aws, "lets")
    deadline = time.monotonic() + 10
    while not (letters(aws, address) and invocations(aws, "listener")):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def invocations(aws: Client, name: str) -> int:
    logs = aws("logs")
    try:
        return len(logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", filterPattern="START")["events"])
    except logs.exceptions.ResourceNotFoundException:
        return 0


def test_a_function_keeps_what_it_failed_at_where_its_role_may_send_it(aws: Client) -> None:
    _, arn = queue(aws, "given-up")
    function(aws, "careless")
    function(aws, "careful", "sqs:SendMessage")
    asked = {"DestinationConfig": {"OnFailure": {"Destination": arn}}}
    configure = aws("lambda").put_function_event_invoke_config
    assert "SendMessage" in refused(configure, FunctionName="careless", **asked)
    configure(FunctionName="careful", **asked)


def test_a_mapping_reads_what_its_functions_role_may_read(aws: Client) -> None:
    table = aws("dynamodb").create_table(
        TableName="streamed",
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]
    _, patient = queue(aws, "patient", VisibilityTimeout="60")
    _, hasty = queue(aws, "hasty", VisibilityTimeout="5")
    function(aws, "blind")
    function(aws, "reader", "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
             "dynamodb:ListStreams", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")  # fmt: skip
    read = aws("lambda").create_event_source_mapping
    stream = {"EventSourceArn": table["LatestStreamArn"], "StartingPosition": "LATEST"}
    assert "GetRecords" in refused(read, FunctionName="blind", **stream)
    assert "SQS" in refused(read, FunctionName="blind", EventSourceArn=patient)
    assert "Queue visibility timeout" in refused(read, FunctionName="reader", EventSourceArn=hasty)
    read(FunctionName="reader", **stream)
    read(FunctionName="reader", EventSourceArn=patient)


# --- keys and secrets -------------------------------------------------------------------------------------------------


def test_a_key_encrypts_what_is_small_and_a_secret_is_small(aws: Client) -> None:
    kms = aws("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.encrypt(KeyId=key, Plaintext=b"x" * 4096)
    assert "ValidationException" in refused(kms.encrypt, KeyId=key, Plaintext=b"x" * 4097)
    secrets = aws("secretsmanager")
    made = secrets.create_secret(Name="small", SecretString="x" * 65_536)["ARN"]
    assert "ValidationException" in refused(secrets.create_secret, Name="large", SecretString="x" * 65_537)
    assert "ValidationException" in refused(secrets.put_secret_value, SecretId=made, SecretString="x" * 65_537)
