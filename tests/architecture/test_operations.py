"""What watches over a stage: every alarm means something, can go off, and somebody knows what to do then."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deployment.render_template import render, render_stage
from tests.architecture.template_rules import PUBLIC_BUCKETS, of_type

ROOT = Path(__file__).parents[2]
CODE = [*(ROOT / "functions").rglob("*.py"), *(ROOT / "layers" / "core").rglob("*.py")]
OWN = {"Ref": "Application"}
OWN_NAME = "${Application}"
SEARCH = re.compile(
    r"""SEARCH\('\{"(?P<namespace>[^"]+)",(?P<dimension>\w+)\} MetricName="(?P<metric>\w+)"', '\w+', 300\)"""
)
QUERY = re.compile(
    r"""SELECT SUM\((?P<metric>\w+)\) FROM SCHEMA\("(?P<namespace>[^"]+)", (?P<dimension>\w+)\)"""
    r""" GROUP BY (?P=dimension) ORDER BY SUM\(\) DESC LIMIT 10"""
)
# What AWS counts by itself, and by which dimensions (user guides of API Gateway, Lambda, S3 and SQS, "metrics").
AWS_METRICS = {
    ("AWS/ApiGateway", "4XXError"): {"ApiName", "Stage"},
    ("AWS/ApiGateway", "5XXError"): {"ApiName", "Stage"},
    ("AWS/ApiGateway", "Count"): {"ApiName", "Stage"},
    ("AWS/ApiGateway", "Latency"): {"ApiName", "Stage"},
    ("AWS/DynamoDB", "ConsumedReadCapacityUnits"): {"TableName"},
    ("AWS/DynamoDB", "ConsumedWriteCapacityUnits"): {"TableName"},
    ("AWS/Lambda", "ConcurrentExecutions"): set(),
    ("AWS/Lambda", "Errors"): {"FunctionName"},
    ("AWS/Lambda", "IteratorAge"): {"FunctionName"},
    ("AWS/Lambda", "Throttles"): set(),
    ("AWS/S3", "PutRequests"): {"BucketName", "FilterId"},
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): {"QueueName"},
}


@pytest.fixture(scope="module")
def rendered() -> dict[str, Any]:
    return render_stage()


@pytest.fixture(scope="module")
def alarms(rendered: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: each["Properties"] for name, each in of_type(rendered, "AWS::CloudWatch::Alarm")}


def counted() -> set[str]:
    """The metrics that `count` adds to, whose dimension is the service."""
    return set(_first_texts("count"))


def measured() -> set[str]:
    """The metrics that `metrics.of_change` yields, whose dimension is the store."""
    source = (ROOT / "layers/core/bytemeburger/orders/metrics.py").read_text()
    names = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Yield(value=ast.Tuple(elts=[_, ast.Constant(value=str(name)), *_])):
                names.add(name)
            case ast.Yield(value=ast.Tuple(elts=[_, ast.JoinedStr(), *_])):
                names |= {"OrderExpired", "OrderCancelled"}  # tests/unit/test_metrics.py sees both
    return names


def _first_texts(function: str) -> Iterator[str]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]) if name == function:
                    yield text


def test_every_alarm_has_its_line_in_the_runbook_and_every_line_its_alarm(alarms: dict[str, Any]) -> None:
    lines = re.findall(r"^\| `(\w+Alarm)` \|(.*)\|$", (ROOT / "docs" / "runbook.md").read_text(), re.MULTILINE)
    assert sorted(name for name, _ in lines) == sorted(alarms)
    for name, line in lines:
        assert all(cell.strip() for cell in line.split("|")), f"{name}: what is noticed, where to look, what to do"


def test_every_alarm_watches_a_metric_that_is_really_emitted(alarms: dict[str, Any]) -> None:
    for name, alarm in alarms.items():
        if "Metrics" not in alarm:
            _is_emitted(name, alarm)
        elif query := re.fullmatch(
            r'SELECT \w+\((\w+)\) FROM SCHEMA\("\$\{Application\}", store\)', _expression(alarm["Metrics"][0])
        ):
            assert query[1] in measured(), name
        else:
            known = {each["Id"]: each["MetricStat"]["Metric"] for each in alarm["Metrics"][1:]}
            assert set(re.findall(r"\b[a-z]+\b", _expression(alarm["Metrics"][0]))) == set(known), name
            for metric in known.values():
                _is_emitted(name, metric)


