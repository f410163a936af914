"""An update from the last release to what is here loses nothing that anybody stored."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from scripts import release
from scripts.components import component_of
from scripts.render_template import render
from scripts.replacement import Resources, holding_data, replacements
from tests.architecture.template_rules import of_type


@pytest.fixture(scope="module")
def rendered() -> dict[str, Any]:
    return render(Stage="prod")


def test_the_tables_and_the_pools_are_among_what_holds_data(rendered: dict[str, Any]) -> None:
    assert {"Table", "CustomerPool", "StaffPool", "PepperSecret", "ParkedRecords"} <= holding_data(rendered).keys()


def test_an_update_from_the_last_release_replaces_no_table_and_no_pool(rendered: dict[str, Any]) -> None:
    assert list(replacements(release.latest(), rendered["Resources"])) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda r: r.pop("Table"),
        lambda r: r.update(Orders=r.pop("Table")),
        lambda r: r["Table"].update(Type="AWS::DynamoDB::GlobalTable"),
        lambda r: r["Table"]["Properties"].update(TableName="orders"),
        lambda r: r["Table"]["Properties"]["KeySchema"].pop(),
        lambda r: r["CustomerPool"]["Properties"].pop("AliasAttributes"),
        lambda r: r["StaffPool"]["Properties"].update(UsernameAttributes=["email"]),
        lambda r: r["ParkedRecords"]["Properties"].update(BucketName="parked"),
        lambda r: r["PepperSecret"]["Properties"].update(Name="pepper"),
    ],
)
def test_the_check_bites(rendered: dict[str, Any], spoil: Callable[[Resources], Any]) -> None:
    spoilt = copy.deepcopy(rendered["Resources"])
    spoil(spoilt)
    assert list(replacements(release.latest(), spoilt)) != []


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r["Table"]["Properties"]["GlobalSecondaryIndexes"].pop(),
        lambda r: r["Table"]["Properties"].update(BillingMode="PROVISIONED"),
        lambda r: r["StaffPool"]["Properties"].update(MfaConfiguration="ON"),
    ],
)
def test_what_changes_in_place_may_change(rendered: dict[str, Any], change: Callable[[Resources], Any]) -> None:
    changed = copy.deepcopy(rendered["Resources"])
    change(changed)
    assert list(replacements(release.latest(), changed)) == []


def _references(value: Any) -> set[str]:
    match value:
        case {"Ref": str(name)}:
            return {name}
        case {"Fn::GetAtt": [str(name), *_]}:
            return {name}
        case dict():
            return {name for each in value.values() for name in _references(each)}
        case list():
            return {name for each in value for name in _references(each)}
    return set()


def test_cloudformation_itself_goes_from_storage_by_the_api_to_the_events(rendered: dict[str, Any]) -> None:
    """It makes what is referred to first; so no order has to be kept up beside the template."""
    resources = rendered["Resources"]
    for name, resource in resources.items():
        if component_of(resource["Type"]) in ("database", "users"):
            referred = {each for each in _references(resource["Properties"]) if each in resources}
            assert {component_of(resources[each]["Type"]) for each in referred} <= {"database", "users"}, name
    callers = {
        name for kind in ("Events::Rule", "Lambda::EventSourceMapping") for name, _ in of_type(rendered, f"AWS::{kind}")
    }
    for kind in ("AWS::Lambda::Function", "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage"):
        for name, resource in of_type(rendered, kind):
            assert not _references(resource) & callers, name


def test_a_new_layer_is_no_loss(rendered: dict[str, Any]) -> None:
    other = render(Stage="prod", artefacts={"CoreLayer": "s3://artefacts/changed"})
    assert list(replacements(holding_data(rendered), other["Resources"])) == []
