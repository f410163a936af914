"""A deployment publishes a new version of each function with an alias that changes, whatever changed it, and of no other."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from samtranslator.yaml_helper import yaml_parse

from deployment.render_template import render
from deployment.stamp import stamped
from deployment.template import TEMPLATES
from tests.architecture.template_rules import of_type

ALIASED = {name.removesuffix("FunctionAliaslive") for name, _ in of_type(render(), "AWS::Lambda::Alias")}
FUNCTIONS = {name.removesuffix("Function") for name, _ in of_type(render(), "AWS::Lambda::Function")}


def versions(rendered: dict[str, Any]) -> dict[str, str]:
    """The logical id of each function's version, by function; CloudFormation publishes one when it changes."""
    return {
        each["Properties"]["FunctionName"]["Ref"].removesuffix("Function"): name
        for name, each in of_type(rendered, "AWS::Lambda::Version")
    }


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    old, new = versions(before), versions(after)
    assert old.keys() == new.keys() == ALIASED
    return {name for name in old if old[name] != new[name]}


def test_who_has_a_canary_has_an_alias_and_nobody_else_has() -> None:
    """A version and an alias are two resources of each function: docs/decisions/stacks.md."""
    gradual = of_type(render(Canary="true"), "AWS::CodeDeploy::DeploymentGroup")
    assert {name.removesuffix("FunctionDeploymentGroup") for name, _ in gradual} == ALIASED


@pytest.mark.parametrize("layer", ["CoreLayer", "DependenciesLayer"])
def test_a_new_layer_reaches_every_function_even_when_sam_is_called_by_hand(layer: str) -> None:
    """`sam deploy` names an artefact by its content."""
    before, after = render(), render(artefacts={layer: "s3://artefacts/changed"})
    assert changed(before, after) == ALIASED
    layers = [
        {name: function["Properties"]["Layers"] for name, function in of_type(each, "AWS::Lambda::Function")}
        for each in (before, after)
    ]
    assert {name.removesuffix("Function") for name in layers[0] if layers[0][name] != layers[1][name]} == FUNCTIONS


def test_new_code_publishes_its_function_alone() -> None:
    assert changed(render(), render(artefacts={"CreateOrderFunction": "s3://artefacts/changed"})) == {"CreateOrder"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as `sam build` leaves it, with little in it."""
    template = _plain(yaml_parse(TEMPLATES["application"].read_text()))
    for name, resource in template["Resources"].items():
        place = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
        if resource["Type"] in place:
            resource["Properties"][place[resource["Type"]]] = name
            (tmp_path / name).mkdir()
            (tmp_path / name / "app.py").write_text("pass\n")
    (tmp_path / "template.yaml").write_text(yaml.safe_dump(template))
    return tmp_path


def _plain(value: Any) -> Any:
    """The template as `sam build` writes it: CloudFormation's functions in their long form, nothing but plain data."""
    match value:
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
    return value


VALUES = {"Stage": "dev", "MailSender": "pedidos@example.com"}


def deployed(built: Path, values: dict[str, str] = VALUES) -> dict[str, Any]:
    template = yaml.safe_load((built / "template.yaml").read_text())
    return render(text=yaml.safe_dump(stamped(template, values, built)))


def test_nothing_changed_publishes_nothing(built: Path) -> None:
    assert changed(deployed(built), deployed(built)) == set()


def _touch(path: str) -> Callable[[Path], object]:
    return lambda built: (built / path).write_text("changed\n")


def _set(function: str, name: str, value: Any) -> Callable[[Path], None]:
    def change(built: Path) -> None:
        template = yaml.safe_load((built / "template.yaml").read_text())
        template["Resources"][function]["Properties"][name] = value
        (built / "template.yaml").write_text(yaml.safe_dump(template))

    return change


@pytest.mark.parametrize(
    ("change", "published"),
    [
        (_touch("CreateOrderFunction/app.py"), {"CreateOrder"}),
        (_touch("CreateOrderFunction/new.py"), {"CreateOrder"}),
        (_set("CreateOrderFunction", "MemorySize", 1024), {"CreateOrder"}),
        (_touch("CoreLayer/app.py"), ALIASED),
        (_touch("DependenciesLayer/new.py"), ALIASED),
    ],
)
def test_what_is_deployed_by_make_publishes_what_it_changes(
    built: Path, change: Callable[[Path], None], published: set[str]
) -> None:
    before = copy.deepcopy(deployed(built))
    change(built)
    assert changed(before, deployed(built)) == published


def test_a_parameters_value_publishes_too_though_sam_does_not_see_it(built: Path) -> None:
    other = {"Stage": "dev", "MailSender": "oi@example.com"}
    assert changed(deployed(built), deployed(built, other)) == ALIASED
    assert changed(render(MailSender="a@example.com"), render(MailSender="b@example.com")) == set(), "SAM sees it now"


def test_how_traffic_moves_publishes_nothing(built: Path) -> None:
    """The second deployment of a stage with canaries, which is the first that has any, moves nothing that did not change."""
    assert changed(deployed(built, VALUES | {"Canary": "false"}), deployed(built, VALUES | {"Canary": "true"})) == set()
    assert changed(deployed(built), deployed(built, VALUES | {"Canary": "false"})) == set()


def test_stamping_again_changes_nothing(built: Path) -> None:
    template = yaml.safe_load((built / "template.yaml").read_text())
    once = stamped(copy.deepcopy(template), VALUES, built)
    assert stamped(copy.deepcopy(once), VALUES, built) == once


def test_an_empty_build_is_no_release(built: Path) -> None:
    (built / "CoreLayer" / "app.py").unlink()
    with pytest.raises(ValueError, match="nothing is built"):
        deployed(built)