def test_a_figure_has_an_alarm_or_the_runbook_says_that_it_is_for_the_dashboard_alone(alarms: dict[str, Any]) -> None:
    _, _, without_alarm = (ROOT / "docs" / "runbook.md").read_text().partition("For the dashboard alone")
    named = set(re.findall(r"`(\w+)`", without_alarm.partition("\n\n")[0]))
    watched = {name for name in counted() if f'"{name}"' in json.dumps(alarms)}
    assert named - set(alarms) == counted() - watched


def _expression(metric: dict[str, Any]) -> str:
    text = metric["Expression"]
    return str(text if isinstance(text, str) else text["Fn::Sub"])


def _is_emitted(name: str, metric: dict[str, Any]) -> None:
    dimensions = {each["Name"]: each["Value"] for each in metric.get("Dimensions", [])}
    assert len(dimensions) == len(metric.get("Dimensions", [])), f"{name}: a dimension twice, so no metric has them"
    if metric["Namespace"] == OWN:
        assert dimensions == {"service": "orders"}, name
        assert metric["MetricName"] in counted(), name
    else:
        assert set(dimensions) == AWS_METRICS[metric["Namespace"], metric["MetricName"]], name


def test_only_the_reconcilers_silence_is_an_alarm_in_itself(alarms: dict[str, Any]) -> None:
    assert [name for name, each in alarms.items() if each["TreatMissingData"] == "breaching"] == [
        "ReconcilerSilentAlarm"
    ]


def test_every_alarm_tells_somebody_when_it_goes_off_and_when_it_is_over(alarms: dict[str, Any]) -> None:
    recipients = {"Fn::If": ["SomebodyWatches", [{"Ref": "Alarms"}], {"Ref": "AWS::NoValue"}]}
    assert all(each["AlarmActions"] == each["OKActions"] == recipients for each in alarms.values())


def test_nothing_waits_or_lags_unwatched(rendered: dict[str, Any], alarms: dict[str, Any]) -> None:
    watched = json.dumps(alarms)
    for name, queue in of_type(rendered, "AWS::SQS::Queue"):
        assert queue["Properties"]["QueueName"] == {"Fn::Sub": f"${{AWS::StackName}}-{name}"}
        assert f'"${{Application}}-{name}"' in watched, f"{name} has no alarm"
    for name in {name for name, _ in of_type(rendered, "AWS::S3::Bucket")} - PUBLIC_BUCKETS - {"OrderArchive", "Pages"}:
        assert f'"{name}Bucket"' in watched, f"{name} has no alarm"
    for name, mapping in of_type(rendered, "AWS::Lambda::EventSourceMapping"):
        function = mapping["Properties"]["FunctionName"]["Ref"]
        assert f'"{function}Name"' in watched, f"{name}: nobody sees it lag"


def test_a_queues_alarm_has_its_name(alarms: dict[str, Any]) -> None:
    for name, alarm in alarms.items():
        if alarm.get("Namespace") == "AWS/SQS":
            queue = {"Fn::Sub": f"${{Application}}-{name.removesuffix('Alarm')}"}
            assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": queue}], name


def test_a_dashboard_shows_what_the_code_says_and_all_of_it(rendered: dict[str, Any]) -> None:
    shown = {metric for metric, dimensions in _figures(rendered, "StoreDashboard") if dimensions == {"store"}}
    assert shown == {(OWN_NAME, name) for name in measured()}
    own = {metric for metric, dimensions in _figures(rendered, "EngineerDashboard") if dimensions == {"service"}}
    assert own == {(OWN_NAME, name) for name in counted()}


