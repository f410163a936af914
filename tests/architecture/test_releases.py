"""An update from the last release to what is here loses nothing that anybody stored."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from deployment.render_template import render
from scripts.release import release
from scripts.release.replacement import Resources, holding_data, replacements


@pytest.fixture(scope="module")
def rendered() -> dict[str, Any]:
    return render("storage")


def test_the_tables_and_the_pools_are_among_what_holds_data(rendered: dict[str, Any]) -> None:
    assert {"Table", "CustomerPool", "StaffPool", "PepperSecret", "ParkedRecords"} <= holding_data(
        rendered["Resources"]
    ).keys()


def test_an_update_from_the_last_release_replaces_no_table_and_no_pool(rendered: dict[str, Any]) -> None:
    assert list(replacements(release.latest(), rendered["Resources"])) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda resources: resources.pop("Table"),
        lambda resources: resources.update(Orders=resources.pop("Table")),
        lambda resources: resources["Table"].update(Type="AWS::DynamoDB::GlobalTable"),
        lambda resources: resources["Table"]["Properties"].update(TableName="orders"),
        lambda resources: resources["Table"]["Properties"]["KeySchema"].pop(),
        lambda resources: resources["CustomerPool"]["Properties"].pop("AliasAttributes"),
        lambda resources: resources["StaffPool"]["Properties"].update(UsernameAttributes=["email"]),
        lambda resources: resources["ParkedRecords"]["Properties"].update(BucketName="parked"),
        lambda resources: resources["PepperSecret"]["Properties"].update(Name="pepper"),
    ],
)
def test_the_check_bites(rendered: dict[str, Any], spoil: Callable[[Resources], Any]) -> None:
    spoilt = copy.deepcopy(rendered["Resources"])
    spoil(spoilt)
    assert list(replacements(release.latest(), spoilt)) != []


@pytest.mark.parametrize(
    "change",
    [
        lambda resources: resources["Table"]["Properties"]["GlobalSecondaryIndexes"].pop(),
        lambda resources: resources["Table"]["Properties"].update(BillingMode="PROVISIONED"),
        lambda resources: resources["StaffPool"]["Properties"].update(MfaConfiguration="ON"),
    ],
)
def test_what_changes_in_place_may_change(rendered: dict[str, Any], change: Callable[[Resources], Any]) -> None:
    changed = copy.deepcopy(rendered["Resources"])
    change(changed)
    assert list(replacements(release.latest(), changed)) == []