@pytest.mark.parametrize("board", ["StoreDashboard", "EngineerDashboard"])
def test_no_widget_is_empty_for_ever_and_none_is_there_twice(rendered: dict[str, Any], board: str) -> None:
    titles = [each["properties"]["title"] for each in _widgets(rendered, board)]
    assert len(set(titles)) == len(titles)
    for (namespace, metric), dimensions in _figures(rendered, board):
        if namespace != OWN_NAME:
            assert dimensions == AWS_METRICS[namespace, metric], metric


def _widgets(rendered: dict[str, Any], board: str) -> list[dict[str, Any]]:
    widgets: list[dict[str, Any]] = json.loads(rendered["Resources"][board]["Properties"]["DashboardBody"]["Fn::Sub"])[
        "widgets"
    ]
    return widgets


def _figures(rendered: dict[str, Any], board: str) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """((namespace, metric), names of its dimensions) of every line that a dashboard draws.

    A name in a search's schema stands in quotes, as a stage's name has a hyphen; a value in quotes would be searched for
    literally, so nothing but the metric's name is (CloudWatch user guide, "search expression syntax")."""
    for widget in _widgets(rendered, board):
        for line in widget["properties"]["metrics"]:
            match line:
                case [{"expression": str(text)}]:
                    found = SEARCH.fullmatch(text) or QUERY.fullmatch(text)
                    assert found, text
                    yield (found["namespace"], found["metric"]), {found["dimension"]}
                case [namespace, metric, *rest]:
                    yield (namespace, metric), set(rest[0:-1:2])


def test_a_service_level_is_guarded_by_alarms_that_exist(alarms: dict[str, Any]) -> None:
    named = set(re.findall(r"`(\w+Alarm)`", (ROOT / "docs" / "slos.md").read_text()))
    assert named <= set(alarms)
    assert {"ServerErrorsAlarm", "SlowAlarm"} <= named


ORDERS_AND_MONEY = {
    "AdvanceOrder",
    "CancelOrderByStaff",
    "CancelOrder",
    "CheckoutOrder",
    "CheckoutOrderByStaff",
    "CreateOrder",
    "CreateStaffOrder",
    "GetPaymentStatus",
    "ReceiveCounterPayment",
    "ReceivePaymentNotification",
    "ReconcilePayments",
    "RefundOrder",
}
"""Who is in here, and who just is not: docs/decisions/stacks.md."""


def test_a_canary_goes_where_orders_and_money_go_and_back_on_the_symptoms_of_customers(alarms: dict[str, Any]) -> None:
    gradual = render(Stage="prod", Canary="true")
    groups = list(of_type(gradual, "AWS::CodeDeploy::DeploymentGroup"))
    assert {name.removesuffix("FunctionDeploymentGroup") for name, _ in groups} == ORDERS_AND_MONEY
    for name, group in groups:
        named = [each["Name"]["Fn::Sub"] for each in group["Properties"]["AlarmConfiguration"]["Alarms"]]
        assert named == ["${AWS::StackName}-server-errors", "${AWS::StackName}-slow"], name
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["Properties"]["AutoRollbackConfiguration"]["Events"]
    assert alarms["ServerErrorsAlarm"]["AlarmName"] == {"Fn::Sub": "${Application}-server-errors"}
    assert alarms["SlowAlarm"]["AlarmName"] == {"Fn::Sub": "${Application}-slow"}


def test_without_canaries_there_is_nothing_of_codedeploy() -> None:
    assert [each["Type"] for each in render()["Resources"].values() if "CodeDeploy" in each["Type"]] == []


def test_the_access_log_says_nothing_about_a_person(rendered: dict[str, Any]) -> None:
    resources = rendered["Resources"]
    logs = {
        "$context.resourcePath": resources["ApiStage"]["Properties"]["AccessLogSetting"],
        "$context.routeKey": resources["LiveStage"]["Properties"]["AccessLogSettings"],
    }
    for route, log in logs.items():
        fields = json.loads(log["Fn::If"][1]["Format"])
        personal = [
            each for each in fields.values() if re.search(r"identity|authorizer|\.path\b|requestOverride", each)
        ]
        assert not personal
        assert fields["route"] == route
